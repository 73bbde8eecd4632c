#pragma once

#include "inference/train/scene/palette.h"
#include "inference/train/scene/rendered/catalog.h"
#include "inference/train/scene/rendered/stage.h"

namespace unividx::scene {

/// Which list of a stage a thing goes to.
enum class Part : std::uint8_t { Set, Subject };

/// A footprint on the floor: an upright rectangle.
struct Footprint {
    float x = 0;
    float z = 0;
    float halfX = 0;
    float halfZ = 0;

    bool overlaps(const Footprint& other) const
    {
        return std::abs(x - other.x) < halfX + other.halfX && std::abs(z - other.z) < halfZ + other.halfZ;
    }
};

/// Fills a stage: finishes by purpose, our own solids, models of the pack. One random source decides everything.
class StageBuilder {
public:
    StageBuilder(Random& random, const AssetPack& pack, const Catalog& catalog);

    StagedScene& stage() { return stage_; }
    Random& random() { return random_; }
    Palette& palette() { return palette_; }
    const AssetPack& pack() const { return pack_; }
    const Catalog& catalog() const { return catalog_; }

    // Finishes, by what they are for; each call makes another one.
    std::uint32_t wall();
    std::uint32_t floor();
    std::uint32_t ground(); ///< streets, grass, gravel
    std::uint32_t facade();
    std::uint32_t wood();
    std::uint32_t metal();
    std::uint32_t stone(); ///< worktops, steps
    std::uint32_t ceramic();
    std::uint32_t plain(Vec3 albedo, float gloss = 0, float roughness = 0.4F);
    std::uint32_t any(); ///< furniture, cloth, things
    std::uint32_t glass();
    std::uint32_t glowing(Vec3 color);
    std::uint32_t photo(float width);                  ///< a photograph `width` metres wide
    std::uint32_t tile(float period, float gloss = 0); ///< a texture of the pack

    void put(Mesh mesh, Part part = Part::Set);
    void box(Vec3 base, Vec3 size, std::uint32_t finish, float bevel = 0, float yaw = 0);
    /// A flat rectangle; see quadMesh.
    void quad(Vec3 corner, Vec3 edgeU, Vec3 edgeV, std::uint32_t finish)
    {
        put(quadMesh(corner, edgeU, edgeV, finish));
    }

    /// A model of a role; null if the pack has none.
    const AssetModel* pick(Role role);
    /// Its mesh with finishes of this stage, sometimes painted anew.
    Mesh modelMesh(const AssetModel& model, float repaintShare = 0.3F);
    /// Puts a model where `place` says, scaled. Returns its height.
    float putModel(const AssetModel& model, const Placement& place, float scale = 1, Part part = Part::Set);

    // Places on the floor that are taken.
    bool isFree(const Footprint& footprint) const;
    void take(const Footprint& footprint) { taken_.push_back(footprint); }

private:
    std::uint32_t materialFinish(const AssetMaterial& material, bool repaint);

    Random& random_;
    const AssetPack& pack_;
    const Catalog& catalog_;
    StagedScene stage_;
    Palette palette_;
    float glossiness_;
    std::vector<Footprint> taken_;
};

/// A placement on the floor.
inline Placement standingAt(float x, float y, float z, float yaw)
{
    return {{x, y, z}, turned(yaw)};
}

} // namespace unividx::scene
