#include "inference/train/scene/rendered/body_mesh.h"

namespace unividx::scene {

namespace {

constexpr std::uint32_t unused = 0xFFFFFFFFU;

Vec3 pointOf(std::span<const float> positions, std::size_t i)
{
    return {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]};
}

} // namespace

BodyMesh::BodyMesh(const BodyPlan& plan, const BodyShape& body, const Placement& place, float looseness)
    : plan_(plan), body_(body), place_(place), looseness_(looseness), index_(plan.part.size(), unused),
      seamOf_(plan.part.size(), unused)
{
}

Vec3 BodyMesh::pointAt(std::uint32_t v, std::size_t moment) const
{
    return place_.point(mix(pointOf(body_.skin[moment], v), pointOf(body_.cloth[moment], v), looseness_));
}

std::uint32_t BodyMesh::push(Vec3 first, Vec3 last, TextureUv uv)
{
    made_.mesh.positions.push_back(first);
    made_.lastPositions.push_back(last);
    made_.mesh.normals.push_back({0, 1, 0});
    made_.mesh.uvs.push_back(uv);
    made_.seam.push_back(static_cast<std::uint32_t>(made_.seam.size()));
    return made_.seam.back();
}

std::uint32_t BodyMesh::vertex(std::uint32_t v)
{
    if (index_[v] == unused) {
        index_[v] = push(pointAt(v, 0), pointAt(v, 1), plan_.uvs[v]);
        std::uint32_t& first = seamOf_[plan_.seam[v]];
        if (first == unused)
            first = index_[v];
        made_.seam.back() = first;
    }
    return index_[v];
}

std::uint32_t BodyMesh::cutVertex(std::uint32_t from, std::uint32_t to, float share)
{
    const auto [place, isNew] = cuts_.try_emplace(std::minmax(from, to), 0);
    if (isNew) {
        const TextureUv a = plan_.uvs[from];
        const TextureUv b = plan_.uvs[to];
        place->second = push(mix(pointAt(from, 0), pointAt(to, 0), share), mix(pointAt(from, 1), pointAt(to, 1), share),
                             {mix(a.u, b.u, share), mix(a.v, b.v, share)});
    }
    return place->second;
}

void BodyMesh::add(std::size_t triangle, std::uint32_t finish)
{
    const auto& c = plan_.triangles[triangle];
    made_.mesh.triangles.push_back({{vertex(c[0]), vertex(c[1]), vertex(c[2])}, finish});
}

void BodyMesh::addInside(std::size_t triangle, std::uint32_t finish, const BodyField& field)
{
    const auto& c = plan_.triangles[triangle];
    const std::array<float, 3> f{field(c[0]), field(c[1]), field(c[2])};
    std::array<std::uint32_t, 4> ring{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t next = (i + 1) % 3;
        if (f[i] > 0)
            ring[count++] = vertex(c[i]);
        if ((f[i] > 0) != (f[next] > 0))
            ring[count++] = cutVertex(c[i], c[next], f[i] / (f[i] - f[next]));
    }
    for (std::size_t i = 1; i + 1 < count; ++i)
        made_.mesh.triangles.push_back({{ring[0], ring[i], ring[i + 1]}, finish});
}

} // namespace unividx::scene
