#include "inference/train/scene/room.h"

#include "inference/train/scene/furniture.h"

#include <cstddef>

namespace unividx::scene {

namespace {

constexpr float quarter = 1.5707963F;

void coverWalls(World& world, Palette& palette, Random& random)
{
    const int walls = world.add(palette.surface(palette.wallColor(), 0.5F));
    for (const std::size_t face : {0U, 1U, 4U, 5U})
        world.walls[face] = random.chance(0.75F) ? walls : world.add(palette.surface(palette.wallColor(), 0.5F));
    Material floor = palette.surface(palette.color(), 0.25F);
    if (random.chance(0.5F)) {
        floor = palette.wood(palette.woodColor());
    } else if (random.chance(0.4F)) {
        floor.pattern = random.chance(0.5F) ? Pattern::Tiles : Pattern::Checker;
        floor.period = random.between(0.2F, 0.7F);
    }
    world.walls[2] = world.add(floor);
    Material ceiling = palette.plain(palette.wallColor().albedo);
    ceiling.mirror = 0;
    world.walls[3] = world.add(ceiling);
}

void panelWall(Builder& b, float half, float height, int material, Random& random)
{
    // Mouldings, boards or a carved-looking grid: relief that is easily taken for a thing in front.
    const float low = random.chance(0.5F) ? height * 0.42F : height - 0.1F;
    const float width = random.between(0.25F, 0.7F);
    const int count = std::min(14, static_cast<int>(2 * half / width));
    const float rim = random.between(0.02F, 0.06F);
    const float deep = random.between(0.01F, 0.05F);
    const bool boards = random.chance(0.4F);
    for (int i = 0; i < count; ++i) {
        const float x = -half + (static_cast<float>(i) + 0.5F) * 2 * half / static_cast<float>(count);
        const float reach = half / static_cast<float>(count);
        if (boards) {
            b.box({x, low * 0.5F, 0}, {reach - 0.008F, low * 0.5F, deep}, material, 0.012F);
            continue;
        }
        b.box({x, low - rim, 0}, {reach * 0.8F, rim, deep}, material, 0.02F);
        b.box({x, 0.16F, 0}, {reach * 0.8F, rim, deep}, material, 0.02F);
        b.box({x - reach * 0.8F, low * 0.5F + 0.07F, 0}, {rim, low * 0.5F - 0.08F, deep}, material, 0.02F);
        b.box({x + reach * 0.8F, low * 0.5F + 0.07F, 0}, {rim, low * 0.5F - 0.08F, deep}, material, 0.02F);
    }
    b.box({0, low + 0.02F, 0}, {half, 0.025F, deep + 0.02F}, material, 0.01F);
}

void hangPictures(Builder& b, Palette& palette, Random& random, float half, float height)
{
    const int count = 1 + random.below(4);
    for (int i = 0; i < count; ++i) {
        const float w = random.between(0.12F, 0.5F);
        const float h = random.between(0.12F, 0.5F);
        const float x = random.between(-half + w, half - w);
        const float y = std::min(random.between(1.1F, 1.9F), height - h - 0.1F);
        b.box({x, y, 0.01F}, {w + 0.03F, h + 0.03F, 0.02F}, b.world().add(palette.plain(palette.color().albedo)),
              0.01F);
        b.box({x, y, 0.025F}, {w, h, 0.012F}, b.world().add(palette.pictureSurface(2 * std::max(w, h))), 0);
    }
}

void drawCurtain(Builder& b, Palette& palette, Random& random, float half, float height)
{
    const int cloth = b.world().add(palette.surface(palette.color(), 0.6F));
    const float x0 = random.between(-half, half * 0.5F);
    const float fold = random.between(0.03F, 0.07F);
    const int folds = 6 + random.below(10);
    for (int i = 0; i < folds; ++i) {
        b.add(makeCone({x0 + static_cast<float>(i) * fold * 1.5F, height * 0.48F, 0.08F + 0.03F * random.unit()},
                       height * 0.46F, fold * random.between(0.8F, 1.2F), fold * random.between(0.7F, 1.0F)),
              cloth);
    }
}

void dressWalls(World& world, Palette& palette, Random& random)
{
    const int trim =
        world.add(random.chance(0.5F) ? palette.plain(palette.wallColor().albedo) : palette.wood(palette.woodColor()));
    const float height = world.hi.y;
    const bool panels = random.chance(0.3F);
    const int relief = random.chance(0.5F) ? trim : world.walls[0];
    for (int wall = 0; wall < 4; ++wall) {
        Builder b(world, wallPlacement(world, wall));
        const float half = wallHalfLength(world, wall);
        if (random.chance(0.8F))
            b.box({0, 0.05F, 0}, {half, 0.06F, 0.012F}, trim);
        if (panels || random.chance(0.1F))
            panelWall(b, half, height, relief, random);
        else if (random.chance(0.65F))
            hangPictures(b, palette, random, half, height);
        if (random.chance(0.2F))
            drawCurtain(b, palette, random, half, height);
        if (random.chance(0.2F)) { // a door
            const int door = world.add(palette.wood(random.chance(0.5F) ? palette.woodColor() : palette.color()));
            const float x = random.between(-half + 0.6F, half - 0.6F);
            b.box({x, 1.03F, 0}, {0.5F, 1.04F, 0.03F}, trim);
            b.box({x, 1.0F, 0.01F}, {0.43F, 1.0F, 0.035F}, door);
            for (const float y : {0.5F, 1.45F})
                b.box({x, y, 0.03F}, {0.3F, 0.38F, 0.025F}, door, 0.03F);
            b.ball({x + 0.36F, 1, 0.08F}, {0.03F, 0.03F, 0.03F}, trim);
        }
    }
    if (random.chance(0.15F)) { // beams
        const int count = 3 + random.below(4);
        for (int i = 0; i < count; ++i) {
            const float z = mix(world.lo.z, world.hi.z, (static_cast<float>(i) + 0.5F) / static_cast<float>(count));
            Builder(world, {}).box({0, height - 0.08F, z}, {world.hi.x, 0.1F, 0.08F}, relief, 0.01F);
        }
    }
    if (random.chance(0.4F)) { // a rug
        const int rug = world.add(palette.surface(palette.color(), 0.15F));
        const Vec3 at{random.between(-0.5F, 0.5F), 0, random.between(-0.5F, 0.5F)};
        Builder b(world, {at, turned(random.between(-0.6F, 0.6F))});
        if (random.chance(0.4F))
            b.cylinder({0, 0.004F, 0}, 0.006F, random.between(0.6F, 1.3F), rug);
        else
            b.box({0, 0.004F, 0}, {random.between(0.6F, 1.4F), 0.006F, random.between(0.5F, 1)}, rug, 0);
    }
}

CameraPath placeCamera(const World& world, Random& random, bool stage)
{
    CameraPath path;
    const int wall = random.below(4);
    const Placement behind = wallPlacement(world, wall);
    const float depth = wall < 2 ? world.hi.x : world.hi.z;
    const float half = wallHalfLength(world, wall);
    const float height = std::min(stage ? random.between(0.9F, 1.75F) : random.between(0.7F, 2.1F), world.hi.y - 0.3F);
    path.position =
        behind.point({random.between(-0.6F, 0.6F) * half, height, random.between(0.3F, stage ? 0.5F : 1.0F)});
    const float aim = stage ? random.between(0.9F, 1.6F) : random.between(0.4F, 1.4F);
    path.target = behind.point({random.between(-0.4F, 0.4F) * half, aim, depth * random.between(1.0F, 2.0F)});
    path.halfTangent = std::tan(0.5F * random.between(stage ? 0.6F : 0.65F, stage ? 1.2F : 1.45F));
    path.seed = random.bits();
    const Vec3 ahead = normalized(path.target - path.position);
    const Vec3 side = normalized(cross(ahead, {0, 1, 0}));
    const float distance = length(path.target - path.position);
    switch (random.below(5)) {
    case 0: // tripod
        break;
    case 1: // dolly in or out
        path.velocity = ahead * (random.sign() * random.between(0.1F, 0.7F));
        break;
    case 2: // truck
        path.velocity = side * (random.sign() * random.between(0.1F, 0.6F));
        path.targetVelocity = path.velocity;
        break;
    case 3: // pan and tilt
        path.targetVelocity = side * (random.sign() * distance * random.between(0.05F, 0.4F)) +
                              Vec3{0, random.between(-0.15F, 0.15F) * distance, 0};
        break;
    default: // orbit
        path.velocity = side * (random.sign() * random.between(0.2F, 0.7F));
        break;
    }
    if (stage) { // a subject is usually filmed with less movement
        path.velocity *= 0.5F;
        path.targetVelocity *= 0.5F;
    }
    path.shake = random.chance(0.5F) ? random.logBetween(0.002F, 0.02F) : 0;
    path.roll = random.chance(0.3F) ? random.between(-0.06F, 0.06F) : 0;
    return path;
}

struct Spot {
    Vec3 at;
    float radius;
};

bool isFree(const std::vector<Spot>& taken, Vec3 at, float radius)
{
    for (const Spot& s : taken) {
        const float dx = s.at.x - at.x;
        const float dz = s.at.z - at.z;
        const float apart = s.radius + radius;
        if (dx * dx + dz * dz < apart * apart)
            return false;
    }
    return true;
}

std::string furnish(World& world, Palette& palette, Random& random, const Stage* stage)
{
    std::vector<Spot> taken;
    for (const float t : {0.0F, 0.5F, 1.0F, 2.0F})
        taken.push_back({viewAt(world.camera, t).position, 0.45F});
    if (stage != nullptr) {
        for (const float k : {0.3F, 0.6F, 1.0F})
            taken.push_back({mix(world.camera.position, stage->spot, k), 0.5F});
    }
    const Vec3 ahead = -viewAt(world.camera, 0).axes.z;
    const int wanted = 4 + random.below(9);
    std::vector<std::string> words;
    int placed = 0;
    for (int attempt = 0; attempt < 200 && placed < wanted; ++attempt) {
        const bool atWall = random.chance(0.45F);
        const Piece& piece = randomPiece(random, atWall);
        if (stage != nullptr && std::string_view(piece.name) == "person")
            continue;
        Placement place;
        if (atWall) {
            const int wall = random.below(4);
            const float half = wallHalfLength(world, wall) - 0.6F * piece.radius;
            place = wallPlacement(world, wall);
            place.origin = place.point({random.between(-half, half), 0, 0.45F});
        } else {
            place.origin = {random.between(world.lo.x + 0.4F, world.hi.x - 0.4F), 0,
                            random.between(world.lo.z + 0.4F, world.hi.z - 0.4F)};
            place.axes =
                turned(random.chance(0.5F) ? quarter * static_cast<float>(random.below(4)) : random.between(0, 6.28F));
        }
        const Vec3 away = place.origin - world.camera.position;
        const float along = ahead.x * away.x + ahead.z * away.z;
        const float aside = std::abs(away.x * ahead.z - away.z * ahead.x);
        const bool inView = along > 0.5F && aside < along * world.camera.halfTangent + 0.3F * piece.radius;
        if (!inView && random.chance(0.85F)) // it would cost time and show nothing but its shadow
            continue;
        if (!isFree(taken, place.origin, piece.radius * 0.85F))
            continue;
        taken.push_back({place.origin, piece.radius * 0.85F});
        int group = 0;
        if (!atWall && random.chance(0.12F)) {
            Motion motion;
            motion.pivot = place.origin;
            motion.velocity = Vec3{random.between(-0.5F, 0.5F), 0, random.between(-0.5F, 0.5F)};
            motion.spin = random.between(-1.5F, 1.5F);
            world.motions.push_back(motion);
            group = static_cast<int>(world.motions.size()) - 1;
        }
        Builder builder(world, place, group);
        const std::string word = piece.build(builder, palette, random);
        if (inView && words.size() < 3)
            words.push_back(word);
        ++placed;
    }
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool vowel = std::string("aeiou").find(words[i][0]) != std::string::npos;
        list += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + std::string(vowel ? "an " : "a ") + words[i];
    }
    return list;
}

} // namespace

