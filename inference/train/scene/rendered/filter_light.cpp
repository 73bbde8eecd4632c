#include "inference/train/scene/rendered/film.h"

#include <algorithm>

namespace unividx::scene {

namespace {

/// What the filter passes on from one round to the next.
struct Filtered {
    Vec3 light;
    Vec3 gloss;
    float noise = 0;
};

constexpr int rounds = 4;
constexpr float kernel[3] = {0.375F, 0.25F, 0.0625F}; // B3 spline: middle, near, far

/// One round: a spline blur of 5x5 taps `step` pixels apart, held back at edges of normals, depth and light.
/// Source: Dammertz, Sewtz, Hanika, Lensch 2010; the light's own weight after Schied and others 2017.
void filterRound(const std::vector<FilmPixel>& pixels, const std::vector<Filtered>& in, std::vector<Filtered>& out,
                 Resolution size, int step)
{
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const auto at = static_cast<std::size_t>(y * size.width + x);
            const FilmPixel& p = pixels[at];
            if (p.share <= 0 || p.glowing >= 1) {
                out[at] = in[at];
                continue;
            }
            const float own = luminance(in[at].light);
            const float spread = 3.0F * std::sqrt(std::max(in[at].noise, 0.0F)) + 0.02F * own + 1e-4F;
            Vec3 light;
            Vec3 gloss;
            float noise = 0;
            float total = 0;
            for (int j = -2; j <= 2; ++j) {
                const int v = y + j * step;
                if (v < 0 || v >= size.height)
                    continue;
                for (int i = -2; i <= 2; ++i) {
                    const int u = x + i * step;
                    if (u < 0 || u >= size.width)
                        continue;
                    const auto near = static_cast<std::size_t>(v * size.width + u);
                    const FilmPixel& q = pixels[near];
                    if (q.share <= 0 || q.glowing >= 1)
                        continue;
                    const float aligned = std::max(dot(p.normal, q.normal), 0.0F);
                    const float square = aligned * aligned;
                    const float facing = square * square * square * square * square * square;
                    const float far = std::abs(p.depth - q.depth) /
                                      (0.02F * std::max(p.depth, 0.05F) * static_cast<float>(step) + 1e-4F);
                    const float apart = std::abs(own - luminance(in[near].light)) / spread;
                    const float weight = kernel[std::abs(i)] * kernel[std::abs(j)] * facing * q.share *
                                         std::exp(-std::min(far + apart, 30.0F));
                    light += in[near].light * weight;
                    gloss += in[near].gloss * weight;
                    noise += in[near].noise * weight * weight;
                    total += weight;
                }
            }
            if (total < 1e-6F) {
                out[at] = in[at];
                continue;
            }
            out[at] = {light / total, gloss / total, noise / (total * total)};
        }
    }
}

/// The noise of single pixels is a poor guess from few samples; the mean around is a better one.
void steadyNoise(const std::vector<FilmPixel>& pixels, std::vector<Filtered>& values, Resolution size)
{
    std::vector<float> raw(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        raw[i] = values[i].noise;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            float sum = 0;
            float count = 0;
            for (int v = std::max(y - 2, 0); v <= std::min(y + 2, size.height - 1); ++v) {
                for (int u = std::max(x - 2, 0); u <= std::min(x + 2, size.width - 1); ++u) {
                    const auto near = static_cast<std::size_t>(v * size.width + u);
                    if (pixels[near].share <= 0 || pixels[near].glowing >= 1)
                        continue;
                    sum += raw[near];
                    count += 1;
                }
            }
            if (count > 0)
                values[static_cast<std::size_t>(y * size.width + x)].noise = sum / count;
        }
    }
}

/// Lone bright pixels are noise: none stays brighter than the third brightest of its neighbours.
void tame(const std::vector<FilmPixel>& pixels, std::vector<Filtered>& values, Resolution size, Vec3 Filtered::*what)
{
    std::vector<Vec3> raw(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        raw[i] = values[i].*what;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            float top[3] = {0, 0, 0}; // brightest first
            int count = 0;
            for (int v = std::max(y - 1, 0); v <= std::min(y + 1, size.height - 1); ++v) {
                for (int u = std::max(x - 1, 0); u <= std::min(x + 1, size.width - 1); ++u) {
                    const auto near = static_cast<std::size_t>(v * size.width + u);
                    if ((u == x && v == y) || pixels[near].share <= 0 || pixels[near].glowing >= 1)
                        continue;
                    ++count;
                    float l = luminance(raw[near]);
                    for (float& t : top) {
                        if (l > t)
                            std::swap(l, t);
                    }
                }
            }
            Vec3& value = values[static_cast<std::size_t>(y * size.width + x)].*what;
            if (count >= 3 && luminance(value) > top[2])
                value *= top[2] / luminance(value);
        }
    }
}

void filterLayer(std::vector<FilmPixel>& pixels, Resolution size)
{
    std::vector<Filtered> now(pixels.size());
    bool any = false;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        now[i] = {pixels[i].light, pixels[i].gloss, pixels[i].noise};
        any = any || pixels[i].share > 0;
    }
    if (!any)
        return;
    steadyNoise(pixels, now, size);
    tame(pixels, now, size, &Filtered::light);
    tame(pixels, now, size, &Filtered::gloss);
    std::vector<Filtered> next(pixels.size());
    for (int round = 0; round < rounds; ++round) {
        filterRound(pixels, now, next, size, 1 << round);
        std::swap(now, next);
        if (round == 1) { // reflections are sharper than light
            for (std::size_t i = 0; i < pixels.size(); ++i)
                pixels[i].gloss = now[i].gloss;
        }
    }
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i].light = now[i].light;
}

} // namespace

void filterLight(FilmFrame& frame)
{
    filterLayer(frame.set, frame.size);
    filterLayer(frame.subject, frame.size);
}

} // namespace unividx::scene
