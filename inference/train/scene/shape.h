#pragma once

#include "inference/train/scene/vec.h"

#include <cstdint>

namespace unividx::scene {

struct Ray {
    Vec3 origin;
    Vec3 direction;
};

struct Bounds {
    Vec3 lo{1e30F, 1e30F, 1e30F};
    Vec3 hi{-1e30F, -1e30F, -1e30F};

    void include(const Bounds& other)
    {
        lo = min(lo, other.lo);
        hi = max(hi, other.hi);
    }
};

enum class ShapeKind : std::uint8_t {
    Box,      ///< the unit cube [-1, 1]^3, scaled by `half`
    Revolved, ///< x^2 + z^2 = a + b y + c y^2 for |y| <= 1, with caps, scaled by `half`: ball, cylinder, cone, vase
    Capsule,  ///< distance 1 to the segment |y| <= a, scaled by `half`
};

/// A solid in the world, met by rays in closed form.
struct Shape {
    ShapeKind kind = ShapeKind::Box;
    int material = 0;
    int group = 0; ///< what moves together; 0 stands still
    Vec3 centre;
    Axes axes;
    Vec3 half{1, 1, 1};
    float a = 1, b = 0, c = 0; ///< the profile, see ShapeKind
    float bevel = 0;           ///< metres over which a box's shading normal turns at its edges

    /// The nearest crossing beyond `nearest` and before `farthest`; `farthest` itself if there is none.
    float hit(const Ray& ray, float nearest, float farthest) const;

    /// The outward unit normal at a point on the surface.
    Vec3 normalAt(Vec3 point) const;

    /// Surface coordinates in metres for textures.
    void textureAt(Vec3 point, float& u, float& v) const;

    Bounds bounds() const;
};

/// The outward parts of a profile: what `a, b, c` are for the usual solids.
Shape makeBox(Vec3 centre, Vec3 half, const Axes& axes = {}, float bevel = 0);
Shape makeBall(Vec3 centre, Vec3 half, const Axes& axes = {});
/// `low` and `high`: radii at the two ends; `belly` bulges (> 0) or waists (< 0) the middle, as a share of the radius.
Shape makeCone(Vec3 centre, float halfHeight, float low, float high, const Axes& axes = {}, float belly = 0);
Shape makeCapsule(Vec3 from, Vec3 to, float radius);

} // namespace unividx::scene
