#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

/// A leaf: a bent strip that narrows to both ends, from `root` towards `tip`.
Mesh leafMesh(Vec3 root, Vec3 tip, float width, float bend, std::uint32_t finish)
{
    Mesh mesh;
    const Vec3 along = tip - root;
    const Vec3 side = normalized(cross(along, {0.03F, 1, 0.02F}));
    const Vec3 up = normalized(cross(side, along));
    constexpr int steps = 5;
    for (int i = 0; i <= steps; ++i) {
        const float t = static_cast<float>(i) / steps;
        const float half = 0.5F * width * std::sin(3.1416F * std::min(0.06F + 0.94F * t, 0.99F));
        const Vec3 middle = root + along * t + up * (bend * t * (1 - t) * 4) - Vec3{0, bend * t * t, 0};
        for (int k = -1; k <= 1; ++k) {
            const auto side01 = static_cast<float>(k);
            mesh.positions.push_back(middle + side * (half * side01) + up * (0.12F * half * std::abs(side01)));
            mesh.normals.push_back(up);
            mesh.uvs.push_back({half * side01, t * length(along)});
        }
    }
    for (std::uint32_t i = 0; i < steps; ++i) {
        for (std::uint32_t k = 0; k < 2; ++k) {
            const std::uint32_t a = 3 * i + k;
            mesh.triangles.push_back({{a, a + 1, a + 4}, finish});
            mesh.triangles.push_back({{a, a + 4, a + 3}, finish});
        }
    }
    return mesh;
}

std::uint32_t leafFinish(StageBuilder& b)
{
    Random& r = b.random();
    Finish f;
    const Vec3 color = namedColor(r.between(0.19F, 0.36F), r.between(0.35F, 0.8F), r.between(0.2F, 0.65F)).albedo;
    f.pattern.colors = {color, color * r.between(0.5F, 1.5F), color, color};
    f.pattern.pattern = r.chance(0.5F) ? Pattern::Cloud : Pattern::Solid;
    f.pattern.period = 0.03F;
    f.gloss = r.chance(0.5F) ? 0.03F : 0;
    f.roughness = 0.35F;
    return b.stage().add(f);
}

/// Branches that fork, leaves at their ends.
class Grower {
public:
    Grower(StageBuilder& builder, float leafSize) : b_(builder), leafSize_(leafSize)
    {
        bark_ = b_.wood();
        for (std::uint32_t& l : leaves_)
            l = leafFinish(b_);
    }

    void branch(Vec3 from, Vec3 direction, float length, float radius, int level)
    {
        Random& r = b_.random();
        const Vec3 to = from + direction * length;
        mesh_.append(barMesh(from, to, radius, radius * 0.65F, bark_, level > 1 ? 7 : 4));
        if (level == 0) {
            tuft(to, direction);
            return;
        }
        const int forks = 2 + r.below(2) + (level > 2 ? 1 : 0);
        for (int i = 0; i < forks; ++i) {
            const Vec3 away = normalized(direction + r.direction() * r.between(0.5F, 0.9F) + Vec3{0, 0.15F, 0});
            branch(from + direction * (length * r.between(0.6F, 1.0F)), away, length * r.between(0.55F, 0.8F),
                   radius * 0.6F, level - 1);
        }
        if (level < 2)
            tuft(to, direction);
    }

    Mesh take() { return std::move(mesh_); }

private:
    void tuft(Vec3 at, Vec3 direction)
    {
        Random& r = b_.random();
        for (int i = 0; i < 14; ++i) {
            const Vec3 way = normalized(direction * 0.4F + r.direction() + Vec3{0, -0.15F, 0});
            const Vec3 root = at + r.direction() * (leafSize_ * r.between(0.2F, 2.2F));
            mesh_.append(leafMesh(root, root + way * (leafSize_ * r.between(0.7F, 1.4F)), leafSize_ * 0.55F,
                                  leafSize_ * 0.1F, leaves_[r.below(3)]));
        }
    }

    StageBuilder& b_;
    float leafSize_;
    std::uint32_t bark_ = 0;
    std::uint32_t leaves_[3] = {};
    Mesh mesh_;
};

} // namespace

void putTree(StageBuilder& b, Vec3 base, float height)
{
    Random& r = b.random();
    Grower grower(b, height * r.between(0.03F, 0.055F));
    const Vec3 lean = normalized({r.between(-0.08F, 0.08F), 1, r.between(-0.08F, 0.08F)});
    grower.branch(base, lean, height * r.between(0.28F, 0.4F), height * r.between(0.02F, 0.04F), 4);
    b.put(grower.take());
}

void putPottedPlant(StageBuilder& b, Vec3 base, float height)
{
    Random& r = b.random();
    const float pot = height * r.between(0.14F, 0.22F);
    const float tall = height * r.between(0.25F, 0.4F);
    b.put(placed(turnedMesh({{0, 0},
                             {pot * 0.75F, 0},
                             {pot * 0.75F, 0},
                             {pot, tall},
                             {pot, tall},
                             {pot * 0.9F, tall},
                             {pot * 0.88F, tall * 0.9F},
                             {0, tall * 0.9F}},
                            b.ceramic(), 24),
                 {base, {}}));
    const std::uint32_t leaf = leafFinish(b);
    const bool narrow = r.chance(0.4F);
    const int count = narrow ? 14 + r.below(20) : 6 + r.below(14);
    Mesh mesh;
    for (int i = 0; i < count; ++i) {
        const Vec3 way = normalized(r.direction() * 0.9F + Vec3{0, r.between(0.5F, 1.6F), 0});
        const Vec3 root = base + Vec3{r.between(-0.4F, 0.4F) * pot, tall * 0.9F, r.between(-0.4F, 0.4F) * pot};
        const float reach = (height - tall) * r.between(0.5F, 1.05F);
        if (narrow) {
            mesh.append(leafMesh(root, root + way * reach, reach * 0.08F, reach * 0.2F, leaf));
        } else {
            const Vec3 stalk = root + way * (reach * 0.6F);
            mesh.append(barMesh(root, stalk, 0.012F * height, 0.008F * height, leaf, 5));
            mesh.append(leafMesh(stalk, stalk + normalized(way + Vec3{way.x, -0.2F, way.z}) * (reach * 0.5F),
                                 reach * r.between(0.2F, 0.4F), reach * 0.1F, leaf));
        }
    }
    smoothNormals(mesh);
    b.put(std::move(mesh));
}

} // namespace unividx::scene
