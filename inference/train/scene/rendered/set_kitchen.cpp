#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

/// Doors and handles of a row of cupboards, from x = 0 to `width`, standing or hanging at `low`.
struct CupboardStyle {
    std::uint32_t body;
    std::uint32_t front;
    std::uint32_t handle;
    int doorKind;   ///< 0 flat, 1 framed, 2 grooved
    int handleKind; ///< 0 none, 1 bar, 2 knob
    float gap;
};

CupboardStyle chooseStyle(StageBuilder& b)
{
    Random& r = b.random();
    CupboardStyle style{};
    const auto front = [&] {
        switch (r.below(3)) {
        case 0:
            return b.wood();
        case 1:
            return b.plain(b.palette().wallColor().albedo, r.chance(0.5F) ? 0.04F : 0, r.between(0.1F, 0.5F));
        default:
            return b.plain(namedColor(r.unit(), r.between(0, 0.3F), r.between(0.08F, 0.5F)).albedo,
                           r.chance(0.5F) ? 0.04F : 0, r.between(0.1F, 0.5F));
        }
    };
    style.front = front();
    style.body = r.chance(0.6F) ? style.front : front();
    style.handle = b.metal();
    style.doorKind = r.below(3);
    style.handleKind = r.below(3);
    style.gap = r.between(0.002F, 0.008F);
    return style;
}

void putDoor(StageBuilder& b, const Placement& wall, const CupboardStyle& style, Vec3 corner, float width, float height,
             bool drawer)
{
    const auto add = [&](Vec3 at, Vec3 size, std::uint32_t finish, float bevel) {
        b.put(placed(placed(boxMesh(size, finish, bevel), {corner + at, {}}), wall));
    };
    const float w = width - 2 * style.gap;
    const float h = height - 2 * style.gap;
    const float x = 0.5F * width;
    add({x, style.gap, 0.009F}, {w, h, 0.018F}, style.front, 0.002F);
    if (style.doorKind == 1 && h > 0.2F) {
        const float rim = 0.06F;
        add({x, style.gap, 0.022F}, {w, rim, 0.012F}, style.front, 0.003F);
        add({x, style.gap + h - rim, 0.022F}, {w, rim, 0.012F}, style.front, 0.003F);
        add({style.gap + 0.5F * rim, style.gap, 0.022F}, {rim, h, 0.012F}, style.front, 0.003F);
        add({width - style.gap - 0.5F * rim, style.gap, 0.022F}, {rim, h, 0.012F}, style.front, 0.003F);
    }
    if (style.doorKind == 2) {
        for (float at = 0.06F; at < w; at += 0.075F)
            add({at, style.gap + 0.01F, 0.019F}, {0.066F, h - 0.02F, 0.006F}, style.front, 0.003F);
    }
    const Vec3 grip = drawer ? Vec3{x, h * 0.75F, 0.04F} : Vec3{width * 0.88F, corner.y > 1 ? 0.08F : h * 0.85F, 0.04F};
    if (style.handleKind == 1)
        add(grip, drawer ? Vec3{0.14F, 0.012F, 0.012F} : Vec3{0.012F, 0.14F, 0.012F}, style.handle, 0.004F);
    if (style.handleKind == 2)
        b.put(placed(sphereMesh(0.014F, style.handle, 12), {wall.point(corner + grip), wall.axes}));
}

