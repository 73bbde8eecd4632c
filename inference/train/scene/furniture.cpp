#include "inference/train/scene/furniture.h"

#include "inference/train/scene/person.h"

#include <span>

namespace unividx::scene {

namespace {

int surfaceOf(Builder& b, Palette& palette, Random& random, NamedColor& color, float woodShare, float plainShare = 0.5F)
{
    if (random.chance(woodShare)) {
        color = palette.woodColor();
        return b.world().add(palette.wood(color));
    }
    color = palette.color();
    return b.world().add(palette.surface(color, plainShare));
}

void clutter(Builder& b, Palette& palette, Random& random, Vec3 spot, float reach, int count)
{
    for (int i = 0; i < count; ++i) {
        const Vec3 at = spot + Vec3{random.between(-reach, reach), 0, random.between(-0.6F, 0.6F) * reach};
        const float size = random.between(0.03F, 0.11F);
        const int m = b.world().add(palette.surface(palette.color(), 0.6F));
        switch (random.below(6)) {
        case 0:
            b.box(at + Vec3{0, size, 0}, {size * random.between(0.4F, 1), size, size * random.between(0.4F, 1)}, m);
            break;
        case 1:
            b.ball(at + Vec3{0, size, 0}, {size, size, size}, m);
            break;
        case 2: // a vase
            b.cone(at + Vec3{0, 1.5F * size, 0}, 1.5F * size, size * 0.6F, size * 0.7F, m, random.between(-0.4F, 0.8F));
            break;
        case 3: // a bottle
            b.cylinder(at + Vec3{0, size, 0}, size, size * 0.45F, m);
            b.cone(at + Vec3{0, 2.3F * size, 0}, size * 0.4F, size * 0.4F, size * 0.15F, m);
            break;
        case 4: // a pile of books
            for (int k = 0; k < 3; ++k) {
                const int cover = b.world().add(palette.surface(palette.color(), 0.8F));
                b.turnedBox(at + Vec3{0, 0.02F + 0.04F * static_cast<float>(k), 0}, {0.1F, 0.018F, 0.07F},
                            turned(random.between(-0.4F, 0.4F)), cover, 0.004F);
            }
            break;
        default: // a mug or bowl
            b.cone(at + Vec3{0, size * 0.6F, 0}, size * 0.6F, size * 0.6F, size * random.between(0.7F, 1.4F), m);
        }
    }
}

std::string table(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.6F);
    const float w = random.between(0.4F, 0.8F);
    const float d = random.between(0.3F, 0.5F);
    const float h = random.between(0.4F, 0.8F);
    if (random.chance(0.35F)) {
        b.cylinder({0, h, 0}, 0.025F, w, m);
        b.cylinder({0, h * 0.5F, 0}, h * 0.5F, 0.05F, m);
        b.cone({0, 0.03F, 0}, 0.03F, 0.3F, 0.1F, m);
    } else {
        b.box({0, h, 0}, {w, 0.025F, d}, m);
        for (const float x : {-1.0F, 1.0F}) {
            for (const float z : {-1.0F, 1.0F})
                b.box({x * (w - 0.05F), h * 0.5F, z * (d - 0.05F)}, {0.03F, h * 0.5F, 0.03F}, m);
        }
    }
    clutter(b, palette, random, {0, h + 0.025F, 0}, w * 0.7F, random.below(5));
    return color.name + " table";
}

std::string chair(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.4F);
    const int seat = random.chance(0.5F) ? m : b.world().add(palette.surface(palette.color()));
    const float w = random.between(0.2F, 0.26F);
    const float h = random.between(0.42F, 0.5F);
    b.box({0, h, 0}, {w, random.between(0.02F, 0.06F), w}, seat, 0.03F);
    for (const float x : {-1.0F, 1.0F}) {
        b.box({x * (w - 0.03F), h * 0.5F, w - 0.03F}, {0.02F, h * 0.5F, 0.02F}, m);
        b.box({x * (w - 0.03F), h, -w + 0.03F}, {0.02F, h, 0.02F}, m);
    }
    if (random.chance(0.5F)) {
        b.box({0, h * 1.65F, -w + 0.03F}, {w, h * 0.35F, 0.025F}, seat, 0.03F);
    } else {
        for (int i = 0; i < 3; ++i)
            b.box({0, h * (1.3F + 0.25F * static_cast<float>(i)), -w + 0.03F}, {w, 0.03F, 0.015F}, m);
    }
    return color.name + " chair";
}

