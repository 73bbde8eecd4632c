#pragma once

#include "inference/train/scene/rendered/people.h"

namespace unividx::scene {

/// Parts of the parametric body, as assets/people.py numbers them.
enum class BodyPart : std::uint8_t {
    Head,
    Neck,
    Torso,
    Hips,
    UpperArm,
    LowerArm,
    Hand,
    UpperLeg,
    LowerLeg,
    Foot,
    Lips,
    Scalp,
    Brow,
    Beard,
    Sclera,
    Iris,
    Pupil,
    Skirt,
};

/// Puts one of the pack's parametric bodies into the stage, with skin, hair and clothes drawn at random.
/// Nothing if no body has the posture.
std::optional<PersonPlace> putDressedBody(StageBuilder& b, Posture posture, const Placement& place, Part part);

/// Grows hair, brows and sometimes a beard on a body, and puts on hats and glasses.
void growHair(StageBuilder& b, const BodyShape& body, const Placement& place, Part part, Vec3 color);

/// The middle of a body's head at one of its two moments, in its own space.
Vec3 headCentre(const BodyPlan& plan, const BodyShape& body, std::size_t moment);

} // namespace unividx::scene
