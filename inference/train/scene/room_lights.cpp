#include "inference/train/scene/room.h"

namespace unividx::scene {

namespace {

Vec3 lightColor(const Palette& palette, Random& random, std::string& word)
{
    if (random.chance(palette.muted() ? 0.06F : 0.25F)) { // stage light, neon, sunset
        const NamedColor named = namedColor(random.unit(), random.between(0.3F, 0.85F), 1);
        word = named.name;
        return named.albedo;
    }
    const float warmth = random.between(-1, 1) * (palette.muted() ? 0.6F : 1.0F); // from skylight to candle
    word = warmth > 0.3F ? "warm" : warmth < -0.3F ? "cool" : "white";
    return warmth > 0 ? mix(Vec3{1, 1, 1}, Vec3{1, 0.62F, 0.3F}, warmth)
                      : mix(Vec3{1, 1, 1}, Vec3{0.55F, 0.75F, 1}, -warmth);
}

int glowing(World& world, Vec3 color)
{
    Material m;
    const float top = std::max(std::max(color.x, color.y), color.z);
    const Vec3 shown = mix(Vec3{1, 1, 1}, color / top, 0.5F) * 0.9F;
    m.colors = {shown, shown, shown, shown};
    m.emits = true;
    return world.add(m);
}

void addWindow(World& world, Palette& palette, Random& random, Light& light)
{
    const int wall = random.below(4);
    Builder b(world, wallPlacement(world, wall));
    const float half = wallHalfLength(world, wall);
    const float w = random.between(0.35F, std::min(1.1F, half * 0.7F));
    const float h = random.between(0.4F, 0.8F);
    const float x = random.between(-half + w, half - w);
    const float y = random.between(h + 0.5F, std::max(h + 0.6F, world.hi.y - h - 0.15F));
    Material view = palette.surface(palette.color());
    view.pattern = Pattern::Outside;
    view.period = 2.2F * w;
    view.colors = {mix({0.85F, 0.88F, 0.92F}, light.color * 0.9F, 0.5F),
                   {0.5F, 0.66F, 0.9F},
                   namedColor(random.between(0.2F, 0.4F), 0.5F, 0.6F).albedo,
                   palette.color().albedo};
    if (random.chance(0.4F)) // overexposed, as windows mostly are
        view.colors = {Vec3{0.9F, 0.9F, 0.9F}, Vec3{0.93F, 0.93F, 0.93F}, Vec3{0.85F, 0.87F, 0.85F},
                       Vec3{0.9F, 0.9F, 0.9F}};
    view.emits = true;
    view.mirror = 0;
    b.box({x, y, 0}, {w, h, 0.012F}, world.add(view), 0);
    const int frame = world.add(palette.plain(palette.wallColor().albedo));
    for (const float s : {-1.0F, 1.0F}) {
        b.box({x + s * w, y, 0.02F}, {0.04F, h + 0.04F, 0.035F}, frame);
        b.box({x, y + s * h, 0.02F}, {w + 0.04F, 0.04F, 0.035F}, frame);
    }
    const int bars = random.below(4);
    for (int i = 0; i < bars; ++i) {
        const float at = (static_cast<float>(i) + 1) / static_cast<float>(bars + 1) * 2 - 1;
        b.box({x + at * w, y, 0.015F}, {0.015F, h, 0.025F}, frame, 0.005F);
    }
    light.kind = Light::Kind::Panel;
    light.position = b.place().point({x, y, 0.07F});
    light.normal = b.place().axes.z;
    light.alongU = b.place().axes.x * w;
    light.alongV = Vec3{0, h, 0};
    light.bars = bars;
}

/// The sun through the window that `window` stands for.
Light sunThrough(const Light& window, Random& random)
{
    Light sun = window;
    sun.kind = Light::Kind::Sun;
    const Vec3 across = normalized(window.alongU);
    sun.normal =
        normalized(-window.normal + across * random.between(-0.9F, 0.9F) + Vec3{0, random.between(0.25F, 1.1F), 0});
    sun.radius = random.logBetween(0.004F, 0.04F);
    sun.color =
        mix(Vec3{1, 0.93F, 0.82F}, Vec3{1, 0.55F, 0.22F}, random.unit() * random.unit()) * random.between(0.8F, 4.0F);
    return sun;
}

void addLamp(World& world, Palette& palette, Random& random, Light& light)
{
    const int glow = glowing(world, light.color);
    const int metal = world.add(palette.plain(palette.color().albedo));
    Vec3 at{random.between(world.lo.x + 0.5F, world.hi.x - 0.5F), 0,
            random.between(world.lo.z + 0.5F, world.hi.z - 0.5F)};
    Builder b(world, {at, {}});
    light.radius = random.between(0.06F, 0.2F);
    switch (random.below(4)) {
    case 0: { // a floor lamp with a shade
        const float y = random.between(1.2F, 1.7F);
        b.cylinder({0, y * 0.5F, 0}, y * 0.5F, 0.015F, metal);
        b.cylinder({0, 0.015F, 0}, 0.015F, 0.15F, metal);
        b.cone({0, y, 0}, 0.14F, 0.2F, 0.12F, glow);
        at.y = y;
        break;
    }
    case 1: { // a pendant
        const float y = world.hi.y - random.between(0.4F, 0.9F);
        b.cylinder({0, 0.5F * (y + world.hi.y), 0}, 0.5F * (world.hi.y - y), 0.008F, metal);
        b.ball({0, y, 0}, {light.radius, light.radius, light.radius}, glow);
        at.y = y;
        break;
    }
    case 2: { // a panel in the ceiling
        const float w = random.between(0.2F, 0.7F);
        const float d = random.between(0.1F, 0.5F);
        b.box({0, world.hi.y, 0}, {w, 0.02F, d}, glow, 0);
        light.kind = Light::Kind::Panel;
        light.normal = {0, -1, 0};
        light.alongU = {w, 0, 0};
        light.alongV = {0, 0, d};
        at.y = world.hi.y - 0.05F;
        break;
    }
    default: // a film light out of the picture: no shape
        at.y = random.between(0.6F, world.hi.y - 0.2F);
        light.radius = random.between(0.03F, 0.45F);
        if (random.chance(0.5F)) // beside or behind the camera
            at =
                world.camera.position + Vec3{random.between(-1, 1), random.between(-0.2F, 0.6F), random.between(-1, 1)};
        at = min(max(at, world.lo + Vec3{0.2F, 0.2F, 0.2F}), world.hi - Vec3{0.2F, 0.2F, 0.2F});
    }
    light.position = at;
}

} // namespace

std::string lightRoom(World& world, Palette& palette, Random& random)
{
    const int count = 1 + random.below(3);
    std::string words;
    for (int i = 0; i < count; ++i) {
        Light light;
        std::string word;
        light.color = lightColor(palette, random, word);
        const float power = (i == 0 ? 1.0F : random.logBetween(0.1F, 1.0F)) * random.between(0.7F, 1.3F);
        const bool window = random.chance(0.35F);
        if (window)
            addWindow(world, palette, random, light);
        else
            addLamp(world, palette, random, light);
        // A room of twice the size needs four times the light for the same picture.
        light.color *= power * (i == 0 || !window ? 1.0F : 1.5F);
        if (window && random.chance(0.45F) && world.lights.size() + 1 < maxLights) {
            Light sun = sunThrough(light, random);
            sun.color *= 0.4F * power;
            world.lights.push_back(sun);
            word = "sun";
        }
        world.lights.push_back(light);
        if (i == 0) {
            const View view = viewAt(world.camera, 0);
            const float side = dot(normalized(light.position - view.position), view.axes.x);
            words = word + (word == "sun" ? "light" : " light") +
                    (side > 0.35F    ? " from the right"
                     : side < -0.35F ? " from the left"
                                     : "");
        }
        if (world.lights.size() >= maxLights)
            break;
    }
    return words;
}

} // namespace unividx::scene
