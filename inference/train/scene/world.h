#pragma once

#include "inference/train/scene/material.h"
#include "inference/train/scene/random.h"
#include "inference/train/scene/shape.h"

#include <array>
#include <string>
#include <vector>

namespace unividx::scene {

/// A lamp, a window or the sun. Intensities are irradiance in a metre's distance, before exposure.
struct Light {
    enum class Kind : std::uint8_t { Ball, Panel, Sun };
    Kind kind = Kind::Ball;
    Vec3 position;
    Vec3 normal;         ///< Panel: where it shines; Sun: where the light comes from
    Vec3 alongU, alongV; ///< Panel: half its sides. Sun: half sides of the window it falls through, at `position`
    float radius = 0.1F; ///< Ball: metres; Sun: half the softness of its edge, as a tangent
    int bars = 0;        ///< Sun: bars of the window it falls through
    Vec3 color{1, 1, 1};
};
inline constexpr std::size_t maxLights = 4;

/// How a group moves: about its pivot and along a line, with a sway on top.
struct Motion {
    Vec3 pivot;
    Vec3 velocity;       ///< m/s
    float spin = 0;      ///< rad/s about the vertical
    float sway = 0;      ///< metres
    float frequency = 1; ///< Hz
    Placement at(float seconds) const;
};

/// Where the camera stands and looks at a time.
struct CameraPath {
    Vec3 position, target;    ///< at time 0
    Vec3 velocity;            ///< m/s
    Vec3 targetVelocity;      ///< m/s
    float shake = 0;          ///< metres of handheld sway
    float roll = 0;           ///< radians
    float halfTangent = 0.6F; ///< of the angle from the axis to the left edge
    std::uint64_t seed = 1;
};

struct View {
    Vec3 position;
    Axes axes; ///< x right, y up, z towards the viewer
};
View viewAt(const CameraPath& path, float seconds);

/// Everything a room holds. Plain data: the renderer only reads it.
struct World {
    Vec3 lo, hi;                ///< the room's corners; the floor at y = 0
    std::array<int, 6> walls{}; ///< materials of -x +x -y +y -z +z
    std::vector<Material> materials;
    std::vector<Shape> shapes; ///< at rest
    std::vector<Motion> motions{Motion{}};
    std::vector<Light> lights; ///< at most maxLights
    CameraPath camera;
    std::string caption;

    int add(const Material& material)
    {
        materials.push_back(material);
        return static_cast<int>(materials.size()) - 1;
    }
    std::vector<Shape> shapesAt(float seconds) const;
};

} // namespace unividx::scene
