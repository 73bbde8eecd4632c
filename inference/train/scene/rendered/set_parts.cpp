#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

constexpr float wallThickness = 0.22F;

/// Colour of a lamp of a colour temperature between candle and overcast sky, luminance 1.
Vec3 lampColor(Random& r)
{
    static constexpr Vec3 colors[] = {{1.9F, 0.85F, 0.25F}, {1.5F, 0.92F, 0.5F}, {1.25F, 0.96F, 0.7F},
                                      {1.0F, 1.0F, 1.0F},   {0.9F, 1.0F, 1.15F}, {0.8F, 1.02F, 1.4F}};
    const Vec3 c = mix(colors[r.below(6)], colors[2 + r.below(4)], r.unit());
    return c / luminance(c);
}

/// A wall along X from -half to +half at z = 0, its inside towards +Z, with openings.
struct Opening {
    float middle;
    float low;
    float width;
    float height;
};

void buildWall(StageBuilder& b, const Placement& place, float half, float height, const std::vector<Opening>& openings,
               std::uint32_t wall, std::uint32_t jamb)
{
    const auto panel = [&](float x0, float x1, float y0, float y1) {
        if (x1 - x0 < 0.001F || y1 - y0 < 0.001F)
            return;
        b.put(placed(quadMesh({x0, y0, 0}, {x1 - x0, 0, 0}, {0, y1 - y0, 0}, wall), place));
        b.put(placed(quadMesh({x1, y0, -wallThickness}, {x0 - x1, 0, 0}, {0, y1 - y0, 0}, wall), place));
    };
    float x = -half;
    for (const Opening& o : openings) {
        const float left = o.middle - 0.5F * o.width;
        const float right = o.middle + 0.5F * o.width;
        const float top = o.low + o.height;
        panel(x, left, 0, height);
        panel(left, right, 0, o.low);
        panel(left, right, top, height);
        const Vec3 deep{0, 0, -wallThickness};
        b.put(placed(quadMesh({left, o.low, 0}, deep, {0, o.height, 0}, jamb), place));
        b.put(placed(quadMesh({right, o.low, -wallThickness}, -deep, {0, o.height, 0}, jamb), place));
        b.put(placed(quadMesh({left, o.low, -wallThickness}, {o.width, 0, 0}, -deep, jamb), place));
        b.put(placed(quadMesh({left, top, 0}, {o.width, 0, 0}, deep, jamb), place));
        x = right;
    }
    panel(x, half, 0, height);
}

/// Frame, bars and sometimes a blind of a window; its glass lets all light pass.
void buildFrame(StageBuilder& b, const Placement& place, const Opening& o, std::uint32_t finish)
{
    Random& r = b.random();
    const float thick = r.between(0.035F, 0.07F);
    const auto bar = [&](float x, float y, float w, float h) {
        b.put(placed(placed(boxMesh({w, h, 0.06F}, finish), {{x, y, -0.1F}, {}}), place));
    };
    const float left = o.middle - 0.5F * o.width;
    bar(o.middle, o.low, o.width, thick);
    bar(o.middle, o.low + o.height - thick, o.width, thick);
    bar(left + 0.5F * thick, o.low, thick, o.height);
    bar(left + o.width - 0.5F * thick, o.low, thick, o.height);
    const int columns = 1 + r.below(4);
    const int rows = r.chance(0.5F) ? 1 : 1 + r.below(4);
    for (int i = 1; i < columns; ++i)
        bar(left + o.width * static_cast<float>(i) / static_cast<float>(columns), o.low, thick * 0.7F, o.height);
    for (int i = 1; i < rows; ++i)
        bar(o.middle, o.low + o.height * static_cast<float>(i) / static_cast<float>(rows), o.width, thick * 0.6F);
    b.put(placed(placed(boxMesh({o.width + 0.1F, 0.03F, 0.2F}, finish, 0.005F), {{o.middle, o.low - 0.03F, 0.05F}, {}}),
                 place));
    if (r.chance(0.2F)) { // slats of a blind
        const float pitch = r.between(0.025F, 0.05F);
        const float reach = o.height * r.between(0.3F, 1.0F);
        const float tilt = r.between(0.1F, 0.9F);
        const std::uint32_t slat = b.any();
        for (float y = 0; y < reach; y += pitch) {
            const Vec3 corner{left, o.low + o.height - y, 0.02F};
            b.put(placed(quadMesh(corner, {o.width, 0, 0}, Vec3{0, -tilt, 1 - 0.7F * tilt} * (pitch * 0.9F), slat),
                         place));
        }
    }
    if (r.chance(0.4F)) {
        const std::uint32_t cloth = b.any();
        const float wide = o.width * r.between(0.15F, 0.4F);
        const float drop = r.chance(0.5F) ? o.low + o.height - 0.05F : o.height + 0.15F;
        const float top = o.low + o.height + 0.08F;
        for (const float side : {-1.0F, 1.0F}) {
            const float edge = o.middle + side * (0.5F * o.width + 0.1F);
            const Vec3 p = place.point({edge, top, 0.09F});
            const Vec3 q = place.point({edge - side * wide, top, 0.09F});
            putCurtain(b, side < 0 ? p : q, side < 0 ? q : p, drop, cloth);
        }
    }
}

} // namespace

