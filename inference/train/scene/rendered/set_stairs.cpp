#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

struct Flight {
    Vec3 foot;  ///< middle of the lowest edge
    Vec3 ahead; ///< level unit direction of climbing
    float width = 1.2F;
    float rise = 0.17F;
    float going = 0.28F;
    int steps = 12;

    Vec3 side() const { return {ahead.z, 0, -ahead.x}; }
    Vec3 at(float step) const { return foot + ahead * (going * step) + Vec3{0, rise * step, 0}; }
    float yaw() const { return std::atan2(ahead.x, ahead.z); }
};

void putSteps(StageBuilder& b, const Flight& f)
{
    Random& r = b.random();
    const std::uint32_t tread = r.chance(0.5F) ? b.stone() : b.wood();
    const std::uint32_t riser = r.chance(0.5F) ? tread : b.plain(b.palette().wallColor().albedo);
    const bool open = r.chance(0.2F);
    const float nose = r.between(0, 0.035F);
    const float thick = r.between(0.025F, 0.05F);
    for (int i = 0; i < f.steps; ++i) {
        const Vec3 base = f.at(static_cast<float>(i)) + f.ahead * (0.5F * f.going);
        if (!open)
            b.box(base, {f.width, f.rise - thick, f.going}, riser, 0, f.yaw());
        b.box(base + Vec3{0, f.rise - thick, 0} - f.ahead * (0.5F * nose), {f.width, thick, f.going + nose}, tread,
              0.004F, f.yaw());
    }
    if (r.chance(0.2F)) { // a runner of carpet
        const std::uint32_t carpet = b.any();
        for (int i = 0; i < f.steps; ++i)
            b.box(f.at(static_cast<float>(i)) + f.ahead * (0.5F * f.going - nose) + Vec3{0, f.rise, 0},
                  {0.6F * f.width, 0.008F, f.going + nose}, carpet, 0, f.yaw());
    }
}

void putRail(StageBuilder& b, const Flight& f, float side)
{
    Random& r = b.random();
    const std::uint32_t post = r.chance(0.5F) ? b.metal() : b.wood();
    const std::uint32_t grip = r.chance(0.5F) ? post : b.wood();
    const float height = r.between(0.85F, 1.05F);
    const Vec3 out = f.side() * (side * (0.5F * f.width - 0.06F));
    const auto last = static_cast<float>(f.steps);
    b.put(barMesh(f.at(0) + out + Vec3{0, height, 0}, f.at(last) + out + Vec3{0, height, 0}, 0.028F, 0.028F, grip, 10));
    const int kind = r.below(3);
    const float pitch = r.between(0.35F, 1.0F);
    const float thin = r.between(0.007F, 0.02F);
    for (float s = 0.5F; s < last; s += pitch) {
        const Vec3 low = f.at(s) + out;
        const Vec3 high = low + Vec3{0, height, 0};
        if (kind == 0) {
            b.put(barMesh(low, high, thin, thin, post, 7));
        } else if (kind == 1) { // turned
            b.put(placed(turnedMesh({{thin * 1.6F, 0},
                                     {thin * 1.6F, 0.1F},
                                     {thin * 0.8F, 0.16F},
                                     {thin * 2.2F, 0.35F},
                                     {thin, 0.55F},
                                     {thin * 1.8F, 0.75F},
                                     {thin, height}},
                                    post, 10),
                         {low, {}}));
        } else if (s - std::floor(s) < 0.5F) {
            b.put(barMesh(low, high, 0.018F, 0.018F, post, 8));
        }
    }
    if (kind == 2) { // bars along the flight
        for (float h = 0.2F; h < height - 0.1F; h += 0.17F)
            b.put(barMesh(f.at(0) + out + Vec3{0, h, 0}, f.at(last) + out + Vec3{0, h, 0}, thin, thin, post, 6));
    }
}