Placement wallPlacement(const World& world, int wall)
{
    switch (wall) {
    case 0:
        return {{world.lo.x, 0, 0}, turned(quarter)};
    case 1:
        return {{world.hi.x, 0, 0}, turned(-quarter)};
    case 2:
        return {{0, 0, world.lo.z}, turned(0)};
    default:
        return {{0, 0, world.hi.z}, turned(2 * quarter)};
    }
}

float wallHalfLength(const World& world, int wall)
{
    return wall < 2 ? world.hi.z : world.hi.x;
}

Room makeRoom(Random& random, const RoomOptions& options)
{
    Room room;
    World& world = room.world;
    Palette palette(random);
    const float w = random.between(1.4F, 3.6F);
    const float d = random.between(options.stage ? 2.0F : 1.6F, 4.0F);
    world.lo = {-w, 0, -d};
    world.hi = {w, random.between(2.2F, 3.5F), d};
    coverWalls(world, palette, random);
    world.camera = placeCamera(world, random, options.stage);

    const Vec3 ahead = -viewAt(world.camera, 0).axes.z;
    const Vec3 level = normalized({ahead.x, 0, ahead.z});
    room.stage.distance = random.logBetween(0.65F, 2.3F);
    room.stage.toCamera = -level;
    const Vec3 side = cross(level, {0, 1, 0});
    room.stage.spot = world.camera.position + level * room.stage.distance +
                      side * (random.between(-0.25F, 0.25F) * room.stage.distance);
    room.stage.spot.y = 0;
    if (options.stage && random.chance(0.9F)) { // tilts so that a standing head is in the picture, high or low in it
        CameraPath& camera = world.camera;
        camera.position.y = std::max(camera.position.y, 1.6F - 0.5F * room.stage.distance);
        const float above = random.between(0.0F, 0.8F) * camera.halfTangent * 0.6F;
        const float rise = std::clamp((1.55F - camera.position.y) / room.stage.distance - above, -0.6F, 0.6F);
        const Vec3 out = camera.target - camera.position;
        camera.target.y = camera.position.y + rise * std::sqrt(out.x * out.x + out.z * out.z);
    }

    dressWalls(world, palette, random);
    room.light = lightRoom(world, palette, random);
    const std::string things = furnish(world, palette, random, options.stage ? &room.stage : nullptr);
    world.caption = things.empty() ? "an empty room" : "a room with " + things;
    return room;
}

} // namespace unividx::scene