namespace {

/// True for pictures that are brighter and paler at the top, as landscapes are.
bool looksLikeOutdoors(const Texture& t)
{
    float light[2] = {0, 0};
    float color = 0;
    for (int half = 0; half < 2; ++half) {
        for (int y = 0; y < 8; ++y) {
            for (int x = 0; x < 16; ++x) {
                const int row = (half * 2 * t.height + y * t.height / 8) / 3 % t.height;
                const std::uint8_t* p =
                    t.texels + static_cast<std::size_t>((row * t.width + x * t.width / 16) * t.channels);
                light[half] += static_cast<float>(p[0] + 2 * p[1] + p[2]);
                color +=
                    half == 0 ? static_cast<float>(std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]})) : 0;
            }
        }
    }
    return light[0] > 1.15F * light[1] && light[0] > 128 * 4 * 90 && color < 128 * 90;
}

} // namespace

void chooseView(StageBuilder& b, float gainLow, float gainHigh)
{
    Random& r = b.random();
    Sky& sky = b.stage().sky;
    const auto& photos = b.pack().photos();
    if (r.chance(0.7F)) {
        for (int i = 0; i < 12; ++i) {
            sky.view = photos[static_cast<std::size_t>(r.below(static_cast<int>(photos.size())))];
            if (looksLikeOutdoors(sky.view))
                break;
        }
    }
    sky.clouds = r.chance(0.6F) ? r.between(0.2F, 0.9F) : 0;
    sky.cloudSeed = static_cast<std::uint32_t>(r.bits());
    sky.viewYaw = r.between(-3.1F, 3.1F);
    sky.viewWidth = r.between(0.9F, 2.2F);
    sky.viewGain = r.logBetween(gainLow, gainHigh);
}

void lightOutdoors(StageBuilder& b)
{
    Random& r = b.random();
    StagedScene& stage = b.stage();
    Sky& sky = stage.sky;
    const float clear = r.unit();
    const float low = r.unit(); // a low sun is red
    const Vec3 blue = mix({0.75F, 0.8F, 0.9F}, {0.25F, 0.45F, 1.0F}, clear);
    sky.zenith = blue * r.between(0.5F, 1.0F);
    sky.horizon = mix(Vec3{0.9F, 0.92F, 0.95F}, Vec3{1.0F, 0.7F, 0.45F}, low * r.unit()) * r.between(0.6F, 1.1F);
    sky.ground = Vec3{0.15F, 0.14F, 0.12F};
    sky.lights = true;
    stage.ambient = mix(sky.zenith, sky.horizon, 0.5F) * r.between(0.05F, 0.2F);
    if (r.chance(0.75F)) {
        StageLight sun;
        sun.kind = LightKind::Sun;
        const float height = r.between(0.12F, 1.3F);
        const float yaw = r.between(0, 6.28F);
        sun.position = {std::cos(height) * std::cos(yaw), std::sin(height), std::cos(height) * std::sin(yaw)};
        sun.radius = r.chance(0.7F) ? 0.006F : r.between(0.02F, 0.15F);
        sun.strength = mix(Vec3{1, 0.95F, 0.88F}, Vec3{1, 0.6F, 0.3F}, saturate(1.2F - 2 * height)) *
                       (clear * r.between(4.0F, 14.0F) + 0.5F);
        stage.lights.push_back(sun);
    }
}

