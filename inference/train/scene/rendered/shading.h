#pragma once

#include "inference/train/scene/random.h"
#include "inference/train/scene/rendered/ray_scene.h"

namespace unividx::scene {

/// Light at one point of a surface.
struct PointLight {
    Vec3 diffuse; ///< irradiance over pi: times the albedo it is the radiance the surface sends back
    Vec3 gloss;   ///< radiance of the glossy reflection
};

/// Estimates the light at surfaces: one light chosen by its likely share, one bounce of diffuse light, and one
/// reflected ray where the finish is glossy. Noisy, unbiased up to the constant ambient term after the bounce.
class Shading {
public:
    Shading(const StagedScene& stage, const RayScene& rays) : stage_(stage), rays_(rays) {}

    /// `toEye` is a unit vector. `casters` are the things that throw shadows here.
    PointLight at(const Hit& hit, Vec3 toEye, float time, Visible casters, Random& random) const;

private:
    PointLight direct(const Hit& hit, Vec3 toEye, float time, Visible casters, Random& random) const;
    Vec3 radianceAlong(Vec3 origin, Vec3 direction, float time, Visible casters, Random& random, bool mirror) const;

    const StagedScene& stage_;
    const RayScene& rays_;
};

} // namespace unividx::scene