void standOnSteps(Random& r, const Flight& f, SetPlan& plan)
{
    for (int i = 0; i < 2; ++i) {
        const float step = static_cast<float>(r.below(f.steps)) + 0.5F;
        const Vec3 p = f.at(std::floor(step) + 1) - f.ahead * (0.5F * f.going);
        plan.spots.push_back({{{r.between(-0.3F, 0.3F) * f.width, p.y, p.z},
                               turned(r.chance(0.6F) ? r.between(-0.5F, 0.5F) : r.between(2.6F, 3.7F))},
                              false});
    }
    plan.spots.push_back(
        {standingAt(r.between(-0.3F, 0.3F) * f.width, 0, f.foot.z + 0.6F, r.between(-3.1F, 3.1F)), false});
}

/// Cameras below and above the flight. `front`, `back`: metres of floor before its foot and behind its head.
void viewSteps(Random& r, const Flight& f, Vec3 head, float halfX, float front, float back, SetPlan& plan)
{
    for (int i = 0; i < 12; ++i) {
        CameraKey key;
        const float x = r.between(-0.45F, 0.45F) * f.width;
        if (r.chance(0.6F)) { // from below
            key.position = {x, r.between(0.25F, 1.8F), f.foot.z + r.between(0.4F, front - 0.2F)};
            key.target = f.at(r.between(0.3F, 1.0F) * static_cast<float>(f.steps)) +
                         Vec3{r.between(-0.5F, 0.5F) * halfX, 0.5F, 0};
        } else { // from above
            key.position = {x, head.y + r.between(0.5F, 1.7F), head.z - r.between(0.1F, back - 0.3F)};
            key.target = f.at(r.between(0.0F, 0.5F) * static_cast<float>(f.steps)) +
                         Vec3{r.between(-0.5F, 0.5F) * halfX, 0.3F, 0};
        }
        key.roll = r.chance(0.25F) ? r.between(-0.2F, 0.2F) : 0;
        plan.views.push_back(key);
    }
}

} // namespace

SetPlan buildStairs(StageBuilder& b)
{
    Random& r = b.random();
    SetPlan plan;
    const bool outdoors = r.chance(0.25F);
    Flight f;
    f.width = r.chance(0.2F) ? r.between(2.5F, 6.0F) : r.between(0.9F, 2.0F);
    f.rise = r.between(0.14F, 0.2F);
    f.going = r.between(0.24F, 0.36F);
    f.steps = 6 + r.below(14);
    f.foot = {0, 0, 1};
    f.ahead = {0, 0, -1};
    const float topHeight = f.rise * static_cast<float>(f.steps);
    const float length = f.going * static_cast<float>(f.steps);
    const float halfX = 0.5F * f.width + (r.chance(0.5F) ? 0.01F : r.between(0.2F, 2.0F));
    const float front = r.between(1.5F, 4.0F);
    const float back = r.between(1.2F, 3.0F);
    if (outdoors) {
        lightOutdoors(b);
        chooseView(b, 0.5F, 1.5F);
        b.quad({-30, 0, 30}, {60, 0, 0}, {0, 0, -60}, b.ground());
    } else {
        const RoomShell shell =
            buildShell(b, halfX, 0.5F * (front + length + back), topHeight + r.between(2.2F, 3.2F), r.below(3));
        const float shift = 1 + front - shell.halfZ; // the shell's middle along Z
        f.foot.z = 1 - shift;
        lightRoom(b, shell);
        decorateWalls(b, shell);
    }
    putSteps(b, f);
    const Vec3 head = f.at(static_cast<float>(f.steps));
    b.box({0, 0, head.z - 0.5F * back}, {f.width, head.y, back}, r.chance(0.5F) ? b.stone() : b.wall());
    const bool against = halfX < 0.5F * f.width + 0.05F;
    for (const float side : {-1.0F, 1.0F}) {
        if (r.chance(0.75F))
            putRail(b, f, side);
        if (!against && r.chance(0.3F)) // a string beside the steps
            b.put(barMesh(f.at(0) + f.side() * (side * 0.5F * f.width), head + f.side() * (side * 0.5F * f.width),
                          0.09F, 0.09F, b.wood(), 4));
    }
    standOnSteps(r, f, plan);
    viewSteps(r, f, head, halfX, front, back, plan);
    plan.reach = front;
    plan.indoors = !outdoors;
    return plan;
}

