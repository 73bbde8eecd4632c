#include "inference/train/scene/rendered/things.h"

#include <array>

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;

using Profile = std::vector<ProfilePoint>;

/// A profile through a few points, rounded.
Profile rounded(const Profile& points, int steps)
{
    Profile out;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const ProfilePoint a = points[i > 0 ? i - 1 : 0];
        const ProfilePoint b = points[i];
        const ProfilePoint c = points[i + 1];
        const ProfilePoint d = points[std::min(i + 2, points.size() - 1)];
        for (int s = 0; s < steps; ++s) { // Catmull-Rom
            const float t = static_cast<float>(s) / static_cast<float>(steps);
            const auto spline = [t](float p, float q, float r, float v) {
                return 0.5F * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - v) * t * t +
                               (3 * q - p - 3 * r + v) * t * t * t);
            };
            out.push_back({std::max(spline(a.radius, b.radius, c.radius, d.radius), 0.0F),
                           spline(a.height, b.height, c.height, d.height)});
        }
    }
    out.push_back(points.back());
    return out;
}

Profile scaled(Profile profile, float radius, float height)
{
    for (ProfilePoint& p : profile)
        p = {p.radius * radius, p.height * height};
    return profile;
}

std::uint32_t fruitSkin(StageBuilder& b)
{
    Random& r = b.random();
    static constexpr std::array<std::array<float, 3>, 8> hues{{{0.0F, 0.8F, 0.75F},
                                                               {0.02F, 0.7F, 0.6F},
                                                               {0.08F, 0.9F, 0.9F},
                                                               {0.14F, 0.8F, 0.92F},
                                                               {0.24F, 0.65F, 0.7F},
                                                               {0.27F, 0.7F, 0.45F},
                                                               {0.9F, 0.5F, 0.3F},
                                                               {0.07F, 0.5F, 0.5F}}};
    const auto& h = hues[static_cast<std::size_t>(r.below(8))];
    Finish f;
    const Vec3 color = namedColor(h[0] + r.between(-0.02F, 0.02F), h[1], h[2] * r.between(0.8F, 1.05F)).albedo;
    f.pattern.colors = {color, color * r.between(0.6F, 1.2F), color, color};
    f.pattern.pattern = Pattern::Cloud;
    f.pattern.period = r.between(0.01F, 0.06F);
    f.pattern.grain = r.between(0, 0.2F);
    f.gloss = r.chance(0.7F) ? r.between(0.02F, 0.05F) : 0;
    f.roughness = r.between(0.15F, 0.5F);
    return b.stage().add(f);
}

Mesh fruitMesh(Random& r, int kind, float radius, std::uint32_t skin)
{
    static const Profile apple{{0.05F, 0.18F}, {0.55F, 0.05F}, {0.95F, 0.7F},
                               {0.85F, 1.35F}, {0.35F, 1.7F},  {0.05F, 1.5F}};
    static const Profile pear{{0.05F, 0.1F}, {0.6F, 0.05F}, {1.0F, 0.7F}, {0.75F, 1.4F},
                              {0.45F, 2.0F}, {0.3F, 2.4F},  {0, 2.5F}};
    static const Profile lemon{{0, 0},        {0.3F, 0.15F},  {0.85F, 0.7F}, {0.95F, 1.2F},
                               {0.75F, 1.8F}, {0.25F, 2.25F}, {0, 2.4F}};
    if (kind == 0)
        return turnedMesh(scaled(rounded(apple, 3), radius, radius), skin, 18);
    if (kind == 1)
        return turnedMesh(scaled(rounded(pear, 3), radius, radius), skin, 18);
    if (kind == 2)
        return placed(turnedMesh(scaled(rounded(lemon, 3), radius, radius), skin, 18),
                      {{0, radius, 0}, axesWithY({1, r.between(-0.3F, 0.3F), 0.2F})});
    return sphereMesh(radius, skin, 18);
}

void putFruit(StageBuilder& b, Vec3 base, int kind, float radius, std::uint32_t skin)
{
    Random& r = b.random();
    const Axes lean =
        turned(r.between(0, 6.28F)).within(axesWithY({r.between(-0.4F, 0.4F), 1, r.between(-0.4F, 0.4F)}));
    b.put(placed(fruitMesh(r, kind, radius, skin), {base, lean}));
    if (kind == 0)
        b.put(barMesh(base + lean.y * (1.45F * radius), base + lean.y * (1.9F * radius) + lean.x * (0.1F * radius),
                      0.06F * radius, 0.04F * radius, b.plain({0.08F, 0.05F, 0.03F}), 5));
}