namespace {

/// Windows side by side in a wall of half the length `half`.
std::vector<Opening> openingsOf(Random& r, int count, float half, float height)
{
    const float low = r.chance(0.25F) ? 0.05F : r.between(0.6F, 1.1F);
    const float tall = std::min(height - low - 0.25F, r.between(1.0F, 2.2F));
    std::vector<Opening> openings;
    for (int i = 0; i < count; ++i) {
        const float each = 2 * half / static_cast<float>(count);
        const float wide = each * r.between(0.3F, 0.75F);
        openings.push_back({-half + each * (static_cast<float>(i) + 0.5F), low, wide, tall});
    }
    return openings;
}

/// A window's light, and its entry in the shell.
void putWindow(StagedScene& stage, RoomShell& shell, const Placement& place, const Axes& axes, const Opening& o,
               Vec3 day)
{
    StageLight panel;
    panel.kind = LightKind::Panel;
    panel.position = place.point({o.middle - 0.5F * o.width, o.low, -0.5F * wallThickness});
    panel.edgeU = axes.x * o.width;
    panel.edgeV = {0, o.height, 0};
    panel.strength = day;
    stage.lights.push_back(panel);
    shell.windowCentres.push_back(place.point({o.middle, o.low + 0.5F * o.height, 0}));
    shell.windowNormals.push_back(axes.z);
    shell.windowWidths.push_back(o.width);
    shell.windowHeights.push_back(o.height);
}

void trimWall(StageBuilder& b, const Placement& place, float half, float height, std::uint32_t frame,
              std::uint32_t ceiling)
{
    Random& r = b.random();
    if (r.chance(0.8F)) { // skirting
        const float tall = r.between(0.05F, 0.16F);
        b.put(placed(placed(boxMesh({2 * half, tall, 0.018F}, frame, 0.004F), {{0, 0, 0.009F}, {}}), place));
    }
    if (r.chance(0.25F)) // moulding under the ceiling
        b.put(
            placed(placed(boxMesh({2 * half, 0.09F, 0.07F}, ceiling, 0.03F), {{0, height - 0.09F, 0.03F}, {}}), place));
}

/// The sun through one of the windows.
void putSun(Random& r, StagedScene& stage, const RoomShell& shell)
{
    StageLight sun;
    sun.kind = LightKind::Sun;
    const auto through = static_cast<std::size_t>(r.below(static_cast<int>(shell.windowNormals.size())));
    const Vec3 in = shell.windowNormals[through];
    const Vec3 along{in.z, 0, -in.x};
    sun.position = normalized(-in + along * r.between(-0.9F, 0.9F) + Vec3{0, r.between(0.25F, 1.1F), 0});
    sun.radius = r.between(0.004F, 0.03F);
    sun.strength = mix(Vec3{1, 0.93F, 0.82F}, Vec3{1, 0.7F, 0.4F}, r.unit()) * r.logBetween(8.0F, 60.0F);
    stage.lights.push_back(sun);
}

} // namespace

