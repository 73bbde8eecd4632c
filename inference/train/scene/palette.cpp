#include "inference/train/scene/palette.h"

#include "inference/train/scene/srgb.h"

namespace unividx::scene {

NamedColor namedColor(float hue, float saturation, float value)
{
    hue -= std::floor(hue);
    const auto channel = [&](float offset) {
        float k = offset + hue * 6;
        k -= 6 * std::floor(k / 6);
        return srgbDecode(value * (1 - saturation * std::clamp(std::min(k, 4 - k), 0.0F, 1.0F)));
    };
    const Vec3 albedo = max({channel(5), channel(3), channel(1)}, {0.01F, 0.01F, 0.01F});
    if (saturation < 0.15F)
        return {albedo, value > 0.85F ? "white" : value > 0.6F ? "light grey" : value > 0.3F ? "grey" : "black"};
    static constexpr const char* names[] = {"red",  "orange", "yellow", "green",  "green",  "teal",
                                            "cyan", "blue",   "blue",   "purple", "purple", "pink"};
    const std::string name = names[static_cast<int>(hue * 12 + 0.5F) % 12];
    if (name == "orange" && value < 0.6F)
        return {albedo, "brown"};
    return {albedo, value < 0.4F ? "dark " + name : saturation < 0.35F && value > 0.7F ? "pale " + name : name};
}

Palette::Palette(Random& random) : random_(random)
{
    hues_[0] = random.unit();
    hues_[1] = random.chance(0.5F) ? hues_[0] + random.between(0.4F, 0.6F) : random.unit();
    hues_[2] = random.unit();
    muted_ = random.chance(0.6F);
    saturation_ = muted_ ? random.between(0.08F, 0.6F) : random.between(0.4F, 1.0F);
    glossShare_ = random.chance(0.3F) ? 0 : random.between(0.1F, 0.7F);
}

void Palette::limitSaturation(float most)
{
    saturation_ = std::min(saturation_, most);
    mostOnWalls_ = std::min(mostOnWalls_, most);
}

NamedColor Palette::color()
{
    if (random_.chance(muted_ ? 0.4F : 0.2F))
        return namedColor(0, random_.between(0, 0.1F), random_.between(0.12F, 0.98F));
    const float hue = random_.chance(0.7F) ? hues_[random_.below(3)] + random_.between(-0.04F, 0.04F) : random_.unit();
    return namedColor(hue, saturation_ * random_.between(0.35F, 1.0F), random_.between(0.25F, 0.98F));
}

NamedColor Palette::wallColor()
{
    if (random_.chance(muted_ ? 0.15F : 0.4F))
        return color();
    return namedColor(hues_[0] + random_.between(-0.1F, 0.1F), random_.between(0, mostOnWalls_),
                      random_.between(0.65F, 0.97F));
}

NamedColor Palette::woodColor()
{
    return namedColor(random_.between(0.05F, 0.11F), random_.between(0.3F, 0.75F), random_.between(0.2F, 0.8F));
}

Vec3 Palette::skin()
{
    return namedColor(random_.between(0.03F, 0.075F), random_.between(0.25F, 0.6F), random_.between(0.3F, 0.95F))
        .albedo;
}

Vec3 Palette::hair()
{
    if (random_.chance(0.08F))
        return color().albedo;
    const float value = random_.chance(0.6F) ? random_.between(0.06F, 0.3F) : random_.between(0.3F, 0.85F);
    return namedColor(random_.between(0.03F, 0.12F), random_.between(0.1F, 0.6F), value).albedo;
}

void Palette::finish(Material& material)
{
    material.seed = static_cast<std::uint32_t>(random_.bits());
    if (random_.chance(glossShare_)) {
        material.specular = random_.logBetween(0.02F, 0.35F);
        material.sharpness = random_.logBetween(8, 400);
        material.mirror = random_.chance(0.3F) ? random_.between(0.05F, 0.5F) : 0;
    }
    if (random_.chance(0.4F))
        material.grain = random_.between(0.02F, 0.25F);
}

Material Palette::plain(Vec3 albedo)
{
    Material m;
    m.colors = {albedo, albedo, albedo, albedo};
    finish(m);
    return m;
}

Material Palette::surface(const NamedColor& base, float plainShare)
{
    Material m = plain(base.albedo);
    m.colors = {base.albedo, color().albedo, color().albedo, color().albedo};
    if (random_.chance(0.4F)) // tone on tone
        m.colors[1] = base.albedo * random_.between(0.35F, 0.85F);
    m.period = random_.logBetween(0.04F, 0.7F);
    if (random_.chance(plainShare))
        return m;
    static constexpr Pattern choices[] = {Pattern::Checker, Pattern::Stripes, Pattern::Tiles,  Pattern::Bricks,
                                          Pattern::Wood,    Pattern::Cloud,   Pattern::Cloud,  Pattern::Marble,
                                          Pattern::Dots,    Pattern::Plaid,   Pattern::Blocks, Pattern::Print};
    m.pattern = choices[random_.below(12)];
    return m;
}

Material Palette::wood(const NamedColor& base)
{
    Material m = plain(base.albedo);
    m.colors[1] = base.albedo * random_.between(0.3F, 0.75F);
    m.pattern = Pattern::Wood;
    m.period = random_.between(0.25F, 0.6F);
    return m;
}

Material Palette::pictureSurface(float size)
{
    Material m;
    m.colors = {color().albedo, color().albedo, color().albedo, color().albedo};
    static constexpr Pattern choices[] = {Pattern::Picture, Pattern::Picture, Pattern::Outside,
                                          Pattern::Blocks,  Pattern::Print,   Pattern::Marble};
    m.pattern = choices[random_.below(6)];
    finish(m);
    m.period = size;
    if (m.pattern == Pattern::Blocks || m.pattern == Pattern::Print || m.pattern == Pattern::Marble)
        m.period = size * random_.between(0.15F, 0.5F);
    return m;
}

} // namespace unividx::scene
