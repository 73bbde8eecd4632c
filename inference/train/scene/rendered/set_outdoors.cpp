#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

/// How all windows of one house look.
struct WindowStyle {
    float width;
    float height;
    float sill; ///< above its floor
    float recess;
    bool arch;
    bool balcony;
    bool shutters;
    std::uint32_t frame;
    std::uint32_t glass;
    std::uint32_t trim;
    std::uint32_t shutter;
};

WindowStyle chooseWindows(StageBuilder& b, float pitch, float storey)
{
    Random& r = b.random();
    WindowStyle s{};
    s.width = pitch * r.between(0.3F, 0.7F);
    s.sill = storey * r.between(0.1F, 0.35F);
    s.height = (storey - s.sill) * r.between(0.6F, 0.85F);
    s.recess = r.between(0.05F, 0.3F);
    s.balcony = r.chance(0.25F);
    s.shutters = r.chance(0.25F);
    s.frame = b.plain(Vec3{1, 1, 1} * r.between(0.1F, 0.8F));
    s.glass = b.plain(Vec3{0.02F, 0.025F, 0.03F} + Vec3{1, 1, 1} * r.between(0, 0.1F), r.between(0.06F, 0.2F), 0.06F);
    s.trim = r.chance(0.5F) ? b.stone() : s.frame;
    s.shutter = b.any();
    return s;
}

void putWindow(StageBuilder& b, const Placement& wall, float x, float y, const WindowStyle& s)
{
    // The hole is drawn as a box let into the wall's front: reveals, glass, frame.
    const auto add = [&](Vec3 at, Vec3 size, std::uint32_t finish) {
        b.put(placed(placed(boxMesh(size, finish), {at, {}}), wall));
    };
    const float d = s.recess;
    b.put(placed(quadMesh({x - 0.5F * s.width, y, 0.002F}, {s.width, 0, 0}, {0, s.height, 0}, s.glass), wall));
    const float rim = 0.05F;
    add({x, y, 0.01F}, {s.width, rim, 0.04F}, s.frame);
    add({x, y + s.height - rim, 0.01F}, {s.width, rim, 0.04F}, s.frame);
    for (const float side : {-1.0F, 0.0F, 1.0F})
        add({x + side * 0.5F * (s.width - rim), y, 0.01F}, {rim, s.height, 0.04F}, s.frame);
    // What stands out around it.
    add({x, y - 0.08F, 0.5F * d}, {s.width + 0.25F, 0.08F, d + 0.1F}, s.trim);
    add({x, y + s.height, 0.4F * d}, {s.width + 0.25F, 0.12F, d}, s.trim);
    for (const float side : {-1.0F, 1.0F}) {
        add({x + side * 0.5F * (s.width + 0.12F), y, 0.35F * d}, {0.12F, s.height, d * 0.8F}, s.trim);
        if (s.shutters)
            add({x + side * (0.75F * s.width + 0.13F), y, 0.03F}, {0.5F * s.width, s.height, 0.04F}, s.shutter);
    }
    if (s.balcony) {
        add({x, y - 0.15F, 0.45F}, {s.width + 0.6F, 0.12F, 0.9F}, s.trim);
        for (float bar = -0.5F; bar <= 0.5F; bar += 0.09F)
            add({x + bar * (s.width + 0.55F), y, 0.87F}, {0.02F, 0.9F, 0.02F}, s.frame);
        add({x, y + 0.9F, 0.87F}, {s.width + 0.6F, 0.04F, 0.04F}, s.frame);
    }
}

void putHouse(StageBuilder& b, const Placement& wall, float width)
{
    Random& r = b.random();
    const int storeys = 1 + r.below(6);
    const float storey = r.between(2.7F, 3.8F);
    const float height = storey * static_cast<float>(storeys) + r.between(0.3F, 1.2F);
    const std::uint32_t finish = b.facade();
    b.put(placed(placed(boxMesh({width, height, 6}, finish), {{0, 0, -3}, {}}), wall));
    const float pitch = width / std::max(1.0F, std::round(width / r.between(1.6F, 3.2F)));
    const WindowStyle style = chooseWindows(b, pitch, storey);
    const bool shop = r.chance(0.35F);
    for (int floorNo = 0; floorNo < storeys; ++floorNo) {
        for (float x = -0.5F * width + 0.5F * pitch; x < 0.5F * width; x += pitch) {
            const float y = static_cast<float>(floorNo) * storey;
            if (floorNo == 0 && (shop || r.chance(0.25F))) {
                const AssetModel* door = b.pick(Role::Door);
                if (door != nullptr && r.chance(0.6F))
                    b.putModel(*door, {wall.point({x, 0, 0.05F}), wall.axes}, r.between(1.0F, 1.25F));
                else
                    b.put(placed(quadMesh({x - 0.42F * pitch, 0.5F, 0.02F}, {0.84F * pitch, 0, 0},
                                          {0, storey - 1.0F, 0}, style.glass),
                                 wall));
            } else {
                putWindow(b, wall, x, y + style.sill, style);
            }
        }
        if (r.chance(0.4F))
            b.put(placed(placed(boxMesh({width + 0.04F, 0.15F, 0.2F}, style.trim, 0.02F),
                                {{0, static_cast<float>(floorNo + 1) * storey - 0.1F, 0.05F}, {}}),
                         wall));
    }
    if (shop && r.chance(0.7F)) { // an awning
        const float out = r.between(0.7F, 1.5F);
        b.put(placed(quadMesh({-0.45F * width, storey - 0.9F, out}, {0.9F * width, 0, 0}, {0, 0.7F, -out}, b.any()),
                     wall));
    }
    b.put(placed(placed(boxMesh({width + 0.3F, 0.2F, 0.6F}, style.trim, 0.03F), {{0, height - 0.2F, 0}, {}}), wall));
}