float putVessel(StageBuilder& b, Vec3 base, const Profile& outline, float radius, float height, std::uint32_t finish,
                float wall)
{
    // Outside up, then inside down, so that it is hollow.
    Profile profile = scaled(rounded(outline, 4), radius, height);
    const std::size_t count = profile.size();
    for (std::size_t i = count; i-- > 0;) {
        const ProfilePoint p = profile[i];
        profile.push_back({std::max(p.radius - wall, 0.0F), std::max(p.height, wall)});
    }
    b.put(placed(turnedMesh(profile, finish, 28), {base, turned(b.random().between(0, 6.28F))}));
    return radius;
}

float putCup(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    const float radius = r.between(0.032F, 0.05F);
    const float height = r.between(0.06F, 0.12F);
    const std::uint32_t finish = b.ceramic();
    static const Profile straight{{0, 0}, {0.8F, 0}, {0.95F, 0.15F}, {1, 0.6F}, {1, 1}};
    static const Profile flared{{0, 0}, {0.5F, 0}, {0.6F, 0.2F}, {0.9F, 0.6F}, {1, 1}};
    putVessel(b, base, r.chance(0.6F) ? straight : flared, radius, height, finish, 0.003F);
    const float yaw = r.between(0, 6.28F);
    const Vec3 out{std::cos(yaw), 0, std::sin(yaw)};
    Vec3 before;
    for (int i = 0; i <= 8; ++i) { // the handle
        const float a = -0.5F * pi + pi * static_cast<float>(i) / 8;
        const Vec3 p = base + out * (0.93F * radius + 0.6F * radius * std::cos(a)) +
                       Vec3{0, 0.5F * height + 0.32F * height * std::sin(a), 0};
        if (i > 0)
            b.put(barMesh(before, p, 0.005F, 0.005F, finish, 6));
        before = p;
    }
    if (r.chance(0.5F)) // what is in it
        b.put(placed(turnedMesh({{0, 0}, {radius * 0.85F, 0}}, b.plain({0.05F, 0.025F, 0.012F}, 0.03F, 0.1F), 20),
                     {base + Vec3{0, 0.8F * height, 0}, {}}));
    return radius * 1.7F;
}

float putBottle(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    static const std::array<Profile, 4> outlines{
        Profile{
            {0, 0}, {0.95F, 0.0F}, {1, 0.05F}, {1, 0.55F}, {0.85F, 0.68F}, {0.36F, 0.8F}, {0.33F, 0.97F}, {0.38F, 1}},
        Profile{{0, 0}, {0.9F, 0}, {1, 0.1F}, {1, 0.7F}, {0.55F, 0.85F}, {0.4F, 0.9F}, {0.4F, 1}},
        Profile{{0, 0}, {0.7F, 0}, {1, 0.25F}, {0.95F, 0.5F}, {0.4F, 0.75F}, {0.3F, 0.95F}, {0.45F, 1}},
        Profile{{0, 0}, {0.95F, 0}, {1, 0.08F}, {0.98F, 0.8F}, {0.9F, 0.88F}, {0.9F, 1}}};
    const float radius = r.between(0.028F, 0.055F);
    const float height = r.between(0.12F, 0.34F);
    const bool clear = r.chance(0.2F);
    const std::uint32_t finish = clear            ? b.glass()
                                 : r.chance(0.5F) ? b.ceramic()
                                                  : b.plain(b.palette().color().albedo, 0.05F, 0.15F);
    putVessel(b, base, outlines[static_cast<std::size_t>(r.below(4))], radius, height, finish, 0.003F);
    if (r.chance(0.5F)) { // its label
        const std::uint32_t label = b.any();
        const float low = r.between(0.1F, 0.2F) * height;
        b.put(placed(turnedMesh({{radius * 1.01F, 0}, {radius * 1.01F, 0.3F * height}}, label, 24),
                     {base + Vec3{0, low, 0}, turned(r.between(0, 6))}));
    }
    if (r.chance(0.7F))
        b.put(placed(cylinderMesh(0.45F * radius, 0.06F * height, b.any(), 14),
                     {base + Vec3{0, 0.985F * height, 0}, {}}));
    return radius;
}

float putPlate(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    const float radius = r.between(0.07F, 0.15F);
    static const Profile plate{{0, 0}, {0.6F, 0}, {0.7F, 0.2F}, {0.95F, 0.9F}, {1, 1}};
    putVessel(b, base, plate, radius, r.between(0.012F, 0.03F), b.ceramic(), 0.003F);
    const int kind = r.below(4);
    const std::uint32_t skin = fruitSkin(b);
    for (int i = r.below(8); i > 0; --i) {
        const float a = r.between(0, 6.28F);
        const float at = radius * 0.55F * std::sqrt(r.unit());
        putFruit(b, base + Vec3{at * std::cos(a), 0.006F, at * std::sin(a)}, kind, r.between(0.012F, 0.035F), skin);
    }
    return radius;
}

