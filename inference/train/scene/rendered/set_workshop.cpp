#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;

/// A pipe along a few axis-parallel pieces, with flanges where it bends.
void putPipe(StageBuilder& b, Vec3 from, float radius, int bends, const RoomShell& shell)
{
    Random& r = b.random();
    const std::uint32_t finish = r.chance(0.6F) ? b.metal() : b.any();
    Vec3 p = from;
    int before = -1;
    for (int i = 0; i < bends; ++i) {
        int axis = r.below(3);
        if (axis == before)
            axis = (axis + 1) % 3;
        before = axis;
        Vec3 q = p;
        if (axis == 0)
            q.x = r.between(-0.95F, 0.95F) * shell.halfX;
        else if (axis == 1)
            q.y = r.between(0.1F, shell.height - 0.1F);
        else
            q.z = r.between(-0.95F, 0.95F) * shell.halfZ;
        if (length(q - p) < 4 * radius)
            continue;
        b.put(barMesh(p, q, radius, radius, finish, 14));
        b.put(placed(sphereMesh(radius * 1.25F, finish, 14), {q - Vec3{0, radius * 1.25F, 0}, {}}));
        const Vec3 middle = mix(p, q, r.between(0.3F, 0.7F));
        const Vec3 along = normalized(q - p);
        b.put(barMesh(middle, middle + along * (0.5F * radius), radius * 1.6F, radius * 1.6F, finish, 14));
        p = q;
    }
}

void putWheel(StageBuilder& b, const Placement& place, float radius, std::uint32_t finish)
{
    Vec3 before;
    for (int i = 0; i <= 18; ++i) {
        const float a = 2 * pi * static_cast<float>(i) / 18;
        const Vec3 p = place.point({radius * std::cos(a), radius * std::sin(a), 0});
        if (i > 0)
            b.put(barMesh(before, p, 0.08F * radius, 0.08F * radius, finish, 6));
        if (i % 6 == 0)
            b.put(barMesh(place.origin, p, 0.06F * radius, 0.06F * radius, finish, 6));
        before = p;
    }
}

/// A machine of our own: a body of boxes and drums, with panels, gauges, wheels, vents and bolts.
void putMachine(StageBuilder& b, const Placement& place, float size)
{
    Random& r = b.random();
    const std::uint32_t body =
        r.chance(0.6F) ? b.plain(b.palette().color().albedo, r.chance(0.6F) ? 0.05F : 0, r.between(0.15F, 0.5F))
                       : b.metal();
    const std::uint32_t steel = b.metal();
    const std::uint32_t dark = b.plain({0.03F, 0.03F, 0.03F}, 0.03F);
    const auto add = [&](const Mesh& mesh, Vec3 at, const Axes& axes = {}) {
        b.put(placed(placed(mesh, {at, axes}), place));
    };
    const float w = size * r.between(0.7F, 1.4F);
    const float h = size * r.between(0.7F, 1.6F);
    const float d = size * r.between(0.5F, 1.0F);
    add(boxMesh({w * 1.06F, 0.08F * h, d * 1.06F}, dark, 0.01F), {});
    add(boxMesh({w, h, d}, body, 0.02F), {0, 0.08F * h, 0});
    for (int i = 2 + r.below(5); i > 0; --i) { // drums and blocks on it
        const Vec3 at{r.between(-0.45F, 0.45F) * w, 1.08F * h * r.between(0.3F, 1.0F), r.between(-0.3F, 0.5F) * d};
        const float radius = size * r.between(0.06F, 0.22F);
        if (r.chance(0.5F)) {
            add(cylinderMesh(radius, size * r.between(0.15F, 0.5F), r.chance(0.5F) ? steel : body, 22), at,
                r.chance(0.5F) ? Axes{} : axesWithY({r.sign() * 0.01F, 0, 1}));
        } else {
            add(boxMesh({radius * 2, radius * r.between(1, 3), radius * 2}, r.chance(0.5F) ? steel : body, 0.008F), at);
        }
    }
    const float front = 0.5F * d + 0.001F;
    for (int i = 2 + r.below(6); i > 0; --i) { // on its front
        const Vec3 at{r.between(-0.4F, 0.4F) * w, 0.08F * h + r.between(0.1F, 0.85F) * h, front};
        const Axes out = axesWithY({0, 0, 1});
        switch (r.below(4)) {
        case 0: // a gauge
            add(cylinderMesh(0.06F * size, 0.04F * size, steel, 20), at, out);
            add(cylinderMesh(0.05F * size, 0.042F * size, b.plain({0.8F, 0.8F, 0.75F}), 20), at, out);
            break;
        case 1: // vents
            for (int k = 0; k < 6; ++k)
                add(boxMesh({0.25F * size, 0.012F * size, 0.015F}, dark),
                    at + Vec3{0, 0.03F * size * static_cast<float>(k), 0});
            break;
        case 2:
            putWheel(b, {place.point(at + Vec3{0, 0, 0.08F * size}), place.axes}, size * r.between(0.08F, 0.2F), steel);
            add(barMesh({0, 0, 0}, {0, 0, 0.09F * size}, 0.012F * size, 0.012F * size, steel), at);
            break;
        default: // a panel with knobs
            add(boxMesh({0.3F * size, 0.2F * size, 0.02F}, r.chance(0.5F) ? dark : steel, 0.004F), at);
            for (int k = 0; k < 6; ++k)
                add(cylinderMesh(0.015F * size, 0.02F, b.any(), 10),
                    at + Vec3{(static_cast<float>(k % 3) - 1) * 0.08F * size,
                              (0.05F + 0.08F * static_cast<float>(k / 3)) * size, 0.01F},
                    out);
        }
    }
}

