#include "inference/train/scene/rendered/sets.h"

#include "inference/train/scene/rendered/things.h"

namespace unividx::scene {

namespace {

/// A wall's placement: its middle on the floor, +Z into the room, and half its length.
struct WallPlace {
    Placement place;
    float half = 0;
};

WallPlace wallOf(const RoomShell& shell, int side)
{
    const bool alongX = side % 2 == 0;
    const Axes axes = turned(static_cast<float>(side) * 1.5707963F);
    return {{axes.z * -(alongX ? shell.halfZ : shell.halfX), axes}, alongX ? shell.halfX : shell.halfZ};
}

Footprint footprintOf(const Placement& place, float width, float depth)
{
    const Vec3 x = place.axes.x * (0.5F * width);
    const Vec3 z = place.axes.z * (0.5F * depth);
    return {place.origin.x, place.origin.z, std::abs(x.x) + std::abs(z.x) + 0.02F,
            std::abs(x.z) + std::abs(z.z) + 0.02F};
}

/// Puts a model on the floor if its place is free, and things on its top.
bool furnish(StageBuilder& b, const AssetModel& model, const Placement& place, bool flatTop)
{
    Random& r = b.random();
    const Footprint footprint = footprintOf(place, model.size().x, model.size().z);
    if (!b.isFree(footprint))
        return false;
    b.take(footprint);
    const float top = b.putModel(model, place);
    if (flatTop && r.chance(0.75F)) {
        const float yaw = std::atan2(place.axes.z.x, place.axes.z.z);
        strewThings(b, place.origin + Vec3{0, top, 0}, 0.42F * model.size().x, 0.36F * model.size().z, yaw,
                    r.between(0.1F, 0.8F));
    }
    return true;
}

void furnishWalls(StageBuilder& b, const RoomShell& shell)
{
    Random& r = b.random();
    static constexpr Role roles[] = {Role::Sofa,        Role::LowCabinet, Role::TallCabinet, Role::LowCabinet,
                                     Role::Bed,         Role::Seat,       Role::Plant,       Role::FloorLamp,
                                     Role::TallCabinet, Role::Table,      Role::Machine,     Role::Bathroom};
    const int pieces = 8 + r.below(16);
    for (int i = 0; i < pieces; ++i) {
        const Role role = roles[r.below(r.chance(0.85F) ? 10 : 12)];
        const AssetModel* model = b.pick(role);
        if (model == nullptr || model->size().y > shell.height - 0.1F)
            continue;
        const WallPlace wall = wallOf(shell, r.below(4));
        const float half = wall.half - 0.5F * model->size().x - 0.05F;
        if (half < 0)
            continue;
        Placement place = wall.place;
        place.origin = wall.place.point({r.between(-half, half), 0, 0.5F * model->size().z + r.between(0.02F, 0.12F)});
        furnish(b, *model, place, role == Role::LowCabinet || role == Role::Table);
    }
}

void furnishMiddle(StageBuilder& b, const RoomShell& shell)
{
    Random& r = b.random();
    const AssetModel* table = b.pick(Role::Table);
    if (table != nullptr && r.chance(0.7F)) {
        const float x = r.between(-0.4F, 0.4F) * shell.halfX;
        const float z = r.between(-0.4F, 0.4F) * shell.halfZ;
        const float yaw = r.chance(0.6F) ? 0 : r.between(-3.1F, 3.1F);
        const Placement place = standingAt(x, 0, z, yaw);
        furnish(b, *table, place, true);
        const AssetModel* chair = b.pick(Role::Seat);
        for (int i = 0; chair != nullptr && i < 6; ++i) {
            if (r.chance(0.4F))
                continue;
            const bool end = i >= 4;
            const float side = i % 2 == 0 ? 1.0F : -1.0F;
            const Vec3 at =
                end ? Vec3{side * (0.5F * table->size().x + 0.3F), 0, 0}
                    : Vec3{(i < 2 ? -0.25F : 0.25F) * table->size().x, 0, side * (0.5F * table->size().z + 0.3F)};
            const float turn = end ? -side * 1.5708F : side > 0 ? 3.1416F : 0;
            Placement seat{place.point(at), turned(turn + r.between(-0.4F, 0.4F)).within(place.axes)};
            const Footprint footprint = footprintOf(seat, chair->size().x * 0.8F, chair->size().z * 0.6F);
            if (b.isFree(footprint)) {
                b.take(footprint);
                b.putModel(*chair, seat);
            }
        }
    }
    for (int i = r.below(6); i > 0; --i) {
        static constexpr Role roles[] = {Role::Seat, Role::Plant, Role::LowCabinet, Role::Table};
        const AssetModel* model = b.pick(roles[r.below(4)]);
        if (model != nullptr)
            furnish(b, *model,
                    standingAt(r.between(-0.8F, 0.8F) * shell.halfX, 0, r.between(-0.8F, 0.8F) * shell.halfZ,
                               r.between(-3.1F, 3.1F)),
                    false);
    }
    if (r.chance(0.45F)) {
        const float w = r.between(1.2F, 2.6F);
        b.box({r.between(-0.5F, 0.5F), 0, r.between(-0.5F, 0.5F)}, {w, 0.012F, w * r.between(0.5F, 0.9F)}, b.any(),
              0.004F, r.between(-0.5F, 0.5F));
    }
}

/// What lies about on a floor: toys, shoes, bags, boxes.
void litter(StageBuilder& b, const RoomShell& shell)
{
    Random& r = b.random();
    for (int i = r.below(10); i > 0; --i) {
        const float x = r.between(-0.85F, 0.85F) * shell.halfX;
        const float z = r.between(-0.85F, 0.85F) * shell.halfZ;
        if (!b.isFree({x, z, 0.15F, 0.15F}))
            continue;
        if (const AssetModel* model = b.pick(Role::TableThing); model != nullptr && r.chance(0.6F))
            b.putModel(*model, standingAt(x, 0, z, r.between(-3.1F, 3.1F)), r.between(1.0F, 1.4F));
        else
            b.box({x, 0, z}, {r.between(0.1F, 0.45F), r.between(0.08F, 0.4F), r.between(0.1F, 0.45F)}, b.any(), 0.006F,
                  r.between(-3.1F, 3.1F));
    }
}

/// A board with carved ornaments in rows.
void putRelief(StageBuilder& b, const Placement& place, float width, float tall)
{
    Random& r = b.random();
    const std::uint32_t finish = r.chance(0.6F) ? b.wood() : b.stone();
    const float pitch = r.between(0.06F, 0.18F);
    const int kind = r.below(4);
    b.put(placed(placed(boxMesh({width, tall, 0.03F}, finish, 0.01F), {{0, 0, 0.015F}, {}}), place));
    Mesh rows;
    for (float y = 0.5F * pitch; y < tall - 0.3F * pitch; y += pitch) {
        for (float x = -0.5F * width + 0.5F * pitch; x < 0.5F * width - 0.3F * pitch; x += pitch) {
            const Vec3 at{x, y, 0.03F};
            const float radius = 0.4F * pitch;
            if (kind == 0)
                rows.append(placed(sphereMesh(radius, finish, 12), {at - Vec3{0, radius, 0}, {}}, {1, 1, 0.5F}));
            else if (kind == 1)
                rows.append(placed(turnedMesh({{0, 0.2F * radius},
                                               {0.5F * radius, 0.5F * radius},
                                               {0.8F * radius, 0.3F * radius},
                                               {radius, 0}},
                                              finish, 16),
                                   {at, axesWithY({0, 0, 1})}));
            else if (kind == 2)
                rows.append(placed(boxMesh({1.3F * radius, 0.35F * radius, 1.3F * radius}, finish, 0.3F * radius),
                                   {at, axesWithY({0, 0, 1}).within(turned(0))}));
            else
                rows.append(barMesh(at - Vec3{radius, radius, 0}, at + Vec3{radius, radius, 0}, 0.25F * radius,
                                    0.25F * radius, finish, 8));
        }
    }
    b.put(placed(std::move(rows), place));
}

bool nearWindow(const RoomShell& shell, Vec3 p, float width)
{
    for (std::size_t i = 0; i < shell.windowCentres.size(); ++i) {
        const Vec3 d = p - shell.windowCentres[i];
        if (length({d.x, 0, d.z}) < 0.5F * (width + shell.windowWidths[i]) + 0.1F)
            return true;
    }
    return false;
}

void putShelf(StageBuilder& b, const Placement& place, float width)
{
    Random& r = b.random();
    const float depth = r.between(0.18F, 0.32F);
    const std::uint32_t board = b.wood();
    const int levels = 1 + r.below(3);
    for (int i = 0; i < levels; ++i) {
        const float y = static_cast<float>(i) * r.between(0.28F, 0.4F);
        b.put(placed(placed(boxMesh({width, 0.025F, depth}, board, 0.003F), {{0, y, 0.5F * depth}, {}}), place));
        const Placement on{place.point({-0.47F * width, y + 0.025F, 0.5F * depth}), place.axes};
        if (r.chance(0.6F)) {
            putBooks(b, on, 0.9F * width, 0.25F, depth);
        } else {
            for (float x = 0.06F; x < 0.9F * width; x += r.between(0.12F, 0.3F))
                putThing(b, on.point({x, 0, 0}));
        }
    }
}

} // namespace

void decorateWalls(StageBuilder& b, const RoomShell& shell)
{
    Random& r = b.random();
    for (int i = r.below(9); i > 0; --i) {
        const WallPlace wall = wallOf(shell, r.below(4));
        const float width = r.between(0.25F, 1.2F);
        const Vec3 at{r.between(-1, 1) * (wall.half - 0.5F * width), r.between(1.2F, 1.7F), 0};
        if (nearWindow(shell, wall.place.point(at), width))
            continue;
        const Placement place{wall.place.point(at), wall.place.axes};
        if (r.chance(0.25F)) {
            putShelf(b, place, width);
            continue;
        }
        if (r.chance(0.08F)) {
            putRelief(b, place, 1.3F * width, width * r.between(0.5F, 1.2F));
            continue;
        }
        const float tall = width * r.between(0.6F, 1.4F);
        const float rim = r.between(0.015F, 0.06F);
        b.put(
            placed(placed(boxMesh({width + 2 * rim, tall + 2 * rim, 0.03F}, b.any(), 0.006F), {{0, -rim, 0.015F}, {}}),
                   place));
        b.put(placed(quadMesh({-0.5F * width, 0, 0.033F}, {width, 0, 0}, {0, tall, 0}, b.photo(width)), place));
    }
    if (r.chance(0.6F)) { // a door
        const WallPlace wall = wallOf(shell, 1 + r.below(2));
        const AssetModel* door = b.pick(Role::Door);
        const Vec3 at{r.between(-0.7F, 0.7F) * (wall.half - 0.6F), 0, 0.02F};
        if (door != nullptr && door->size().x < 1.9F && !nearWindow(shell, wall.place.point(at), door->size().x))
            b.putModel(*door, {wall.place.point(at), wall.place.axes});
    }
    if (r.chance(0.12F)) { // relief: panels all around
        const std::uint32_t finish = b.wood();
        const float tall = r.between(0.7F, 1.1F);
        for (int side = 0; side < 4; ++side) {
            const WallPlace wall = wallOf(shell, side);
            const float pitch = r.between(0.3F, 0.8F);
            for (float x = -wall.half + 0.5F * pitch; x < wall.half; x += pitch)
                b.put(placed(placed(boxMesh({pitch * 0.8F, tall, 0.03F}, finish, 0.02F), {{x, 0.12F, 0.012F}, {}}),
                             wall.place));
        }
    }
}

void addRoomViews(StageBuilder& b, const RoomShell& shell, SetPlan& plan)
{
    Random& r = b.random();
    for (int i = 0; i < 12; ++i) {
        CameraKey key;
        const float corner = r.chance(0.6F) ? 0.9F : 0.6F;
        key.position = {r.sign() * r.between(0.3F, corner) * shell.halfX, r.between(0.4F, shell.height - 0.25F),
                        r.sign() * r.between(0.3F, corner) * shell.halfZ};
        if (r.chance(0.15F))
            key.position.y = shell.height - 0.2F;
        key.target = {-key.position.x * r.between(-0.3F, 1.0F), r.between(0.2F, 1.6F),
                      -key.position.z * r.between(-0.3F, 1.0F)};
        plan.views.push_back(key);
    }
}

void addRoomSpots(StageBuilder& b, const RoomShell& shell, SetPlan& plan)
{
    Random& r = b.random();
    for (int i = 0; i < 12 && plan.spots.size() < 4; ++i) {
        const float x = r.between(-0.75F, 0.75F) * shell.halfX;
        const float z = r.between(-0.75F, 0.75F) * shell.halfZ;
        if (b.isFree({x, z, 0.28F, 0.28F}))
            plan.spots.push_back({standingAt(x, 0, z, r.between(-3.1F, 3.1F)), r.chance(0.25F)});
    }
    plan.reach = std::min(shell.halfX, shell.halfZ) * 1.3F;
}

SetPlan buildRoom(StageBuilder& b)
{
    Random& r = b.random();
    const RoomShell shell =
        buildShell(b, r.between(1.6F, 4.0F), r.between(1.6F, 4.5F), r.between(2.35F, 3.4F), r.below(4));
    lightRoom(b, shell);
    furnishWalls(b, shell);
    furnishMiddle(b, shell);
    litter(b, shell);
    decorateWalls(b, shell);
    if (const AssetModel* lamp = b.pick(Role::HangingLamp); lamp != nullptr && r.chance(0.4F))
        b.putModel(*lamp, standingAt(r.between(-0.5F, 0.5F), shell.height - lamp->high.y, r.between(-0.5F, 0.5F), 0));
    SetPlan plan;
    addRoomViews(b, shell, plan);
    addRoomSpots(b, shell, plan);
    return plan;
}

} // namespace unividx::scene