float putBoard(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    const float length = r.between(0.22F, 0.4F);
    b.box(base, {length, r.between(0.012F, 0.03F), length * r.between(0.5F, 0.8F)}, b.wood(), 0.004F,
          r.between(0, 3.1F));
    const std::uint32_t skin = fruitSkin(b);
    for (int i = r.below(5); i > 0; --i)
        putFruit(b, base + Vec3{r.between(-0.08F, 0.08F), 0.02F, r.between(-0.06F, 0.06F)}, r.below(4),
                 r.between(0.02F, 0.035F), skin);
    return length * 0.55F;
}

float putStack(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    float height = 0;
    for (int i = 1 + r.below(5); i > 0; --i) {
        const float thick = r.between(0.01F, 0.045F);
        b.box(base + Vec3{r.between(-0.01F, 0.01F), height, r.between(-0.01F, 0.01F)},
              {r.between(0.12F, 0.2F), thick, r.between(0.17F, 0.27F)}, b.any(), 0.002F, r.between(-0.3F, 0.3F));
        height += thick;
    }
    return 0.16F;
}

float putModelThing(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    const AssetModel* model = b.pick(r.chance(0.5F) ? Role::Food : Role::TableThing);
    if (model == nullptr)
        return 0.05F;
    b.putModel(*model, {base, turned(r.between(0, 6.28F))}, r.between(0.85F, 1.2F));
    return 0.5F * std::max(model->size().x, model->size().z);
}

} // namespace

void putFruitBowl(StageBuilder& b, Vec3 base, float radius)
{
    Random& r = b.random();
    static const std::array<Profile, 3> outlines{Profile{{0, 0}, {0.45F, 0}, {0.55F, 0.1F}, {0.9F, 0.6F}, {1, 1}},
                                                 Profile{{0, 0}, {0.75F, 0}, {0.8F, 0.1F}, {0.95F, 0.6F}, {1, 1}},
                                                 Profile{{0, 0}, {0.3F, 0}, {0.2F, 0.3F}, {0.7F, 0.55F}, {1, 1}}};
    const float height = radius * r.between(0.4F, 0.9F);
    std::uint32_t finish = 0;
    if (r.chance(0.4F)) { // wickerwork
        Finish f;
        f.pattern = b.palette().wood(b.palette().woodColor());
        f.pattern.pattern = r.chance(0.5F) ? Pattern::Checker : Pattern::Bricks;
        f.pattern.period = r.between(0.012F, 0.03F);
        f.pattern.colors[1] = f.pattern.colors[0] * 0.35F;
        finish = b.stage().add(f);
    } else {
        finish = r.chance(0.5F) ? b.ceramic() : b.wood();
    }
    putVessel(b, base, outlines[static_cast<std::size_t>(r.below(3))], radius, height, finish, 0.006F);
    const int kind = r.below(4);
    const float size = r.between(0.025F, 0.042F);
    const std::uint32_t skins[2] = {fruitSkin(b), fruitSkin(b)};
    const bool mixed = r.chance(0.3F);
    const std::uint32_t first = skins[0];
    for (int layer = 0; layer < 3; ++layer) {
        const float y = 0.55F * height + static_cast<float>(layer) * 1.5F * size;
        for (float ring = radius * (0.78F - 0.22F * static_cast<float>(layer)) - size; ring > -size; ring -= 2 * size) {
            const float at = std::max(ring, 0.0F);
            const int around = at < size ? 1 : static_cast<int>(2 * pi * at / (2.1F * size));
            const float turn = r.between(0, 6.28F);
            for (int i = 0; i < around; ++i) {
                const float a = turn + 2 * pi * static_cast<float>(i) / static_cast<float>(around);
                putFruit(b, base + Vec3{at * std::cos(a), y + r.between(-0.2F, 0.2F) * size, at * std::sin(a)},
                         mixed ? r.below(4) : kind, size * r.between(0.9F, 1.08F), mixed ? skins[r.below(2)] : first);
            }
        }
    }
}