void putOnGround(StageBuilder& b, Role role, Vec3 at, float yaw, float scale = 1)
{
    if (const AssetModel* model = b.pick(role); model != nullptr)
        b.putModel(*model, standingAt(at.x, at.y, at.z, yaw), scale);
}

void putAnyTree(StageBuilder& b, Vec3 at)
{
    Random& r = b.random();
    if (r.chance(0.6F))
        putTree(b, at, r.between(3.0F, 8.0F));
    else
        putOnGround(b, Role::Tree, at, r.between(0, 6.28F), r.between(0.8F, 1.2F));
}

} // namespace

SetPlan buildStreet(StageBuilder& b)
{
    Random& r = b.random();
    lightOutdoors(b);
    chooseView(b, 0.6F, 1.4F);
    const float half = r.between(3.0F, 9.0F); // from the middle to the houses
    const float walk = r.between(1.0F, 2.5F); // of it, pavement
    const float length = r.between(14.0F, 30.0F);
    b.quad({-60, 0, 60}, {120, 0, 0}, {0, 0, -120}, b.ground());
    const std::uint32_t pavement = r.chance(0.5F) ? b.stone() : b.tile(r.between(0.6F, 2));
    for (const float side : {-1.0F, 1.0F}) {
        b.box({side * (half - 0.5F * walk), 0, 0}, {walk, 0.13F, 2 * length}, pavement, 0.01F);
        if (side > 0 && r.chance(0.25F))
            continue; // one side is open
        float z = -length;
        while (z < length) {
            const float width = r.between(4.5F, 11.0F);
            const Axes axes = turned(-side * 1.5707963F);
            putHouse(b, {{side * (half + (r.chance(0.2F) ? r.between(0, 1.5F) : 0)), 0, z + 0.5F * width}, axes},
                     width);
            z += width + (r.chance(0.15F) ? r.between(0.5F, 3.0F) : 0.0F);
        }
    }
    if (r.chance(0.5F)) // the end of the street
        putHouse(b, {{0, 0, -length}, {}}, 2 * half);
    for (int i = 2 + r.below(5); i > 0; --i) {
        const float side = r.sign();
        putOnGround(b, Role::Vehicle, {side * (half - walk - 1.1F), 0, r.between(-0.9F, 0.9F) * length},
                    r.chance(0.5F) ? 0 : 3.1416F);
    }
    for (int i = r.below(9); i > 0; --i)
        putOnGround(b, Role::StreetThing,
                    {r.sign() * (half - r.between(0.3F, 0.8F) * walk), 0.13F, r.between(-0.9F, 0.9F) * length},
                    r.between(0, 6.28F));
    for (int i = r.below(5); i > 0; --i)
        putAnyTree(b, {r.sign() * (half - 0.6F * walk), 0.13F, r.between(-0.9F, 0.9F) * length});
    SetPlan plan;
    plan.indoors = false;
    for (int i = 0; i < 3; ++i)
        plan.spots.push_back({standingAt(r.sign() * (half - r.between(0.3F, 1.0F) * walk), 0.13F,
                                         r.between(-0.6F, 0.6F) * length, r.between(-3.1F, 3.1F)),
                              false});
    plan.spots.push_back(
        {standingAt(r.between(-0.4F, 0.4F) * half, 0, r.between(-0.4F, 0.4F) * length, r.between(-3.1F, 3.1F)), false});
    for (int i = 0; i < 12; ++i) {
        const float end = r.sign();
        plan.views.push_back(
            {{r.between(-0.9F, 0.9F) * (half - 0.4F), r.chance(0.8F) ? r.between(0.4F, 2.0F) : r.between(2.5F, 7.0F),
              end * r.between(0, 0.8F) * length},
             {r.between(-1, 1) * half, r.between(0.5F, 4.0F), -end * r.between(-0.2F, 0.8F) * length},
             r.chance(0.15F) ? r.between(-0.15F, 0.15F) : 0});
    }
    return plan;
}

