#pragma once

#include "inference/train/scene/vec.h"

#include <array>
#include <cstdint>

namespace unividx::scene {

enum class Pattern : std::uint8_t {
    Solid,
    Checker,
    Stripes,
    Tiles,  ///< rectangles of slightly different tone with joints
    Bricks, ///< the same, every other row shifted
    Wood,   ///< boards with grain
    Cloud,  ///< soft noise between two colours
    Marble,
    Dots,
    Plaid,
    Blocks,  ///< a patchwork of all four colours
    Picture, ///< a painting: sky, ground and a few flat shapes
    Print,   ///< rows of dark words on paper
    Outside, ///< what stands in a window: sky over blurred greenery or houses
};
inline constexpr int patternCount = 14;

/// What a surface is made of. Colours are linear albedo.
struct Material {
    Pattern pattern = Pattern::Solid;
    std::array<Vec3, 4> colors{Vec3{0.5F, 0.5F, 0.5F}, Vec3{0.5F, 0.5F, 0.5F}, Vec3{0.5F, 0.5F, 0.5F},
                               Vec3{0.5F, 0.5F, 0.5F}};
    float period = 0.3F; ///< metres a repeat
    float grain = 0;     ///< strength of fine mottling over the pattern, 0 to 0.5
    std::uint32_t seed = 1;
    float specular = 0;   ///< reflectance of the highlight
    float sharpness = 40; ///< Blinn-Phong exponent
    float mirror = 0;     ///< share of the reflected scene at grazing incidence
    float opacity = 1;    ///< below 1 the subject's matte is see-through there
    float fuzz = 0;       ///< width of a soft, hairy rim, as cosine of the angle to the eye
    bool emits = false;   ///< a lamp's shade, a window: full irradiance, casts no shadow

    /// The albedo's mean, for light bouncing off it.
    Vec3 average() const;

    /// Linear albedo at a place in metres. `width` is the distance between neighbouring samples there:
    /// detail finer than that fades to its mean.
    Vec3 albedo(float u, float v, float width) const;
};

/// Smooth noise in [0, 1] over the plane, one lattice cell a unit.
float smoothNoise(float x, float y, std::uint32_t seed);

} // namespace unividx::scene