float putThing(StageBuilder& b, Vec3 base)
{
    Random& r = b.random();
    switch (r.below(12)) {
    case 0:
    case 1: {
        const float radius = r.between(0.09F, 0.2F);
        putFruitBowl(b, base, radius);
        return radius;
    }
    case 2:
        return putPlate(b, base);
    case 3:
        return putCup(b, base);
    case 4:
        return putBottle(b, base);
    case 5: {
        const float radius = r.between(0.025F, 0.05F);
        putFruit(b, base, r.below(4), radius, fruitSkin(b));
        return radius;
    }
    case 6:
        return r.chance(0.5F) ? putBoard(b, base) : putStack(b, base);
    case 7: {
        static const Profile jar{{0, 0}, {0.95F, 0}, {1, 0.06F}, {1, 0.8F}, {0.8F, 0.88F}, {0.8F, 1}};
        const float radius = r.between(0.03F, 0.07F);
        const float height = r.between(0.08F, 0.2F);
        putVessel(b, base, jar, radius, height, r.chance(0.3F) ? b.glass() : b.ceramic(), 0.003F);
        b.put(placed(cylinderMesh(radius * 0.85F, 0.1F * height, b.any(), 20), {base + Vec3{0, height, 0}, {}}));
        return radius;
    }
    case 8: {
        const float height = r.between(0.2F, 0.55F);
        putPottedPlant(b, base, height);
        return 0.35F * height;
    }
    default:
        return putModelThing(b, base);
    }
}

void strewThings(StageBuilder& b, Vec3 centre, float halfX, float halfZ, float yaw, float density)
{
    Random& r = b.random();
    const Axes axes = turned(yaw);
    std::vector<std::array<float, 3>> taken;
    const int tries = static_cast<int>(density * 14 * std::max(halfX * halfZ * 4, 0.25F)) + 2;
    for (int i = 0; i < tries; ++i) {
        const float x = r.between(-halfX, halfX) * 0.88F;
        const float z = r.between(-halfZ, halfZ) * 0.88F;
        bool near = false;
        for (const auto& t : taken)
            near = near || std::hypot(x - t[0], z - t[1]) < t[2] + 0.09F;
        if (near)
            continue;
        taken.push_back({x, z, putThing(b, centre + axes.outward({x, 0, z}))});
    }
}

void putBooks(StageBuilder& b, const Placement& shelf, float width, float height, float depth)
{
    Random& r = b.random();
    std::array<std::uint32_t, 6> covers{};
    for (std::uint32_t& c : covers)
        c = b.any();
    float x = 0;
    while (x < width) {
        const float thick = r.between(0.012F, 0.05F);
        const Vec3 size{thick, height * r.between(0.6F, 0.95F), depth * r.between(0.6F, 0.95F)};
        const float lean = r.chance(0.1F) ? r.between(-0.15F, 0.15F) : 0;
        Axes axes = axesWithY({std::sin(lean), std::cos(lean), 0});
        axes.z = {0, 0, 1};
        axes.x = cross(axes.y, axes.z);
        b.put(placed(placed(boxMesh(size, covers[static_cast<std::size_t>(r.below(6))], 0.002F), {{x, 0, 0}, axes}),
                     shelf));
        x += thick * (r.chance(0.08F) ? 3.0F : 1.03F);
    }
}

void putCurtain(StageBuilder& b, Vec3 from, Vec3 to, float drop, std::uint32_t finish)
{
    Random& r = b.random();
    const Vec3 along = to - from;
    const Vec3 out = normalized(cross({0, 1, 0}, along));
    const float width = length(along);
    const float folds = width / r.between(0.07F, 0.16F);
    const float deep = r.between(0.015F, 0.045F);
    const int columns = std::max(12, static_cast<int>(folds * 6));
    Mesh mesh;
    for (int i = 0; i <= columns; ++i) {
        const float u = static_cast<float>(i) / static_cast<float>(columns);
        const float wave = std::sin(2 * pi * folds * u) + 0.4F * std::sin(2 * pi * folds * 0.37F * u + 1);
        for (int j = 0; j < 2; ++j) {
            const float flare = j == 0 ? 0.6F : 1.2F;
            mesh.positions.push_back(from + along * u + out * (deep * wave * flare) - Vec3{0, j == 0 ? 0 : drop, 0});
            mesh.normals.push_back(out);
            mesh.uvs.push_back({u * width * 1.4F, j == 0 ? drop : 0});
        }
    }
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(columns); ++i) {
        mesh.triangles.push_back({{2 * i, 2 * i + 1, 2 * i + 2}, finish});
        mesh.triangles.push_back({{2 * i + 1, 2 * i + 3, 2 * i + 2}, finish});
    }
    smoothNormals(mesh);
    b.put(std::move(mesh));
}

} // namespace unividx::scene
