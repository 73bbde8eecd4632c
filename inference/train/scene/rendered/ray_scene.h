#pragma once

#include "inference/train/scene/rendered/stage.h"

#include <memory>
#include <optional>

namespace unividx::scene {

/// Where a ray meets the scene.
struct Hit {
    Vec3 position;
    Vec3 normal; ///< shading normal, unit, towards where the ray came from
    Vec3 flat;   ///< the same of the triangle itself
    TextureUv uv;
    const Finish* finish = nullptr;
    float distance = 0;
    bool subject = false;
};

/// Which things a ray may meet.
enum class Visible : std::uint8_t { Everything, SetOnly };

/// A stage's geometry in Embree. The set is built once, the subject for every frame.
///
/// Thread: rays may be traced from several threads; setFrame() must have returned.
/// Throws: Internal if Embree fails.
class RayScene {
public:
    explicit RayScene(const StagedScene& stage);
    ~RayScene();
    RayScene(const RayScene&) = delete;
    RayScene& operator=(const RayScene&) = delete;

    /// Moves the subject: a ray's time of 0 and 1 stand for these two moments of the clip, each from 0 to 1.
    void setFrame(float opens, float closes);

    std::optional<Hit> trace(Vec3 origin, Vec3 direction, float time, Visible visible) const;
    bool blocked(Vec3 origin, Vec3 direction, float distance, float time, Visible visible) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace unividx::scene
