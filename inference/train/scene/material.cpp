#include "inference/train/scene/material.h"

#include "inference/train/scene/random.h"

namespace unividx::scene {

namespace {

int floorToInt(float v)
{
    const int i = static_cast<int>(v);
    return i - (static_cast<float>(i) > v ? 1 : 0);
}

float fraction(float v)
{
    return v - static_cast<float>(floorToInt(v));
}

/// A triangle wave in [-1, 1] of period 1: what stripes and cheap sines are cut from.
float wave(float v)
{
    return 4 * std::abs(fraction(v) - 0.5F) - 1;
}

/// A square wave made of `wave`, as soft as the sampling asks for.
float step(float w, float softness)
{
    return saturate(0.5F + w / std::max(softness, 0.02F));
}

float layeredNoise(float x, float y, std::uint32_t seed)
{
    return 0.57F * smoothNoise(x, y, seed) + 0.29F * smoothNoise(2.1F * x, 2.1F * y, seed + 1) +
           0.14F * smoothNoise(4.3F * x, 4.3F * y, seed + 2);
}

Vec3 tiles(const Material& m, float x, float y, float detail)
{
    const int i = floorToInt(x);
    const int j = floorToInt(y);
    const float edge = std::min(std::min(fraction(x), 1 - fraction(x)), std::min(fraction(y), 1 - fraction(y)));
    const float tone = 1 + 0.3F * (unitHash(i, j, m.seed) - 0.5F);
    return mix(m.colors[1], mix(m.colors[0], m.colors[2], unitHash(j, i, m.seed + 7) * 0.35F) * tone,
               saturate(0.5F + (edge - 0.04F) / std::max(detail, 0.02F)));
}

Vec3 wood(const Material& m, float x, float y)
{
    const int board = floorToInt(x * 2);
    const float shift = unitHash(board, 3, m.seed) * 17;
    const float grain = layeredNoise(x * 9, y * 0.8F + shift, m.seed + static_cast<std::uint32_t>(board & 7));
    const float rings = 0.5F + 0.5F * wave(grain * 3 + x);
    const float tone = 0.8F + 0.4F * unitHash(board, 5, m.seed);
    const float seam = fraction(x * 2) < 0.03F ? 0.55F : 1.0F;
    return mix(m.colors[0], m.colors[1], 0.25F + 0.5F * rings) * (tone * seam);
}

Vec3 picture(const Material& m, float x, float y)
{
    // Anything from a landscape to an abstract: a soft ramp, a wavy horizon, then five flat shapes.
    const float horizon = 0.3F * (unitHash(1, 1, m.seed) - 0.5F) + 0.12F * (smoothNoise(x * 4, 0, m.seed) - 0.5F);
    Vec3 color = y > horizon ? mix(m.colors[0], m.colors[1], saturate((y - horizon) * 1.6F))
                             : mix(m.colors[2], m.colors[3], saturate(0.5F - y) * smoothNoise(x * 6, y * 9, m.seed));
    for (int i = 0; i < 5; ++i) {
        const float cx = unitHash(i, 11, m.seed) - 0.5F;
        const float cy = unitHash(i, 12, m.seed) - 0.5F;
        const float size = 0.05F + 0.2F * unitHash(i, 13, m.seed);
        const float dx = x - cx;
        const float dy = y - cy;
        const bool inside = (hashCell(i, 14, m.seed) & 1U) != 0 ? dx * dx + dy * dy < size * size
                                                                : std::abs(dx) < size && std::abs(dy) < 0.5F * size;
        if (inside)
            color = m.colors[hashCell(i, 15, m.seed) & 3U] * (0.5F + unitHash(i, 16, m.seed));
    }
    return color;
}

Vec3 print(const Material& m, float x, float y)
{
    const int line = floorToInt(y * 6);
    const int word = floorToInt(x * 4 + unitHash(line, 2, m.seed) * 3);
    const bool ink = fraction(y * 6) > 0.35F && unitHash(word, line, m.seed) > 0.3F &&
                     fraction(x * 4 + unitHash(line, 2, m.seed) * 3) > 0.2F;
    return ink ? m.colors[1] : m.colors[0];
}

Vec3 outside(const Material& m, float x, float y)
{
    const float skyline =
        0.15F * (layeredNoise(x * 5 + 9, 0.5F, m.seed) - 0.5F) + 0.2F * unitHash(3, 3, m.seed) - 0.25F;
    const Vec3 sky = mix(m.colors[0], m.colors[1], saturate(y + 0.4F));
    const Vec3 ground = mix(m.colors[2], m.colors[3], layeredNoise(x * 12, y * 12, m.seed + 4));
    return mix(ground, sky, smoothstep(-0.03F, 0.03F, y - skyline));
}

} // namespace

float smoothNoise(float x, float y, std::uint32_t seed)
{
    const int i = floorToInt(x);
    const int j = floorToInt(y);
    float fx = x - static_cast<float>(i);
    float fy = y - static_cast<float>(j);
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    const float low = mix(unitHash(i, j, seed), unitHash(i + 1, j, seed), fx);
    const float high = mix(unitHash(i, j + 1, seed), unitHash(i + 1, j + 1, seed), fx);
    return mix(low, high, fy);
}

Vec3 Material::average() const
{
    switch (pattern) {
    case Pattern::Solid:
        return colors[0];
    case Pattern::Tiles:
    case Pattern::Bricks:
        return colors[0] * 0.85F + colors[1] * 0.15F;
    case Pattern::Dots:
    case Pattern::Print:
        return colors[0] * 0.7F + colors[1] * 0.3F;
    case Pattern::Blocks:
    case Pattern::Picture:
    case Pattern::Outside:
        return (colors[0] + colors[1] + colors[2] + colors[3]) * 0.25F;
    default:
        return (colors[0] + colors[1]) * 0.5F;
    }
}

Vec3 Material::albedo(float u, float v, float width) const
{
    const float x = u / period;
    const float y = v / period;
    const float detail = width / period;
    Vec3 color = colors[0];
    switch (pattern) {
    case Pattern::Solid:
        break;
    case Pattern::Checker:
        color = mix(colors[0], colors[1], step(wave(x) * wave(y), 4 * detail));
        break;
    case Pattern::Stripes:
        color = mix(colors[0], colors[1], step(wave(x) + 0.4F, 8 * detail));
        break;
    case Pattern::Tiles:
        color = tiles(*this, x, y, detail);
        break;
    case Pattern::Bricks:
        color = tiles(*this, x * 0.5F + 0.5F * static_cast<float>(floorToInt(y) & 1), y, detail);
        break;
    case Pattern::Wood:
        color = wood(*this, x, y);
        break;
    case Pattern::Cloud:
        color = mix(colors[0], colors[1], layeredNoise(x, y, seed));
        break;
    case Pattern::Marble:
        color = mix(colors[0], colors[1], std::pow(std::abs(wave(x * 0.4F + 1.6F * layeredNoise(x, y, seed))), 3.0F));
        break;
    case Pattern::Dots: {
        const float dx = fraction(x) - 0.5F;
        const float dy = fraction(y) - 0.5F;
        color = mix(colors[1], colors[0], step(dx * dx + dy * dy - 0.09F, 2 * detail));
        break;
    }
    case Pattern::Plaid:
        color = mix(mix(colors[0], colors[1], 0.5F * step(wave(x), 8 * detail)), colors[2],
                    0.5F * step(wave(y) - 0.2F, 8 * detail));
        break;
    case Pattern::Blocks:
        color = colors[hashCell(floorToInt(x), floorToInt(y), seed) & 3U];
        break;
    case Pattern::Picture:
        color = picture(*this, x, y);
        break;
    case Pattern::Print:
        color = print(*this, x, y);
        break;
    case Pattern::Outside:
        color = outside(*this, x, y);
        break;
    }
    if (grain > 0)
        color *= 1 + grain * (2 * smoothNoise(u * 60, v * 60, seed + 77) - 1) * saturate(1.5F - width * 60);
    return min(max(color, {0.004F, 0.004F, 0.004F}), {0.95F, 0.95F, 0.95F});
}

} // namespace unividx::scene