/// A run of lower cupboards with a worktop along a wall, from x0 to x1. Returns the worktop's height.
float putLowerRun(StageBuilder& b, const Placement& wall, const CupboardStyle& style, float x0, float x1, float depth,
                  std::uint32_t top)
{
    Random& r = b.random();
    const float height = r.between(0.84F, 0.94F);
    const float slab = r.between(0.02F, 0.06F);
    b.put(placed(placed(boxMesh({x1 - x0, height - slab - 0.1F, depth - 0.03F}, style.body),
                        {{0.5F * (x0 + x1), 0.1F, 0.5F * depth}, {}}),
                 wall));
    b.put(placed(
        placed(boxMesh({x1 - x0, 0.1F, depth - 0.1F}, style.body), {{0.5F * (x0 + x1), 0, 0.5F * depth - 0.05F}, {}}),
        wall));
    b.put(placed(placed(boxMesh({x1 - x0 + 0.03F, slab, depth + 0.04F}, top, r.between(0.002F, 0.012F)),
                        {{0.5F * (x0 + x1), height - slab, 0.5F * depth + 0.01F}, {}}),
                 wall));
    const float each = r.between(0.4F, 0.65F);
    for (float x = x0; x + each < x1 + 0.01F; x += each) {
        if (r.chance(0.35F)) {
            for (int d = 0; d < 3; ++d)
                putDoor(b, wall, style, {x, 0.1F + static_cast<float>(d) * (height - slab - 0.1F) / 3, depth - 0.015F},
                        each, (height - slab - 0.1F) / 3, true);
        } else {
            putDoor(b, wall, style, {x, 0.1F, depth - 0.015F}, each, height - slab - 0.1F, false);
        }
    }
    return height;
}

void putUpperRun(StageBuilder& b, const Placement& wall, const CupboardStyle& style, float x0, float x1, float low,
                 float height)
{
    Random& r = b.random();
    const float depth = r.between(0.3F, 0.4F);
    b.put(placed(
        placed(boxMesh({x1 - x0, height, depth - 0.02F}, style.body), {{0.5F * (x0 + x1), low, 0.5F * depth}, {}}),
        wall));
    const float each = (x1 - x0) / std::max(1.0F, std::round((x1 - x0) / r.between(0.35F, 0.6F)));
    for (float x = x0; x + each < x1 + 0.01F; x += each)
        putDoor(b, wall, style, {x, low, depth - 0.01F}, each, height, false);
    if (r.chance(0.2F)) { // light under the cupboard
        StageLight strip;
        strip.kind = LightKind::Panel;
        strip.position = wall.point({x0 + 0.05F, low - 0.012F, 0.12F});
        strip.edgeU = wall.axes.x * (x1 - x0 - 0.1F);
        strip.edgeV = wall.axes.z * 0.04F;
        strip.strength = Vec3{1.1F, 1, 0.85F} * r.between(6.0F, 30.0F);
        b.stage().lights.push_back(strip);
    }
}

void putTap(StageBuilder& b, Vec3 base, Vec3 out)
{
    const std::uint32_t metal = b.metal();
    const float tall = b.random().between(0.2F, 0.38F);
    Vec3 before = base;
    for (int i = 0; i <= 8; ++i) {
        const float t = static_cast<float>(i) / 8;
        const float a = 3.1416F * std::max(0.0F, t - 0.4F) / 0.6F;
        const Vec3 p = t < 0.4F ? base + Vec3{0, tall * t / 0.4F, 0}
                                : base + Vec3{0, tall + 0.09F * std::sin(a), 0} + out * (0.09F - 0.09F * std::cos(a));
        if (i > 0)
            b.put(barMesh(before, p, 0.012F, 0.012F, metal, 8));
        before = p;
    }
}

void putIsland(StageBuilder& b, const CupboardStyle& style, std::uint32_t top, Vec3 at, SetPlan& plan)
{
    Random& r = b.random();
    const float width = r.between(1.2F, 2.6F);
    const float depth = r.between(0.6F, 1.1F);
    const Placement place{at - Vec3{0, 0, 0.5F * depth}, {}};
    const float height = putLowerRun(b, place, style, -0.5F * width, 0.5F * width, depth, top);
    b.take({at.x, at.z, 0.5F * width, 0.5F * depth});
    strewThings(b, at + Vec3{0, height, 0}, 0.5F * width, 0.45F * depth, 0, r.between(0.3F, 1.2F));
    putFruitBowl(b, at + Vec3{r.between(-0.3F, 0.3F) * width, height, r.between(-0.2F, 0.3F) * depth},
                 r.between(0.12F, 0.22F));
    for (int i = 0; i < 10; ++i) { // close to the worktop
        CameraKey key;
        key.position = at + Vec3{r.between(-0.7F, 0.7F) * width, height + r.between(0.1F, 0.75F),
                                 0.5F * depth + r.between(0.1F, 1.1F)};
        key.target = at + Vec3{r.between(-0.3F, 0.3F) * width, height + r.between(-0.15F, 0.3F), -0.3F * depth};
        key.roll = r.chance(0.3F) ? r.between(-0.15F, 0.15F) : 0;
        plan.views.push_back(key);
    }
}

} // namespace

