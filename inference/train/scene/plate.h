#pragma once

#include "core/image/image.h"
#include "inference/train/scene/light_field.h"

#include <vector>

namespace unividx::scene {

/// What is seen at one place of the picture.
struct Seen {
    Vec3 albedo;        ///< linear
    Vec3 irradiance;    ///< linear, exposed, in [0, 1]
    Vec3 rgb;           ///< linear: albedo * irradiance + highlights, clamped
    Vec3 normal;        ///< camera space
    float coverage = 0; ///< 0 where nothing is
    float depth = 0;    ///< metres along the ray's own direction
};

struct PlateOptions {
    Resolution size;   ///< of the sample grid
    bool walls = true; ///< whether the room itself is seen
    float exposure = 1;
};

/// Renders one instant on a grid of samples, rows from the top.
std::vector<Seen> renderPlate(const World& world, const ShapeTree& things, const LightField& field, const View& view,
                              float halfTangent, const PlateOptions& options);

/// The exposure that brings the mean irradiance of what the camera sees to `target`.
float meterExposure(const World& world, const ShapeTree& things, const LightField& field, const View& view,
                    float halfTangent, float aspect, float target);

/// Irradiance above 0.6 is compressed so that it stays below 1: lights have no hard edge, and the picture is
/// exactly what the clamped irradiance says.
Vec3 shoulder(Vec3 irradiance);

} // namespace unividx::scene