std::string sofa(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0, 0.6F);
    const float w = random.between(0.45F, 1.0F);
    b.box({0, 0.22F, 0}, {w, 0.2F, 0.42F}, m, 0.05F);
    b.box({0, 0.55F, -0.36F}, {w, 0.35F, 0.1F}, m, 0.06F);
    for (const float x : {-1.0F, 1.0F})
        b.box({x * w, 0.36F, 0}, {0.1F, 0.3F, 0.43F}, m, 0.06F);
    const int seats = w > 0.7F ? 2 : 1;
    for (int i = 0; i < seats; ++i) {
        const float x = seats == 1 ? 0 : (static_cast<float>(i) - 0.5F) * w;
        b.box({x, 0.47F, 0.04F}, {w / static_cast<float>(seats) - 0.06F, 0.07F, 0.36F}, m, 0.06F);
    }
    const int cushions = random.below(4);
    for (int i = 0; i < cushions; ++i) {
        const int cover = b.world().add(palette.surface(palette.color(), 0.3F));
        b.ball({random.between(-w, w) * 0.7F, 0.68F, -0.16F}, {0.2F, 0.18F, 0.08F}, cover,
               turned(random.between(-0.5F, 0.5F)));
    }
    return color.name + " sofa";
}

std::string shelf(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.6F);
    const float w = random.between(0.35F, 0.6F);
    const float h = random.between(0.9F, 2.1F);
    const float d = 0.16F;
    for (const float x : {-1.0F, 1.0F})
        b.box({x * w, h * 0.5F, 0}, {0.02F, h * 0.5F, d}, m);
    b.box({0, h * 0.5F, -d + 0.01F}, {w, h * 0.5F, 0.01F}, m);
    const int boards = std::max(2, static_cast<int>(h / 0.38F));
    for (int i = 0; i <= boards; ++i) {
        const float y = h * static_cast<float>(i) / static_cast<float>(boards);
        b.box({0, y, 0}, {w, 0.015F, d}, m);
        if (i == boards)
            break;
        float x = -w + 0.04F;
        const float end = random.between(-0.2F, 1.0F) * w - 0.04F;
        while (x < end) { // books
            const float thick = random.between(0.012F, 0.035F);
            const float tall = random.between(0.09F, 0.15F);
            const int cover = b.world().add(palette.surface(palette.color(), 0.85F));
            b.box({x + thick, y + tall + 0.015F, random.between(-0.05F, 0)}, {thick, tall, 0.09F}, cover, 0.004F);
            x += 2 * thick + 0.004F;
        }
        if (end < 0.5F * w)
            clutter(b, palette, random, {0.6F * w, y + 0.015F, 0}, 0.1F, 1);
    }
    return color.name + " bookshelf";
}

std::string dresser(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.6F);
    const int knob = b.world().add(palette.plain(palette.color().albedo));
    const float w = random.between(0.35F, 0.75F);
    const float h = random.between(0.5F, 1.2F);
    b.box({0, h * 0.5F, 0}, {w, h * 0.5F, 0.22F}, m);
    b.box({0, h, 0.01F}, {w + 0.02F, 0.015F, 0.24F}, m);
    const int rows = 2 + random.below(3);
    for (int i = 0; i < rows; ++i) {
        const float y = h * (static_cast<float>(i) + 0.5F) / static_cast<float>(rows);
        for (const float x : {-0.5F, 0.5F}) {
            b.box({x * w, y, 0.225F}, {0.46F * w, 0.43F * h / static_cast<float>(rows), 0.012F}, m, 0.012F);
            b.ball({x * w, y, 0.25F}, {0.018F, 0.018F, 0.018F}, knob);
        }
    }
    clutter(b, palette, random, {0, h + 0.015F, 0}, w * 0.7F, 1 + random.below(4));
    return color.name + " dresser";
}

