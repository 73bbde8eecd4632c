#pragma once

#include "core/color/color_transform.h"
#include "core/image/image.h"
#include "core/task/task.h"

namespace unividx {

/// A frame as the model takes it, three channels in [0, 1]: colour in display-referred sRGB (alpha over black), a matte
/// as grey from the alpha channel where there is one, else from the picture, normals as n * 0.5 + 0.5. Mattes and
/// normals are never colour managed. `sceneLinear`: the pixels are floating-point data rather than display-encoded;
/// `toModel` and `toLinear` are used for colour alone.
Image conditionPicture(const Image& frame, Decoding decoding, bool sceneLinear, const ColorTransform& toModel,
                       const ColorTransform& toLinear);

/// Repeats the first channel of a picture with fewer than three; others stay as they are.
Image withThreeChannels(const Image& frame);

} // namespace unividx