SetPlan buildKitchen(StageBuilder& b)
{
    Random& r = b.random();
    const RoomShell shell =
        buildShell(b, r.between(1.7F, 3.2F), r.between(1.9F, 3.4F), r.between(2.4F, 2.9F), 1 + r.below(3));
    lightRoom(b, shell);
    const CupboardStyle style = chooseStyle(b);
    const std::uint32_t top = r.chance(0.7F) ? b.stone() : b.wood();
    SetPlan plan;
    const int runs = 1 + r.below(2);
    for (int k = 0; k < runs; ++k) {
        const int side = k == 0 ? 0 : 1;
        const Axes axes = turned(static_cast<float>(side) * 1.5707963F);
        const Placement wall{axes.z * -(side == 0 ? shell.halfZ : shell.halfX), axes};
        const float half = (side == 0 ? shell.halfX : shell.halfZ) - (side == 0 ? 0 : 0.02F);
        const float depth = r.between(0.55F, 0.65F);
        const float height = putLowerRun(b, wall, style, -half, half, depth, top);
        const Vec3 middle = wall.point({0, 0, 0.5F * depth});
        const Vec3 extent = axes.x * half + axes.z * (0.5F * depth);
        b.take({middle.x, middle.z, std::abs(extent.x), std::abs(extent.z)});
        if (r.chance(0.7F)) // tiles behind it
            b.put(placed(quadMesh({-half, height, 0.006F}, {2 * half, 0, 0}, {0, r.between(0.4F, 0.6F), 0},
                                  r.chance(0.5F) ? b.tile(r.between(0.3F, 1)) : b.any()),
                         wall));
        const float low = height + r.between(0.42F, 0.6F);
        const float tall = std::min(shell.height - low - 0.02F, r.between(0.5F, 1.0F));
        float x = -half;
        while (x < half - 0.4F && shell.windowCentres.size() < 5) {
            const float wide = r.between(0.5F, 1.8F);
            const float end = std::min(x + wide, half);
            bool window = false;
            for (std::size_t i = 0; i < shell.windowCentres.size(); ++i)
                window = window || length(wall.point({0.5F * (x + end), 1.5F, 0}) - shell.windowCentres[i]) <
                                       0.5F * (shell.windowWidths[i] + end - x);
            if (!window && r.chance(0.85F))
                putUpperRun(b, wall, style, x, end, low, tall);
            x = end + (r.chance(0.25F) ? 0.6F : 0.0F);
        }
        for (float at = -half + 0.3F; at < half - 0.2F; at += r.between(0.18F, 0.5F))
            putThing(b, wall.point({at, height, depth * r.between(0.25F, 0.7F)}));
        putTap(b, wall.point({r.between(-0.5F, 0.5F) * half, height, 0.12F}), axes.z);
        if (const AssetModel* stove = b.pick(Role::KitchenLow); stove != nullptr)
            b.putModel(*stove,
                       {wall.point({r.between(-0.6F, 0.6F) * half, 0, depth - 0.5F * stove->size().z + 0.06F}), axes});
        for (int i = 0; i < 5; ++i) { // looking along the worktop and up at the cupboards
            const float at = r.between(-0.9F, 0.9F) * half;
            plan.views.push_back({wall.point({at, height + r.between(0.05F, 0.7F), depth + r.between(0.1F, 1.3F)}),
                                  wall.point({at + r.between(-1.5F, 1.5F), height + r.between(0.0F, 0.6F), 0}),
                                  r.chance(0.2F) ? r.between(-0.2F, 0.2F) : 0});
        }
    }
    if (r.chance(0.65F))
        putIsland(b, style, top, {r.between(-0.3F, 0.3F), 0, r.between(0.2F, 0.6F) * shell.halfZ}, plan);
    decorateWalls(b, shell);
    addRoomViews(b, shell, plan);
    addRoomSpots(b, shell, plan);
    return plan;
}

} // namespace unividx::scene