RoomShell buildShell(StageBuilder& b, float halfX, float halfZ, float height, int windows)
{
    Random& r = b.random();
    RoomShell shell{halfX, halfZ, height, {}, {}, {}, {}};
    const std::uint32_t wall = b.wall();
    const std::uint32_t other = r.chance(0.3F) ? b.wall() : wall;
    const std::uint32_t jamb = r.chance(0.5F) ? wall : b.plain({0.8F, 0.8F, 0.78F});
    const std::uint32_t frame = r.chance(0.6F) ? b.plain(Vec3{1, 1, 1} * r.between(0.5F, 0.85F), 0.03F) : b.wood();
    const std::uint32_t ceiling = r.chance(0.8F) ? b.plain(Vec3{1, 1, 1} * r.between(0.5F, 0.9F)) : b.wood();
    b.quad({-halfX, 0, halfZ}, {2 * halfX, 0, 0}, {0, 0, -2 * halfZ}, b.floor());
    b.quad({-halfX, height, -halfZ}, {2 * halfX, 0, 0}, {0, 0, 2 * halfZ}, ceiling);
    StagedScene& stage = b.stage();
    stage.sky.lights = false; // windows are lights of their own
    stage.room = RoomBox{{-halfX, 0, -halfZ}, {halfX, height, halfZ}};
    const Vec3 day = mix(Vec3{0.7F, 0.85F, 1.2F}, Vec3{1.2F, 1.0F, 0.8F}, r.unit()) * r.logBetween(1.0F, 8.0F);
    const bool sunny = windows > 0 && r.chance(0.55F);
    for (int side = 0; side < 4; ++side) {
        const bool long_ = side % 2 == 0; // walls along X
        const float half = long_ ? halfX : halfZ;
        const float yaw = static_cast<float>(side) * 1.5707963F;
        const Axes axes = turned(yaw);
        const Placement place{axes.z * -(long_ ? halfZ : halfX), axes};
        std::vector<Opening> openings;
        if (windows > 0 && (side == 0 || r.chance(0.5F) || side == 3)) {
            openings = openingsOf(r, std::min(windows, 1 + r.below(2)), half, height);
            windows -= static_cast<int>(openings.size());
        }
        buildWall(b, place, half, height, openings, side == 1 ? other : wall, jamb);
        for (const Opening& o : openings) {
            buildFrame(b, place, o, frame);
            putWindow(stage, shell, place, axes, o, day);
        }
        trimWall(b, place, half, height, frame, ceiling);
    }
    if (sunny && !shell.windowNormals.empty())
        putSun(r, stage, shell);
    stage.ambient = day * 0.02F + Vec3{0.02F, 0.02F, 0.02F};
    chooseView(b, 0.5F, 3.0F);
    return shell;
}

void lightRoom(StageBuilder& b, const RoomShell& shell)
{
    Random& r = b.random();
    StagedScene& stage = b.stage();
    const bool daylight = !shell.windowCentres.empty();
    const int count = daylight && r.chance(0.45F) ? 0 : 1 + r.below(3);
    for (int i = 0; i < count; ++i) {
        const float x = r.between(-0.7F, 0.7F) * shell.halfX;
        const float z = r.between(-0.7F, 0.7F) * shell.halfZ;
        StageLight lamp;
        const Vec3 color = lampColor(r);
        const float power = r.logBetween(2.0F, 14.0F);
        if (r.chance(0.4F)) { // a panel in the ceiling
            const float w = r.between(0.3F, 1.4F);
            const float d = r.between(0.15F, 0.6F);
            lamp.kind = LightKind::Panel;
            lamp.position = {x, shell.height - 0.02F, z};
            lamp.edgeU = {w, 0, 0};
            lamp.edgeV = {0, 0, d};
            lamp.strength = color * (power / (w * d));
            b.quad({x, shell.height - 0.015F, z}, {w, 0, 0}, {0, 0, d}, b.glowing({1, 1, 0.97F}));
        } else {
            lamp.radius = r.logBetween(0.03F, 0.2F);
            lamp.position = {x, shell.height - r.between(0.15F, 0.9F), z};
            if (r.chance(0.2F))
                lamp.position.y = r.between(0.4F, 1.6F);
            lamp.strength = color * (power / (4 * lamp.radius * lamp.radius) * 0.25F);
            // The bulb is drawn just inside the light, which takes its shadow rays' ends off its surface.
            b.put(placed(sphereMesh(lamp.radius * 0.9F, b.glowing({1, 0.98F, 0.9F}), 16),
                         {lamp.position - Vec3{0, lamp.radius * 0.9F, 0}, {}}));
            if (lamp.position.y > shell.height - 1.0F && r.chance(0.6F))
                b.put(barMesh(lamp.position, {x, shell.height, z}, 0.006F, 0.006F, b.metal(), 5));
        }
        stage.lights.push_back(lamp);
        stage.ambient += color * (power * 0.012F);
    }
    if (r.chance(0.25F)) { // one that no one sees
        StageLight fill;
        fill.radius = r.between(0.2F, 0.6F);
        fill.position = {r.between(-0.9F, 0.9F) * shell.halfX, r.between(0.5F, 0.85F) * shell.height,
                         r.between(-0.9F, 0.9F) * shell.halfZ};
        fill.strength = lampColor(r) * (r.logBetween(0.5F, 4.0F) / (fill.radius * fill.radius));
        stage.lights.push_back(fill);
    }
}

} // namespace unividx::scene
