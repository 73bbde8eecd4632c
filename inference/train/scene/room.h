#pragma once

#include "inference/train/scene/builder.h"

#include <string>

namespace unividx::scene {

struct RoomOptions {
    bool stage = false; ///< keeps the space before the camera free for a subject, and people out of the room
};

/// Where a subject would stand: the middle of the space that `stage` kept free, on the floor.
struct Stage {
    Vec3 spot;
    float distance = 2;     ///< metres from the camera
    Vec3 toCamera{0, 0, 1}; ///< horizontal
};

/// A furnished, lit room with a camera in it.
struct Room {
    World world;
    Stage stage;
    std::string light; ///< words for the caption: "warm light from the left"
};
Room makeRoom(Random& random, const RoomOptions& options);

/// Lamps, windows and the sun, with the shapes that show them. In room_lights.cpp.
std::string lightRoom(World& world, Palette& palette, Random& random);

/// A wall's own coordinates: origin at the foot of its middle, y up, z into the room.
/// `wall`: 0 -x, 1 +x, 2 -z, 3 +z.
Placement wallPlacement(const World& world, int wall);
/// Half the length of a wall.
float wallHalfLength(const World& world, int wall);

} // namespace unividx::scene
