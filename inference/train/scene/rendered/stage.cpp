#include "inference/train/scene/rendered/stage.h"

#include "inference/train/scene/srgb.h"

#include <array>

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;

const std::array<float, 256>& decoded()
{
    static const std::array<float, 256> table = [] {
        std::array<float, 256> values{};
        for (std::size_t i = 0; i < 256; ++i)
            values[i] = srgbDecode(static_cast<float>(i) / 255);
        return values;
    }();
    return table;
}

int wrapped(int i, int size)
{
    const int r = i % size;
    return r < 0 ? r + size : r;
}

const std::uint8_t* texelAt(const Texture& t, int x, int y)
{
    return t.texels + static_cast<std::size_t>((y * t.width + x) * t.channels);
}

/// Bilinear, repeating; u and v count repeats, v up. Linear light.
Vec3 textureColor(const Texture& t, float u, float v)
{
    u = (u - std::floor(u)) * static_cast<float>(t.width) - 0.5F;
    v = (1 - (v - std::floor(v))) * static_cast<float>(t.height) - 0.5F;
    const int x = static_cast<int>(std::floor(u));
    const int y = static_cast<int>(std::floor(v));
    const float fx = u - static_cast<float>(x);
    const float fy = v - static_cast<float>(y);
    Vec3 sum;
    for (int j = 0; j < 2; ++j) {
        for (int i = 0; i < 2; ++i) {
            const std::uint8_t* p = texelAt(t, wrapped(x + i, t.width), wrapped(y + j, t.height));
            const float weight = (i == 0 ? 1 - fx : fx) * (j == 0 ? 1 - fy : fy);
            sum += Vec3{decoded()[p[0]], decoded()[p[1]], decoded()[p[2]]} * weight;
        }
    }
    return sum;
}

TextureUv repeats(const Finish& finish, TextureUv uv)
{
    if (finish.textureInRepeats)
        return uv;
    const float k = 1 / finish.pattern.period;
    const float tall = static_cast<float>(finish.texture.width) / static_cast<float>(finish.texture.height);
    return {uv.u * k, uv.v * k * tall};
}

} // namespace

Vec3 finishAlbedo(const Finish& finish, TextureUv uv, float width)
{
    if (finish.texture.empty())
        return finish.pattern.albedo(uv.u, uv.v, width);
    const TextureUv at = repeats(finish, uv);
    return min(max(textureColor(finish.texture, at.u, at.v) * finish.tint, {0.004F, 0.004F, 0.004F}),
               {0.95F, 0.95F, 0.95F});
}

float finishCoverage(const Finish& finish, TextureUv uv)
{
    if (finish.texture.channels != 4)
        return 1;
    const Texture& t = finish.texture;
    const TextureUv at = repeats(finish, uv);
    const int x = static_cast<int>((at.u - std::floor(at.u)) * static_cast<float>(t.width));
    const int y = static_cast<int>((1 - (at.v - std::floor(at.v))) * static_cast<float>(t.height));
    return static_cast<float>(texelAt(t, wrapped(x, t.width), wrapped(y, t.height))[3]) / 255;
}

Vec3 skyLight(const Sky& sky, Vec3 direction)
{
    const float up = direction.y;
    if (up < 0)
        return mix(sky.horizon * 0.5F, sky.ground, smoothstep(0, 0.15F, -up));
    return mix(sky.horizon, sky.zenith, std::sqrt(saturate(up)));
}

Vec3 skyView(const Sky& sky, Vec3 direction, float screenX, float screenY)
{
    const auto shown = [](Vec3 v) { return min(max(v, {0.004F, 0.004F, 0.004F}), {1, 1, 1}); };
    if (sky.view.empty()) {
        Vec3 color = skyLight(sky, direction);
        if (sky.clouds > 0 && direction.y > 0.02F) {
            const float k = 1.5F / (direction.y + 0.15F); // on a flat layer above
            float cover = 0;
            for (int octave = 0; octave < 4; ++octave) {
                const float scale = k * static_cast<float>(1 << octave);
                cover += smoothNoise(direction.x * scale, direction.z * scale,
                                     sky.cloudSeed + static_cast<std::uint32_t>(octave)) /
                         static_cast<float>(2 << octave);
            }
            color = mix(color, Vec3{0.95F, 0.95F, 0.97F},
                        smoothstep(0.75F - 0.5F * sky.clouds, 0.95F - 0.4F * sky.clouds, cover));
        }
        return shown(color * sky.viewGain);
    }
    const Texture& t = sky.view;
    if (sky.flat)
        return shown(textureColor(t, std::clamp(screenX, 0.002F, 0.998F), std::clamp(1 - screenY, 0.002F, 0.998F)) *
                     sky.viewGain);
    const float yaw = (std::atan2(direction.x, -direction.z) - sky.viewYaw) / sky.viewWidth + 0.5F;
    const float tall = sky.viewWidth * static_cast<float>(t.height) / static_cast<float>(t.width);
    const float pitch = std::asin(std::clamp(direction.y, -1.0F, 1.0F)) / tall + 0.45F;
    // Mirrored repeats have no seam.
    const float turns = yaw - 2 * std::floor(yaw / 2);
    const float u = turns > 1 ? 2 - turns : turns;
    return shown(textureColor(t, std::clamp(u, 0.002F, 0.998F), std::clamp(pitch, 0.004F, 0.996F)) * sky.viewGain);
}

} // namespace unividx::scene
