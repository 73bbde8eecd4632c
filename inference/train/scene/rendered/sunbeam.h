#pragma once

#include "inference/train/scene/random.h"
#include "inference/train/scene/rendered/stage.h"

namespace unividx::scene {

/// Lets the sun into the room through a window behind or beside the camera, so that it falls on something in the frame
/// of `aspect`. Its strength is 5 to 60 times the light that is there. Without a room, or if the sun reaches nothing in
/// the frame, the stage stays as it is.
void addSunbeam(StagedScene& stage, Random& random, float aspect);

} // namespace unividx::scene
