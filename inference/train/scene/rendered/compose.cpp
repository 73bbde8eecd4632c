#include "inference/train/scene/rendered/compose.h"

#include "inference/train/scene/plate.h"
#include "inference/train/scene/srgb.h"

namespace unividx::scene {

namespace {

/// One layer of a pixel, exposed.
struct Exposed {
    Vec3 albedo;  ///< linear, what glows included
    Vec3 gloss;   ///< linear
    Vec3 encoded; ///< display colour
};

Vec3 encoded(Vec3 linear)
{
    return {srgbEncode(linear.x), srgbEncode(linear.y), srgbEncode(linear.z)};
}

Vec3 decoded(Vec3 display)
{
    return {srgbDecode(display.x), srgbDecode(display.y), srgbDecode(display.z)};
}

Exposed expose(const FilmPixel& p, Vec3 exposure)
{
    Exposed e;
    const Vec3 shown = p.albedo * shoulder(p.light * exposure) * (1 - p.glowing) + p.glow * p.glowing;
    e.albedo = min(max(p.albedo * (1 - p.glowing) + p.glow * p.glowing, {0.004F, 0.004F, 0.004F}), {1, 1, 1});
    const Vec3 room = max(Vec3{1, 1, 1} - shown, {0, 0, 0});
    e.gloss = min(shoulder(p.gloss * exposure) * (1 - p.glowing), room);
    e.encoded = encoded(shown + e.gloss);
    return e;
}

void put(std::vector<float>& pixels, std::size_t at, Vec3 v)
{
    pixels[3 * at] = v.x;
    pixels[3 * at + 1] = v.y;
    pixels[3 * at + 2] = v.z;
}

/// Runs the foreground on beyond the subject's edge, three pixels far.
void extendForeground(RenderedFrame& frame, Resolution size)
{
    std::vector<char> known(frame.alpha.size());
    for (std::size_t i = 0; i < known.size(); ++i)
        known[i] = frame.alpha[i] > 0 ? 1 : 0;
    for (int pass = 0; pass < 3; ++pass) {
        const std::vector<char> before = known;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const auto at = static_cast<std::size_t>(y * size.width + x);
                if (before[at] != 0)
                    continue;
                Vec3 sum;
                float count = 0;
                for (int j = std::max(y - 1, 0); j <= std::min(y + 1, size.height - 1); ++j) {
                    for (int i = std::max(x - 1, 0); i <= std::min(x + 1, size.width - 1); ++i) {
                        const auto near = static_cast<std::size_t>(j * size.width + i);
                        if (before[near] == 0)
                            continue;
                        sum += {frame.foreground[3 * near], frame.foreground[3 * near + 1],
                                frame.foreground[3 * near + 2]};
                        count += 1;
                    }
                }
                if (count > 0) {
                    put(frame.foreground, at, sum / count);
                    known[at] = 1;
                }
            }
        }
    }
}

} // namespace

Vec3 meterFilm(const FilmFrame& frame, float target, float whiteBalance)
{
    float sum = 0;
    float count = 0;
    Vec3 color;
    for (std::size_t i = 0; i < frame.set.size(); ++i) {
        for (const FilmPixel* p : {&frame.set[i], &frame.subject[i]}) {
            const float weight = p == &frame.subject[i] ? 4 * p->share : 1 - frame.subject[i].share;
            if (p->glowing > 0.5F || weight <= 0)
                continue;
            // The root keeps a sun patch from turning the rest black.
            sum += weight * std::sqrt(luminance(p->light));
            color += p->light * (weight / (0.1F + luminance(p->light)));
            count += weight;
        }
    }
    const float mean = sum / std::max(count, 1.0F);
    const float gain = target / std::max(mean * mean, 1e-5F);
    color = max(color / std::max(luminance(color), 1e-5F), {0.05F, 0.05F, 0.05F});
    const Vec3 neutral{1 / color.x, 1 / color.y, 1 / color.z};
    const Vec3 balance = mix({1, 1, 1}, neutral, whiteBalance);
    return balance * (gain / luminance(balance * color));
}

RenderedFrame composeFrame(const FilmFrame& film, Vec3 exposure)
{
    const std::size_t count = film.set.size();
    RenderedFrame frame;
    for (auto* layer : {&frame.cleanRgb, &frame.albedo, &frame.irradiance, &frame.gloss, &frame.normal,
                        &frame.foreground, &frame.background})
        layer->assign(3 * count, 0);
    frame.depth.assign(count, 0);
    frame.alpha.assign(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const FilmPixel& s = film.subject[i];
        const FilmPixel& b = film.set[i];
        const float a = s.share;
        const Exposed back = expose(b, exposure);
        const Exposed front = a > 0 ? expose(s, exposure) : Exposed{};
        const Vec3 shown = front.encoded * a + back.encoded * (1 - a);
        const Vec3 albedo = front.albedo * a + back.albedo * (1 - a);
        const Vec3 gloss = front.gloss * a + back.gloss * (1 - a);
        // Mixed on the display values, so the light of mixed pixels follows from what is left.
        const Vec3 lit = max(decoded(shown) - gloss, {0, 0, 0});
        const Vec3 light = min({lit.x / albedo.x, lit.y / albedo.y, lit.z / albedo.z}, {1, 1, 1});
        put(frame.cleanRgb, i, shown);
        put(frame.albedo, i, encoded(albedo));
        put(frame.irradiance, i, encoded(light));
        put(frame.gloss, i, gloss);
        put(frame.foreground, i, front.encoded);
        put(frame.background, i, back.encoded);
        const Vec3 normal = s.normal * a + b.normal * (1 - a);
        put(frame.normal, i, dot(normal, normal) > 0.01F ? normalized(normal) : Vec3{});
        frame.depth[i] = a >= 0.5F ? s.depth : b.depth;
        frame.alpha[i] = a;
    }
    extendForeground(frame, film.size);
    return frame;
}

} // namespace unividx::scene
