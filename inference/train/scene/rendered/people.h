#pragma once

#include "inference/train/scene/rendered/stage_builder.h"

#include <optional>

namespace unividx::scene {

enum class Posture : std::uint8_t { Standing, Seated };

/// Where the parts of a person are that a camera aims at. World space, metres.
struct PersonPlace {
    Vec3 head; ///< centre of the head
    Vec3 chest;
    Vec3 facing; ///< unit, level
    float height = 1.7F;
};

/// Puts a dressed person into a part of the stage; nothing if the pack has no people.
std::optional<PersonPlace> putPerson(StageBuilder& b, Posture posture, const Placement& place, Part part);

} // namespace unividx::scene