std::string bed(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0, 0.4F);
    const int frame = b.world().add(palette.wood(palette.woodColor()));
    const int sheet = b.world().add(palette.plain(palette.wallColor().albedo));
    const float w = random.between(0.5F, 0.85F);
    b.box({0, 0.2F, 0.6F}, {w, 0.12F, 1.0F}, frame);
    b.box({0, 0.4F, 0.6F}, {w - 0.02F, 0.12F, 0.98F}, sheet, 0.06F);
    b.box({0, 0.44F, 0.9F}, {w + 0.02F, 0.12F, 0.7F}, m, 0.06F);
    b.box({0, 0.5F, -0.42F}, {w, 0.5F, 0.04F}, frame);
    b.ball({-0.4F * w, 0.58F, -0.15F}, {0.4F * w, 0.1F, 0.22F}, sheet);
    b.ball({0.4F * w, 0.58F, -0.15F}, {0.4F * w, 0.1F, 0.22F}, sheet);
    return color.name + " bed";
}

std::string plant(Builder& b, Palette& palette, Random& random)
{
    const NamedColor pot = palette.color();
    const int m = b.world().add(palette.surface(pot, 0.7F));
    const int leaf = b.world().add(palette.surface(
        namedColor(random.between(0.22F, 0.38F), random.between(0.4F, 0.9F), random.between(0.2F, 0.75F)), 0.7F));
    const float h = random.between(0.15F, 0.25F);
    b.cone({0, h, 0}, h, 0.12F, 0.2F, m);
    const int leaves = 14 + random.below(22);
    const float spread = random.between(0.25F, 0.5F);
    const float tall = random.between(0.3F, 1.0F);
    b.cylinder({0, h + tall * 0.5F, 0}, tall * 0.5F, 0.015F, leaf);
    for (int i = 0; i < leaves; ++i) {
        const Vec3 out = random.direction();
        const Vec3 at{out.x * spread * 0.6F, 2 * h + tall * random.between(0.2F, 1.0F), out.z * spread * 0.6F};
        const Vec3 along = normalized(Vec3{out.x, random.between(-0.3F, 1), out.z});
        b.ball(at, {0.05F, random.between(0.1F, 0.22F), 0.012F}, leaf, axesWithY(along));
    }
    return "plant";
}

std::string solids(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.1F, 0.4F);
    const float size = random.between(0.12F, 0.42F);
    switch (random.below(5)) {
    case 0:
        b.ball({0, size, 0}, {size, size, size}, m);
        return color.name + " ball";
    case 1:
        b.box({0, size, 0}, {size, size, size * random.between(0.5F, 1.3F)}, m, random.between(0, 0.3F) * size);
        return color.name + " box";
    case 2:
        b.cylinder({0, size, 0}, size, size * random.between(0.5F, 1.1F), m);
        return color.name + " stool";
    case 3:
        b.cone({0, size, 0}, size, size, size * 0.05F, m);
        return color.name + " cone";
    default: {
        float y = 0;
        for (int i = 0; i < 3; ++i) {
            const int each = b.world().add(palette.surface(palette.color(), 0.5F));
            const float s = random.between(0.12F, 0.25F);
            b.turnedBox({random.between(-0.05F, 0.05F), y + s, 0}, {s, s, s}, turned(random.between(0, 3)), each,
                        0.02F);
            y += 2 * s;
        }
        return "stack of boxes";
    }
    }
}

