#include "inference/train/scene/rendered/mesh.h"

#include <algorithm>
#include <map>

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;

std::uint32_t addVertex(Mesh& mesh, Vec3 position, Vec3 normal, float u, float v)
{
    mesh.positions.push_back(position);
    mesh.normals.push_back(normal);
    mesh.uvs.push_back({u, v});
    return static_cast<std::uint32_t>(mesh.positions.size() - 1);
}

void addQuad(Mesh& mesh, const std::array<std::uint32_t, 4>& q, std::uint32_t finish)
{
    mesh.triangles.push_back({{q[0], q[1], q[2]}, finish});
    mesh.triangles.push_back({{q[0], q[2], q[3]}, finish});
}

/// A flat polygon of four points, texture coordinates in metres from its first edge.
void addFlat(Mesh& mesh, const std::array<Vec3, 4>& p, std::uint32_t finish)
{
    const Vec3 edge = normalized(p[1] - p[0]);
    const Vec3 normal = normalized(cross(p[1] - p[0], p[3] - p[0]));
    const Vec3 across = cross(normal, edge);
    std::array<std::uint32_t, 4> corners{};
    for (std::size_t i = 0; i < 4; ++i)
        corners[i] = addVertex(mesh, p[i], normal, dot(p[i], edge), dot(p[i], across));
    addQuad(mesh, corners, finish);
}

} // namespace

void Mesh::append(const Mesh& other)
{
    const auto shift = static_cast<std::uint32_t>(positions.size());
    positions.insert(positions.end(), other.positions.begin(), other.positions.end());
    normals.insert(normals.end(), other.normals.begin(), other.normals.end());
    uvs.insert(uvs.end(), other.uvs.begin(), other.uvs.end());
    for (MeshTriangle t : other.triangles) {
        for (std::uint32_t& c : t.corners)
            c += shift;
        triangles.push_back(t);
    }
}

Mesh placed(Mesh mesh, const Placement& place, Vec3 scale)
{
    const Vec3 inverse{1 / scale.x, 1 / scale.y, 1 / scale.z};
    for (Vec3& p : mesh.positions)
        p = place.point(p * scale);
    for (Vec3& n : mesh.normals)
        n = normalized(place.axes.outward(n * inverse));
    return mesh;
}

Mesh boxMapped(const Mesh& mesh)
{
    Mesh out;
    out.triangles.reserve(mesh.triangles.size());
    for (const MeshTriangle& t : mesh.triangles) {
        const Vec3 a = mesh.positions[t.corners[0]];
        const Vec3 face = cross(mesh.positions[t.corners[1]] - a, mesh.positions[t.corners[2]] - a);
        const Vec3 size{std::abs(face.x), std::abs(face.y), std::abs(face.z)};
        MeshTriangle own{{}, t.finish};
        for (std::size_t i = 0; i < 3; ++i) {
            const Vec3 p = mesh.positions[t.corners[i]];
            const bool side = size.x > size.y && size.x > size.z;
            const bool flat = !side && size.y > size.z;
            own.corners[i] = addVertex(out, p, mesh.normals[t.corners[i]], side ? p.z : p.x, flat ? p.z : p.y);
        }
        out.triangles.push_back(own);
    }
    return out;
}

void smoothNormals(Mesh& mesh)
{
    using Key = std::array<std::int64_t, 3>;
    const auto keyOf = [](Vec3 p) {
        const auto whole = [](float v) {
            return static_cast<std::int64_t>(std::llround(static_cast<double>(v) * 1e6));
        };
        return Key{whole(p.x), whole(p.y), whole(p.z)};
    };
    std::map<Key, Vec3> sums;
    for (const MeshTriangle& t : mesh.triangles) {
        const Vec3 a = mesh.positions[t.corners[0]];
        const Vec3 face = cross(mesh.positions[t.corners[1]] - a, mesh.positions[t.corners[2]] - a);
        for (const std::uint32_t c : t.corners) {
            Vec3& sum = sums[keyOf(mesh.positions[c])];
            sum += dot(face, sum) < 0 ? -face : face; // some files wind triangles either way, or have both
        }
    }
    for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
        const Vec3 sum = sums[keyOf(mesh.positions[i])];
        if (dot(sum, sum) > 1e-20F)
            mesh.normals[i] = dot(sum, mesh.normals[i]) < 0 ? -normalized(sum) : normalized(sum);
    }
}

