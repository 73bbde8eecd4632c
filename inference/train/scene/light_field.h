#pragma once

#include "inference/train/scene/shape_tree.h"
#include "inference/train/scene/world.h"

#include <array>
#include <span>
#include <vector>

namespace unividx::scene {

inline constexpr int strata = 16;     ///< parts of a light; a 4x4 block of samples shares them
inline constexpr int directions = 64; ///< parts of a hemisphere; an 8x8 block of samples shares them

/// A point on a surface, ready to be lit.
struct Spot3 {
    Vec3 position;
    Vec3 normal;
};

/// How a room is lit: lights without their shadows, shadows by rays, and what the walls give back.
/// The walls' light is worked out once, with the things where they stand at first, and looked up after.
class LightField {
public:
    LightField(const World& world, const ShapeTree& things);

    /// Irradiance from one light, were nothing in between.
    Vec3 direct(std::size_t light, const Spot3& spot) const;
    /// Towards the light's middle.
    Vec3 towards(std::size_t light, Vec3 position) const;
    /// Whether the light's `stratum`-th part is seen.
    bool reaches(std::size_t light, int stratum, const Spot3& spot, const ShapeTree& things,
                 std::span<const char> passesLight) const;

    /// Which wall a ray inside the room meets, and where.
    struct WallHit {
        int face = 0;
        float distance = 0;
    };
    WallHit wall(const Ray& ray) const;
    static Vec3 wallNormal(int face);
    /// Metres along a wall, for its texture.
    static void wallTexture(int face, Vec3 point, float& u, float& v);

    /// Irradiance on a wall, coarse, shadows and further bounces included.
    Vec3 wallIrradiance(int face, Vec3 point) const;
    /// Irradiance on a thing, coarser still.
    Vec3 thingIrradiance(const Spot3& spot) const;

    /// Cosine-distributed around +y. Directions 16 k to 16 k + 15 cover the hemisphere, all 64 cover it better.
    Vec3 hemisphere(int direction) const { return hemisphere_[static_cast<std::size_t>(direction)]; }

    std::size_t lightCount() const { return world_.lights.size(); }

private:
    static constexpr int cells = 12; ///< a side of each wall's grid

    const World& world_;
    std::array<Vec3, directions> hemisphere_;
    std::array<std::vector<Vec3>, 6> walls_;
    Vec3 ambient_;
};

/// One flag a material: light goes through it (lamps' shades, window panes).
std::vector<char> passesLight(const std::vector<Material>& materials);

} // namespace unividx::scene