SetPlan buildPark(StageBuilder& b)
{
    Random& r = b.random();
    lightOutdoors(b);
    chooseView(b, 0.6F, 1.4F);
    b.quad({-60, 0, 60}, {120, 0, 0}, {0, 0, -120}, b.ground());
    const float path = r.between(0.8F, 2.0F);
    b.quad({-path, 0.01F, 40}, {2 * path, 0, 0}, {0, 0, -80}, b.ground());
    for (int i = 3 + r.below(8); i > 0; --i)
        putAnyTree(b, {r.sign() * r.between(path + 1, 12), 0, r.between(-14, 8)});
    for (int i = 2 + r.below(8); i > 0; --i)
        putOnGround(b, Role::Tree, {r.sign() * r.between(path + 0.8F, 9), 0, r.between(-9, 6)}, r.between(0, 6.28F),
                    r.between(0.5F, 1.0F));
    for (int i = 2 + r.below(6); i > 0; --i)
        putOnGround(b, r.chance(0.5F) ? Role::GardenThing : Role::StreetThing,
                    {r.sign() * r.between(path + 0.4F, 6), 0, r.between(-8, 5)}, r.between(0, 6.28F));
    for (int i = r.below(4); i > 0; --i)
        putPottedPlant(b, {r.sign() * (path + 0.3F), 0, r.between(-5, 4)}, r.between(0.4F, 1.3F));
    if (r.chance(0.4F))
        putHouse(b, {{r.between(-3, 3), 0, -12}, {}}, r.between(6, 14));
    if (r.chance(0.4F)) {
        for (float x = -10; x < 10; x += 1.9F)
            putOnGround(b, Role::Railing, {x, 0, -7}, 0);
    }
    if (r.chance(0.3F))
        putOnGround(b, Role::Animal, {r.between(-2, 2), 0, r.between(-4, 1)}, r.between(0, 6.28F));
    SetPlan plan;
    plan.indoors = false;
    for (int i = 0; i < 3; ++i)
        plan.spots.push_back(
            {standingAt(r.between(-1, 1) * path, 0.01F, r.between(-4, 3), r.between(-3.1F, 3.1F)), false});
    for (int i = 0; i < 12; ++i) {
        plan.views.push_back(
            {{r.between(-6, 6), r.chance(0.8F) ? r.between(0.3F, 2.0F) : r.between(2, 5), r.between(2, 9)},
             {r.between(-5, 5), r.between(0.2F, 2.5F), r.between(-9, -1)},
             r.chance(0.15F) ? r.between(-0.15F, 0.15F) : 0});
    }
    return plan;
}

SetPlan buildBackdrop(StageBuilder& b)
{
    Random& r = b.random();
    StagedScene& stage = b.stage();
    lightOutdoors(b);
    stage.subjectShadow = false;
    SetPlan plan;
    plan.indoors = false;
    plan.spots.push_back({standingAt(0, 0, 0, r.between(-3.1F, 3.1F)), r.chance(0.2F)});
    if (r.chance(0.75F)) { // a photograph
        chooseView(b, 0.5F, 1.2F);
        stage.sky.view =
            b.pack().photos()[static_cast<std::size_t>(r.below(static_cast<int>(b.pack().photos().size())))];
        stage.sky.flat = true;
        return plan;
    }
    // A sweep of paper or cloth in a studio.
    const float behind = r.between(0.8F, 2.5F);
    const std::uint32_t paper = b.wall();
    b.quad({-6, 0, 6}, {12, 0, 0}, {0, 0, -6 - behind}, paper);
    if (r.chance(0.5F))
        b.quad({-6, 0, -behind}, {12, 0, 0}, {0, 6, 0}, paper);
    else
        putCurtain(b, {-4, 3.5F, -behind}, {4, 3.5F, -behind}, 3.5F, b.any());
    stage.sky.zenith = stage.sky.horizon = Vec3{1, 1, 1} * r.between(0.05F, 0.4F);
    stage.lights.clear();
    for (int i = 1 + r.below(3); i > 0; --i) {
        StageLight soft;
        soft.radius = r.between(0.2F, 0.8F);
        soft.position = {r.between(-2.5F, 2.5F), r.between(1.2F, 3.2F), r.between(-1.0F, 3.0F)};
        soft.strength = mix(Vec3{0.8F, 0.95F, 1.3F}, Vec3{1.4F, 1, 0.6F}, r.unit()) *
                        (r.logBetween(1, 8) / (soft.radius * soft.radius));
        stage.lights.push_back(soft);
    }
    stage.subjectShadow = r.chance(0.5F);
    plan.indoors = true;
    return plan;
}

} // namespace unividx::scene
