#include "inference/train/scene/light_field.h"

#include <cstddef>

namespace unividx::scene {

namespace {

constexpr float offset = 2e-3F; ///< metres off the surface, so that it does not shadow itself

/// Centres of a 4x4 grid in [-1, 1]^2, in an order in which neighbours lie far apart.
Vec3 squareStratum(int stratum)
{
    static constexpr int order[strata] = {0, 10, 2, 8, 15, 5, 13, 7, 3, 9, 1, 11, 12, 6, 14, 4};
    const int cell = order[stratum];
    // Slightly shifted rows: no two parts share a coordinate, so straight edges do not step in fours.
    const float x = (static_cast<float>(cell & 3) + 0.125F + 0.25F * static_cast<float>(cell >> 2)) * 0.5F - 1;
    const float y = (static_cast<float>(cell >> 2) + 0.125F + 0.25F * static_cast<float>(cell & 3)) * 0.5F - 1;
    return {x, y, 0};
}

/// [-1, 1]^2 to the unit disk, keeping areas. Source: Shirley and Chiu 1997.
Vec3 toDisk(Vec3 q)
{
    if (std::abs(q.x) > std::abs(q.y)) {
        const float angle = 0.78539816F * q.y / q.x;
        return {q.x * std::cos(angle), q.x * std::sin(angle), 0};
    }
    if (q.y == 0)
        return {};
    const float angle = 1.5707963F - 0.78539816F * q.x / q.y;
    return {q.y * std::cos(angle), q.y * std::sin(angle), 0};
}

std::array<Vec3, strata> makeDisk()
{
    std::array<Vec3, strata> disk;
    for (int i = 0; i < strata; ++i)
        disk[static_cast<std::size_t>(i)] = toDisk(squareStratum(i));
    return disk;
}

} // namespace

std::vector<char> passesLight(const std::vector<Material>& materials)
{
    std::vector<char> flags;
    for (const Material& m : materials)
        flags.push_back(m.emits || m.opacity < 0.6F ? 1 : 0);
    return flags;
}

LightField::LightField(const World& world, const ShapeTree& things) : world_(world)
{
    for (int i = 0; i < directions; ++i) {
        // Each set of 16 fills one corner of the 16 cells, so the four sets interleave.
        const int set = i / strata;
        const Vec3 shift{set % 2 == 0 ? -0.125F : 0.125F, set / 2 == 0 ? -0.125F : 0.125F, 0};
        const Vec3 disk = toDisk(squareStratum((i * 7) % strata) * 0.97F + shift);
        const float rise = std::sqrt(std::max(0.02F, 1 - disk.x * disk.x - disk.y * disk.y));
        hemisphere_[static_cast<std::size_t>(i)] = normalized({disk.x, rise, disk.y});
    }
    const std::vector<char> passes = passesLight(world.materials);
    Vec3 given;
    Vec3 kept;
    for (int face = 0; face < 6; ++face) {
        const Vec3 n = wallNormal(face);
        const Vec3 albedo =
            world.materials[static_cast<std::size_t>(world.walls[static_cast<std::size_t>(face)])].average();
        auto& grid = walls_[static_cast<std::size_t>(face)];
        Vec3 sum;
        for (int j = 0; j < cells; ++j) {
            for (int i = 0; i < cells; ++i) {
                const float a = (static_cast<float>(i) + 0.5F) / cells;
                const float b = (static_cast<float>(j) + 0.5F) / cells;
                const Vec3 k = n.x != 0   ? Vec3{n.x < 0 ? 1.0F : 0, a, b}
                               : n.y != 0 ? Vec3{a, n.y < 0 ? 1.0F : 0, b}
                                          : Vec3{a, b, n.z < 0 ? 1.0F : 0};
                const Spot3 spot{world.lo + (world.hi - world.lo) * k + n * offset, n};
                Vec3 e;
                for (std::size_t light = 0; light < world.lights.size(); ++light) {
                    const Vec3 full = direct(light, spot);
                    if (luminance(full) <= 0)
                        continue;
                    int seen = 0;
                    for (int s = 0; s < 3; ++s)
                        seen += reaches(light, (5 * s + i + j) % strata, spot, things, passes) ? 1 : 0;
                    e += full * (static_cast<float>(seen) / 3);
                }
                grid.push_back(e);
                sum += e;
            }
        }
        const Vec3 size = world.hi - world.lo;
        const float area = n.x != 0 ? size.y * size.z : n.y != 0 ? size.x * size.z : size.x * size.y;
        given += sum * albedo * (area / (cells * cells));
        kept += albedo * area;
    }
    const Vec3 size = world.hi - world.lo;
    const float all = 2 * (size.x * size.y + size.y * size.z + size.x * size.z);
    // What is left after all bounces, were the room a grey sphere. Furniture keeps some of it.
    const Vec3 rho = min(kept / all, {0.85F, 0.85F, 0.85F}) * 0.85F;
    const Vec3 mean = given / all;
    ambient_ = {mean.x / (1 - rho.x), mean.y / (1 - rho.y), mean.z / (1 - rho.z)};
    for (auto& grid : walls_) {
        for (Vec3& cell : grid)
            cell += ambient_ * 0.8F;
    }
}

Vec3 LightField::towards(std::size_t light, Vec3 position) const
{
    const Light& l = world_.lights[light];
    return l.kind == Light::Kind::Sun ? l.normal : normalized(l.position - position);
}

Vec3 LightField::direct(std::size_t light, const Spot3& spot) const
{
    const Light& l = world_.lights[light];
    if (l.kind == Light::Kind::Sun)
        return l.color * std::max(0.0F, dot(spot.normal, l.normal));
    const Vec3 way = l.position - spot.position;
    const float d2 = dot(way, way);
    const float d = std::sqrt(d2);
    float facing = dot(spot.normal, way) / d;
    if (l.kind == Light::Kind::Ball) {
        // A ball is still partly seen when its middle has set.
        const float soft = l.radius / (d + l.radius);
        facing = facing > soft ? facing : facing < -soft ? 0 : (facing + soft) * (facing + soft) / (4 * soft);
        return l.color * (facing / (d2 + l.radius * l.radius + 0.01F));
    }
    const float leaving = -dot(l.normal, way) / d;
    if (leaving <= 0 || facing <= -0.2F)
        return {};
    const float area = 4 * length(l.alongU) * length(l.alongV);
    facing = facing > 0.2F ? facing : (facing + 0.2F) * (facing + 0.2F) / 0.8F;
    return l.color * (facing * leaving * 1.6F / (d2 + 0.35F * area));
}

bool LightField::reaches(std::size_t light, int stratum, const Spot3& spot, const ShapeTree& things,
                         std::span<const char> passes) const
{
    static const std::array<Vec3, strata> disk = makeDisk();
    const Light& l = world_.lights[light];
    const Vec3 from = spot.position + spot.normal * offset;
    if (l.kind == Light::Kind::Sun) {
        const Vec3 k = disk[static_cast<std::size_t>(stratum)] * l.radius;
        const Axes around = axesWithY(l.normal);
        const Vec3 way = l.normal + around.x * k.x + around.z * k.y;
        const Vec3 plane = cross(l.alongU, l.alongV);
        const float t = dot(l.position - from, plane) / dot(way, plane);
        const Vec3 in = from + way * t - l.position;
        const float u = dot(in, l.alongU) / dot(l.alongU, l.alongU);
        const float v = dot(in, l.alongV) / dot(l.alongV, l.alongV);
        if (t <= 0 || std::abs(u) > 1 || std::abs(v) > 1)
            return false;
        for (int bar = 0; bar < l.bars; ++bar) {
            const float at = (static_cast<float>(bar) + 1) / static_cast<float>(l.bars + 1) * 2 - 1;
            if (std::abs(u - at) < 0.03F)
                return false;
        }
        return !things.blocked({from, way}, 0, t, passes);
    }
    Vec3 target = l.position;
    if (l.kind == Light::Kind::Panel) {
        const Vec3 k = squareStratum(stratum);
        target += l.alongU * k.x + l.alongV * k.y;
    } else {
        const Axes around = axesWithY(from - l.position);
        const Vec3 k = disk[static_cast<std::size_t>(stratum)] * l.radius;
        target += around.x * k.x + around.z * k.y;
    }
    return !things.blocked({from, target - from}, 0, 0.999F, passes);
}

LightField::WallHit LightField::wall(const Ray& ray) const
{
    const auto exit = [](float o, float d, float lo, float hi) {
        return d > 1e-9F ? (hi - o) / d : d < -1e-9F ? (lo - o) / d : 1e30F;
    };
    const float x = exit(ray.origin.x, ray.direction.x, world_.lo.x, world_.hi.x);
    const float y = exit(ray.origin.y, ray.direction.y, world_.lo.y, world_.hi.y);
    const float z = exit(ray.origin.z, ray.direction.z, world_.lo.z, world_.hi.z);
    if (x <= y && x <= z)
        return {ray.direction.x < 0 ? 0 : 1, x};
    if (y <= z)
        return {ray.direction.y < 0 ? 2 : 3, y};
    return {ray.direction.z < 0 ? 4 : 5, z};
}

Vec3 LightField::wallNormal(int face)
{
    static constexpr Vec3 normals[6] = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    return normals[face];
}

void LightField::wallTexture(int face, Vec3 point, float& u, float& v)
{
    u = face < 2 ? point.z : point.x;
    v = face == 2 || face == 3 ? point.z : point.y;
}

Vec3 LightField::wallIrradiance(int face, Vec3 point) const
{
    const Vec3 size = world_.hi - world_.lo;
    const Vec3 k = point - world_.lo;
    const float a = face < 2 ? k.y / size.y : k.x / size.x;
    const float b = face < 4 ? k.z / size.z : k.y / size.y;
    const float x = std::clamp(a * cells - 0.5F, 0.0F, cells - 1.001F);
    const float y = std::clamp(b * cells - 0.5F, 0.0F, cells - 1.001F);
    const auto i = static_cast<std::size_t>(x);
    const auto j = static_cast<std::size_t>(y);
    const auto& grid = walls_[static_cast<std::size_t>(face)];
    const float fx = x - static_cast<float>(i);
    const float fy = y - static_cast<float>(j);
    return mix(mix(grid[j * cells + i], grid[j * cells + i + 1], fx),
               mix(grid[(j + 1) * cells + i], grid[(j + 1) * cells + i + 1], fx), fy);
}

Vec3 LightField::thingIrradiance(const Spot3& spot) const
{
    Vec3 sum = ambient_;
    for (std::size_t i = 0; i < world_.lights.size(); ++i) {
        if (world_.lights[i].kind != Light::Kind::Sun)
            sum += direct(i, spot) * 0.6F;
    }
    return sum;
}

} // namespace unividx::scene