void putRack(StageBuilder& b, const Placement& place, float width)
{
    Random& r = b.random();
    const std::uint32_t steel = b.metal();
    const float depth = r.between(0.4F, 0.7F);
    const float height = r.between(1.6F, 2.4F);
    for (const float x : {-0.5F, 0.5F}) {
        for (const float z : {0.05F, 0.95F})
            b.put(placed(placed(boxMesh({0.04F, height, 0.04F}, steel), {{x * width, 0, z * depth}, {}}), place));
    }
    for (float y = 0.1F; y < height; y += r.between(0.4F, 0.6F)) {
        b.put(placed(placed(boxMesh({width, 0.03F, depth}, steel), {{0, y, 0.5F * depth}, {}}), place));
        for (float x = -0.42F * width; x < 0.42F * width; x += r.between(0.2F, 0.45F)) {
            const Vec3 at = place.point({x, y + 0.03F, 0.5F * depth});
            if (r.chance(0.6F))
                b.box(at, {r.between(0.12F, 0.35F), r.between(0.1F, 0.3F), r.between(0.15F, 0.4F)}, b.any(), 0.004F,
                      r.between(-0.3F, 0.3F));
            else
                putThing(b, at);
        }
    }
}

} // namespace

SetPlan buildWorkshop(StageBuilder& b)
{
    Random& r = b.random();
    const RoomShell shell =
        buildShell(b, r.between(2.5F, 6.0F), r.between(2.5F, 7.0F), r.between(2.8F, 5.0F), r.below(4));
    lightRoom(b, shell);
    for (int i = 2 + r.below(5); i > 0; --i) {
        const float size = r.between(0.5F, 1.5F);
        const float x = r.between(-0.8F, 0.8F) * shell.halfX;
        const float z = r.between(-0.8F, 0.8F) * shell.halfZ;
        if (!b.isFree({x, z, 0.7F * size, 0.7F * size}))
            continue;
        b.take({x, z, 0.7F * size, 0.7F * size});
        putMachine(b, standingAt(x, 0, z, r.between(-3.1F, 3.1F)), size);
    }
    for (int i = 3 + r.below(5); i > 0; --i) {
        const AssetModel* model = b.pick(r.chance(0.8F) ? Role::Machine : Role::Vehicle);
        const float x = r.between(-0.85F, 0.85F) * shell.halfX;
        const float z = r.between(-0.85F, 0.85F) * shell.halfZ;
        if (model == nullptr || model->size().z > shell.halfZ ||
            !b.isFree({x, z, 0.5F * model->size().x, 0.5F * model->size().z}))
            continue;
        b.take({x, z, 0.5F * model->size().x, 0.5F * model->size().z});
        b.putModel(*model, standingAt(x, 0, z, r.between(-3.1F, 3.1F)));
    }
    for (int i = r.below(7); i > 0; --i)
        putPipe(b,
                {r.between(-0.9F, 0.9F) * shell.halfX, r.between(0.3F, shell.height - 0.2F),
                 r.between(-0.95F, 0.95F) * shell.halfZ},
                r.logBetween(0.02F, 0.12F), 2 + r.below(4), shell);
    if (r.chance(0.7F))
        putRack(b, {{0, 0, -shell.halfZ + 0.05F}, {}}, r.between(1.0F, 2.4F));
    if (r.chance(0.5F))
        putRack(b, {{-shell.halfX + 0.05F, 0, 0}, turned(1.5707963F)}, r.between(1.0F, 2.4F));
    if (r.chance(0.4F)) // beams
        for (float z = -shell.halfZ; z < shell.halfZ; z += 1.4F)
            b.box({0, shell.height - 0.3F, z}, {2 * shell.halfX, 0.3F, 0.15F}, r.chance(0.5F) ? b.metal() : b.wood());
    decorateWalls(b, shell);
    SetPlan plan;
    addRoomViews(b, shell, plan);
    for (int i = 0; i < 6; ++i) // near the machines
        plan.views.push_back(
            {{r.between(-0.8F, 0.8F) * shell.halfX, r.between(0.4F, 2.0F), r.between(-0.8F, 0.8F) * shell.halfZ},
             {r.between(-0.8F, 0.8F) * shell.halfX, r.between(0.3F, 1.2F), r.between(-0.8F, 0.8F) * shell.halfZ},
             r.chance(0.3F) ? r.between(-0.25F, 0.25F) : 0});
    addRoomSpots(b, shell, plan);
    return plan;
}

} // namespace unividx::scene
