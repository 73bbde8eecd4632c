#pragma once

#include "inference/train/scene/rendered/people.h"

namespace unividx::scene {

/// Puts one of the pack's parametric bodies into the stage, with skin, hair and clothes drawn at random.
/// Nothing if no body has the posture.
std::optional<PersonPlace> putDressedBody(StageBuilder& b, Posture posture, const Placement& place, Part part);

} // namespace unividx::scene