SetPlan buildCorridor(StageBuilder& b)
{
    Random& r = b.random();
    const float halfX = r.between(0.7F, 1.8F);
    const float halfZ = r.between(4.0F, 12.0F);
    const float height = r.between(2.3F, 3.6F);
    const RoomShell shell = buildShell(b, halfX, halfZ, height, r.below(3));
    lightRoom(b, shell);
    const float pitch = r.between(1.4F, 3.0F);
    const std::uint32_t rib = r.chance(0.5F) ? b.wall() : b.wood();
    const AssetModel* door = b.pick(Role::Door);
    const bool ribs = r.chance(0.4F);
    const bool columns = r.chance(0.25F);
    const Vec3 glow = Vec3{1, 0.97F, 0.9F};
    for (float z = -halfZ + 0.8F; z < halfZ - 0.5F; z += pitch) {
        if (ribs) {
            b.box({0, height - 0.2F, z}, {2 * halfX, 0.2F, 0.2F}, rib, 0.01F);
            for (const float side : {-1.0F, 1.0F})
                b.box({side * (halfX - 0.06F), 0, z}, {0.12F, height, 0.22F}, rib, 0.01F);
        }
        if (columns) {
            for (const float side : {-1.0F, 1.0F})
                b.put(placed(cylinderMesh(0.12F, height, rib, 18), standingAt(side * (halfX - 0.2F), 0, z, 0)));
        }
        for (const float side : {-1.0F, 1.0F}) {
            if (door != nullptr && r.chance(0.45F))
                b.putModel(*door, standingAt(side * (halfX - 0.03F), 0, z + 0.5F * pitch, -side * 1.5708F));
        }
        if (b.stage().lights.size() < 8 && r.chance(0.8F)) {
            StageLight lamp;
            lamp.kind = LightKind::Panel;
            lamp.position = {-0.3F, height - 0.02F, z + 0.3F};
            lamp.edgeU = {0.6F, 0, 0};
            lamp.edgeV = {0, 0, 0.3F};
            lamp.strength = Vec3{1.05F, 1, 0.9F} * r.between(8.0F, 30.0F);
            b.quad({-0.3F, height - 0.015F, z + 0.3F}, {0.6F, 0, 0}, {0, 0, 0.3F}, b.glowing(glow));
            b.stage().lights.push_back(lamp);
        }
    }
    for (int i = r.below(6); i > 0; --i) {
        static constexpr Role roles[] = {Role::Seat, Role::LowCabinet, Role::Plant, Role::Machine};
        const AssetModel* model = b.pick(roles[r.below(4)]);
        const float side = r.sign();
        if (model != nullptr && model->size().z < halfX)
            b.putModel(*model, standingAt(side * (halfX - 0.5F * model->size().z - 0.03F), 0,
                                          r.between(-0.9F, 0.9F) * halfZ, -side * 1.5708F));
    }
    decorateWalls(b, shell);
    SetPlan plan;
    for (int i = 0; i < 12; ++i) {
        const float end = r.sign();
        plan.views.push_back(
            {{r.between(-0.6F, 0.6F) * halfX, r.between(0.4F, height - 0.3F), end * r.between(0.2F, 0.95F) * halfZ},
             {r.between(-1, 1) * halfX, r.between(0.5F, 1.8F), -end * r.between(-0.1F, 0.8F) * halfZ},
             r.chance(0.2F) ? r.between(-0.15F, 0.15F) : 0});
    }
    for (int i = 0; i < 3; ++i)
        plan.spots.push_back(
            {standingAt(r.between(-0.5F, 0.5F) * halfX, 0, r.between(-0.6F, 0.6F) * halfZ, r.between(-3.1F, 3.1F)),
             false});
    plan.reach = 3;
    return plan;
}

} // namespace unividx::scene
