#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

/// A table of our own: a slab on legs, or round on a foot.
float putTable(StageBuilder& b, float halfX, float halfZ, std::uint32_t finish)
{
    Random& r = b.random();
    const float height = r.between(0.45F, 0.95F);
    const float slab = r.between(0.015F, 0.06F);
    if (r.chance(0.25F)) {
        b.put(placed(
            turnedMesh({{0, 0}, {halfX, 0}, {halfX, 0.3F * slab}, {halfX, slab}, {halfX, slab}, {0, slab}}, finish, 40),
            {{0, height - slab, 0}, {}}));
        b.put(barMesh({0, 0, 0}, {0, height - slab, 0}, 0.06F, 0.04F, finish, 14));
        return height;
    }
    b.box({0, height - slab, 0}, {2 * halfX, slab, 2 * halfZ}, finish, r.between(0.001F, 0.015F));
    const std::uint32_t leg = r.chance(0.7F) ? finish : b.metal();
    for (const float x : {-0.93F, 0.93F}) {
        for (const float z : {-0.9F, 0.9F})
            b.box({x * halfX, 0, z * halfZ}, {0.05F, height - slab, 0.05F}, leg, 0.004F);
    }
    if (r.chance(0.2F)) { // a cloth that hangs over the edge
        const std::uint32_t cloth = b.any();
        b.box({0, height, 0}, {2.02F * halfX, 0.004F, 2.02F * halfZ}, cloth);
        for (const float z : {-1.01F, 1.01F})
            putCurtain(b, {-1.01F * halfX, height + 0.004F, z * halfZ}, {1.01F * halfX, height + 0.004F, z * halfZ},
                       r.between(0.1F, 0.35F), cloth);
    }
    return height;
}

} // namespace

SetPlan buildTabletop(StageBuilder& b)
{
    Random& r = b.random();
    const RoomShell shell =
        buildShell(b, r.between(1.6F, 3.5F), r.between(1.6F, 3.5F), r.between(2.4F, 3.0F), r.below(3));
    lightRoom(b, shell);
    const float halfX = r.between(0.4F, 1.1F);
    const float halfZ = r.between(0.35F, 0.7F);
    const std::uint32_t finish = r.chance(0.5F) ? b.wood() : r.chance(0.6F) ? b.stone() : b.any();
    const float height = putTable(b, halfX, halfZ, finish);
    b.take({0, 0, halfX, halfZ});
    const Vec3 top{0, height, 0};
    if (r.chance(0.5F))
        putFruitBowl(b, top + Vec3{r.between(-0.4F, 0.4F) * halfX, 0, r.between(-0.4F, 0.4F) * halfZ},
                     r.between(0.1F, 0.2F));
    strewThings(b, top, halfX, halfZ, 0, r.between(0.5F, 2.2F));
    decorateWalls(b, shell);
    for (int i = 0; i < 5; ++i) {
        static constexpr Role roles[] = {Role::Seat, Role::LowCabinet, Role::TallCabinet, Role::Plant, Role::Sofa};
        const AssetModel* model = b.pick(roles[r.below(5)]);
        const float x = r.sign() * r.between(0.6F, 0.9F) * shell.halfX;
        const float z = r.sign() * r.between(0.6F, 0.9F) * shell.halfZ;
        if (model != nullptr && b.isFree({x, z, 0.5F * model->size().x, 0.5F * model->size().x})) {
            b.take({x, z, 0.5F * model->size().x, 0.5F * model->size().x});
            b.putModel(*model, standingAt(x, 0, z, std::atan2(-x, -z) + r.between(-0.5F, 0.5F)));
        }
    }
    SetPlan plan;
    for (int i = 0; i < 12; ++i) {
        CameraKey key;
        const float yaw = r.between(0, 6.28F);
        const float away = r.between(0.35F, 1.3F);
        key.target =
            top + Vec3{r.between(-0.5F, 0.5F) * halfX, r.between(-0.1F, 0.15F), r.between(-0.5F, 0.5F) * halfZ};
        key.position = key.target + Vec3{std::sin(yaw) * away, r.logBetween(0.06F, 1.0F), std::cos(yaw) * away};
        key.roll = r.chance(0.35F) ? r.between(-0.25F, 0.25F) : 0;
        plan.views.push_back(key);
    }
    addRoomSpots(b, shell, plan);
    return plan;
}

} // namespace unividx::scene