Mesh boxMesh(Vec3 size, std::uint32_t finish, float bevel)
{
    Mesh mesh;
    const float x = 0.5F * size.x;
    const float z = 0.5F * size.z;
    const float y = size.y;
    const float b = std::min({bevel, 0.4F * x, 0.4F * z, 0.4F * y});
    const auto ring = [&](float inset, float height) {
        return std::array<Vec3, 4>{Vec3{-x + inset, height, z - inset}, Vec3{x - inset, height, z - inset},
                                   Vec3{x - inset, height, -z + inset}, Vec3{-x + inset, height, -z + inset}};
    };
    const auto wall = [&](const std::array<Vec3, 4>& low, const std::array<Vec3, 4>& high) {
        for (std::size_t i = 0; i < 4; ++i)
            addFlat(mesh, {low[i], low[(i + 1) % 4], high[(i + 1) % 4], high[i]}, finish);
    };
    const auto top = ring(b, y);
    const auto bottom = ring(b, 0);
    if (b > 0) {
        wall(bottom, ring(0, b));
        wall(ring(0, b), ring(0, y - b));
        wall(ring(0, y - b), top);
    } else {
        wall(bottom, top);
    }
    addFlat(mesh, {top[0], top[1], top[2], top[3]}, finish);
    addFlat(mesh, {bottom[3], bottom[2], bottom[1], bottom[0]}, finish);
    return mesh;
}

Mesh quadMesh(Vec3 corner, Vec3 edgeU, Vec3 edgeV, std::uint32_t finish)
{
    Mesh mesh;
    const Vec3 normal = normalized(cross(edgeU, edgeV));
    const float u = length(edgeU);
    const float v = length(edgeV);
    const std::array<std::uint32_t, 4> q{
        addVertex(mesh, corner, normal, 0, 0), addVertex(mesh, corner + edgeU, normal, u, 0),
        addVertex(mesh, corner + edgeU + edgeV, normal, u, v), addVertex(mesh, corner + edgeV, normal, 0, v)};
    addQuad(mesh, q, finish);
    return mesh;
}

Mesh turnedMesh(const std::vector<ProfilePoint>& profile, std::uint32_t finish, int sides)
{
    Mesh mesh;
    // Normals of the profile: smooth between neighbours that do not coincide.
    const std::size_t count = profile.size();
    const auto slope = [&](std::size_t i) { // outward normal of the piece from i to i + 1
        const float dr = profile[i + 1].radius - profile[i].radius;
        const float dh = profile[i + 1].height - profile[i].height;
        const float size = std::sqrt(dr * dr + dh * dh);
        return size < 1e-7F ? Vec3{0, 0, 0} : Vec3{dh / size, -dr / size, 0};
    };
    float along = 0;
    for (std::size_t i = 0; i < count; ++i) {
        Vec3 normal;
        if (i > 0)
            normal += slope(i - 1);
        if (i + 1 < count)
            normal += slope(i);
        if (dot(normal, normal) < 1e-12F)
            normal = {1, 0, 0};
        normal = normalized(normal);
        if (i > 0)
            along += std::hypot(profile[i].radius - profile[i - 1].radius, profile[i].height - profile[i - 1].height);
        for (int s = 0; s <= sides; ++s) {
            const float angle = 2 * pi * static_cast<float>(s) / static_cast<float>(sides);
            const Vec3 out{std::sin(angle), 0, std::cos(angle)};
            addVertex(mesh, out * profile[i].radius + Vec3{0, profile[i].height, 0},
                      normalized(out * normal.x + Vec3{0, normal.y, 0}), angle * std::max(profile[i].radius, 0.02F),
                      along);
        }
    }
    const auto stride = static_cast<std::uint32_t>(sides + 1);
    for (std::uint32_t i = 0; i + 1 < count; ++i) {
        if (slope(i).x == 0 && slope(i).y == 0)
            continue;
        for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(sides); ++s) {
            const std::uint32_t a = i * stride + s;
            addQuad(mesh, {a, a + 1, a + 1 + stride, a + stride}, finish);
        }
    }
    return mesh;
}

Mesh sphereMesh(float radius, std::uint32_t finish, int sides)
{
    std::vector<ProfilePoint> profile;
    const int rings = std::max(4, sides / 2);
    for (int i = 0; i <= rings; ++i) {
        const float angle = pi * static_cast<float>(i) / static_cast<float>(rings);
        profile.push_back({std::max(radius * std::sin(angle), 0.0F), radius - radius * std::cos(angle)});
    }
    return turnedMesh(profile, finish, sides);
}

Mesh cylinderMesh(float radius, float height, std::uint32_t finish, int sides)
{
    return turnedMesh({{0, 0}, {radius, 0}, {radius, 0}, {radius, height}, {radius, height}, {0, height}}, finish,
                      sides);
}

Mesh barMesh(Vec3 from, Vec3 to, float radiusFrom, float radiusTo, std::uint32_t finish, int sides)
{
    const float size = length(to - from);
    const Mesh upright = turnedMesh(
        {{0, 0}, {radiusFrom, 0}, {radiusFrom, 0}, {radiusTo, size}, {radiusTo, size}, {0, size}}, finish, sides);
    return placed(upright, {from, axesWithY(to - from)});
}

} // namespace unividx::scene