std::string vase(Builder& b, Palette& palette, Random& random)
{
    const NamedColor color = palette.color();
    const int m = b.world().add(palette.surface(color, 0.4F));
    const float h = random.between(0.2F, 0.5F);
    b.cone({0, h, 0}, h, 0.12F, 0.1F, m, random.between(0.3F, 2.0F));
    b.cone({0, 2 * h + 0.05F, 0}, 0.05F, 0.09F, 0.15F, m);
    return color.name + " vase";
}

std::string teddy(Builder& b, Palette& palette, Random& random)
{
    const NamedColor color = palette.color();
    const int m = b.world().add(palette.surface(color, 0.5F));
    const int dark = b.world().add(palette.plain({0.02F, 0.02F, 0.02F}));
    const float s = random.between(0.6F, 1.6F);
    b.ball(Vec3{0, 0.17F, 0} * s, Vec3{0.15F, 0.18F, 0.14F} * s, m);
    b.ball(Vec3{0, 0.42F, 0.02F} * s, Vec3{0.12F, 0.12F, 0.12F} * s, m);
    b.ball(Vec3{0, 0.39F, 0.13F} * s, Vec3{0.05F, 0.04F, 0.05F} * s, m);
    b.ball(Vec3{0, 0.41F, 0.18F} * s, Vec3{0.018F, 0.012F, 0.01F} * s, dark);
    for (const float x : {-1.0F, 1.0F}) {
        b.ball(Vec3{0.1F * x, 0.52F, 0} * s, Vec3{0.05F, 0.05F, 0.03F} * s, m);
        b.ball(Vec3{0.045F * x, 0.45F, 0.125F} * s, Vec3{0.015F, 0.015F, 0.015F} * s, dark);
        b.capsule(Vec3{0.12F * x, 0.26F, 0.05F} * s, Vec3{0.22F * x, 0.14F, 0.14F} * s, 0.05F * s, m);
        b.capsule(Vec3{0.08F * x, 0.06F, 0.08F} * s, Vec3{0.14F * x, 0.06F, 0.26F} * s, 0.06F * s, m);
    }
    return color.name + " teddy bear";
}

std::string kitchen(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.5F);
    const int top = b.world().add(palette.surface(palette.color(), 0.3F));
    const int metal = b.world().add(palette.plain(namedColor(0, 0, random.between(0.4F, 0.8F)).albedo));
    const float w = random.between(0.6F, 1.0F);
    const float depth = -0.12F;
    b.box({0, 0.44F, depth}, {w, 0.44F, 0.3F}, m);
    b.box({0, 0.9F, depth + 0.01F}, {w + 0.01F, 0.02F, 0.32F}, top);
    const int doors = 2 + random.below(3);
    const bool hood = random.chance(0.6F);
    for (int i = 0; i < doors; ++i) {
        const float half = w / static_cast<float>(doors);
        const float x = -w + (2 * static_cast<float>(i) + 1) * half;
        for (const float y : {0.44F, 1.75F}) {
            if (y > 1 && hood && std::abs(x) < 0.35F)
                continue;
            const float front = y < 1 ? depth + 0.3F : depth;
            const float tall = y < 1 ? 0.38F : 0.34F;
            if (y > 1)
                b.box({x, y, depth - 0.13F}, {half, 0.36F, 0.13F}, m);
            b.box({x, y, front}, {half * 0.92F, tall, 0.012F}, m, 0.01F);
            b.box({x, y, front + 0.008F}, {half * 0.62F, tall * 0.75F, 0.014F}, m, 0.025F); // the raised panel
            b.ball({x + half * 0.75F, y, front + 0.03F}, {0.015F, 0.015F, 0.015F}, metal);
        }
    }
    if (hood) { // a carved hood: ribs and knobs
        b.cone({0, 1.75F, depth - 0.02F}, 0.3F, 0.34F, 0.16F, m);
        b.box({0, 1.43F, depth}, {0.36F, 0.04F, 0.26F}, m, 0.02F);
        for (int i = 0; i < 9; ++i) {
            const float x = (static_cast<float>(i) - 4) * 0.08F;
            b.ball({x, 1.43F, depth + 0.27F}, {0.03F, 0.03F, 0.02F}, m);
            b.capsule({x, 1.48F, depth + 0.3F - x * x}, {x * 0.5F, 2.0F, depth + 0.13F - x * x * 0.5F}, 0.012F, m);
        }
    }
    clutter(b, palette, random, {0, 0.92F, depth}, w * 0.8F, 3 + random.below(4));
    return color.name + " kitchen cabinet";
}

std::string radiator(Builder& b, Palette& palette, Random& random)
{
    const int m = b.world().add(palette.plain(palette.wallColor().albedo));
    const int ribs = 6 + random.below(9);
    const float h = random.between(0.25F, 0.45F);
    for (int i = 0; i < ribs; ++i) {
        const float x = (static_cast<float>(i) - 0.5F * static_cast<float>(ribs - 1)) * 0.075F;
        b.capsule({x, 0.12F, -0.36F}, {x, 0.12F + 2 * h, -0.36F}, 0.03F, m);
    }
    b.capsule({-0.04F * static_cast<float>(ribs), 0.16F, -0.36F}, {0.04F * static_cast<float>(ribs), 0.16F, -0.36F},
              0.02F, m);
    return "radiator";
}

std::string television(Builder& b, Palette& palette, Random& random)
{
    NamedColor color;
    const int m = surfaceOf(b, palette, random, color, 0.6F);
    Material screen = palette.pictureSurface(1.2F);
    if (random.chance(0.5F)) // off: a dark mirror
        screen = palette.plain({0.02F, 0.02F, 0.022F});
    screen.mirror = 0.25F;
    const float w = random.between(0.3F, 0.6F);
    const int black = b.world().add(palette.plain({0.02F, 0.02F, 0.02F}));
    b.box({0, 0.25F, 0}, {w + 0.15F, 0.25F, 0.2F}, m);
    b.box({0, 0.55F + w * 0.6F, 0}, {w, w * 0.6F, 0.025F}, black);
    b.box({0, 0.55F + w * 0.6F, 0.022F}, {w * 0.96F, w * 0.55F, 0.01F}, b.world().add(screen), 0);
    b.box({0, 0.53F, 0}, {0.05F, 0.04F, 0.04F}, black);
    return "television";
}

std::string someone(Builder& b, Palette& palette, Random& random)
{
    const Person person = makePerson(palette, random, b.world());
    Pose pose = randomPose(random);
    buildPerson(b, person, pose);
    return person.words;
}

constexpr Piece freePieces[] = {{"table", 0.75F, false, table},   {"chair", 0.35F, false, chair},
                                {"solids", 0.4F, false, solids},  {"plant", 0.4F, false, plant},
                                {"vase", 0.25F, false, vase},     {"teddy", 0.35F, false, teddy},
                                {"person", 0.4F, false, someone}, {"sofa", 0.9F, false, sofa},
                                {"solids", 0.4F, false, solids},  {"chair", 0.35F, false, chair}};
constexpr Piece wallPieces[] = {{"sofa", 0.9F, true, sofa},          {"shelf", 0.55F, true, shelf},
                                {"dresser", 0.6F, true, dresser},    {"bed", 1.0F, true, bed},
                                {"kitchen", 0.9F, true, kitchen},    {"plant", 0.4F, true, plant},
                                {"radiator", 0.45F, true, radiator}, {"television", 0.6F, true, television},
                                {"shelf", 0.55F, true, shelf}};

} // namespace

const Piece& randomPiece(Random& random, bool atWall)
{
    const std::span<const Piece> pieces =
        atWall ? std::span<const Piece>(wallPieces) : std::span<const Piece>(freePieces);
    return pieces[static_cast<std::size_t>(random.below(static_cast<int>(pieces.size())))];
}

} // namespace unividx::scene
