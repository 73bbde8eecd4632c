#include "inference/train/scene/matte.h"

#include "inference/train/scene/degrade.h"
#include "inference/train/scene/srgb.h"

#include <cstddef>

namespace unividx::scene {

namespace {

/// World to the sample grid: columns, rows and depth along the axis.
class Projection {
public:
    Projection(const View& view, float halfTangent, Resolution grid)
        : view_(view), scale_(static_cast<float>(grid.width) / (2 * halfTangent)), grid_(grid)
    {
    }
    Vec3 operator()(Vec3 point) const
    {
        const Vec3 p = view_.axes.inward(point - view_.position);
        const float depth = std::max(-p.z, 0.05F);
        return {0.5F * static_cast<float>(grid_.width) + p.x / depth * scale_,
                0.5F * static_cast<float>(grid_.height) - p.y / depth * scale_, depth};
    }
    float scale() const { return scale_; }

private:
    View view_;
    float scale_;
    Resolution grid_;
};

struct Segment {
    Vec3 from, to; ///< projected
    float width;   ///< samples
    Vec3 color;    ///< encoded
};

void drawSegment(const Segment& s, Resolution grid, const std::vector<Seen>& plate, std::vector<float>& pixels)
{
    // Thinner than a sample: drawn one sample wide and as faint as it is thin.
    const float half = 0.5F * std::max(s.width, 1.0F);
    const float strength = std::min(s.width, 1.0F);
    const int left = std::max(0, static_cast<int>(std::min(s.from.x, s.to.x) - half - 1));
    const int right = std::min(grid.width - 1, static_cast<int>(std::max(s.from.x, s.to.x) + half + 1));
    const int top = std::max(0, static_cast<int>(std::min(s.from.y, s.to.y) - half - 1));
    const int bottom = std::min(grid.height - 1, static_cast<int>(std::max(s.from.y, s.to.y) + half + 1));
    const float dx = s.to.x - s.from.x;
    const float dy = s.to.y - s.from.y;
    const float inverse = 1 / std::max(dx * dx + dy * dy, 1e-6F);
    for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
            const float px = static_cast<float>(x) + 0.5F - s.from.x;
            const float py = static_cast<float>(y) + 0.5F - s.from.y;
            const float raw = (px * dx + py * dy) * inverse;
            if (raw < 0 || raw >= 1) // half open: the next piece begins where this one ends
                continue;
            const float away = std::abs(px * dy - py * dx) * std::sqrt(inverse);
            const float alpha = saturate(half + 0.5F - away) * strength;
            if (alpha <= 0)
                continue;
            const std::size_t i =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(grid.width) + static_cast<std::size_t>(x);
            if (plate[i].coverage > 0 && mix(s.from.z, s.to.z, raw) > plate[i].depth + 0.01F)
                continue;
            float* p = pixels.data() + 4 * i;
            p[0] += alpha * (s.color.x - p[0]);
            p[1] += alpha * (s.color.y - p[1]);
            p[2] += alpha * (s.color.z - p[2]);
            p[3] += alpha * (1 - p[3]);
        }
    }
}

void drawStrands(const Subject::Instant& instant, const LightField& field, const Projection& project, float exposure,
                 Resolution grid, const std::vector<Seen>& plate, std::vector<float>& pixels)
{
    for (const Strand& strand : instant.strands) {
        const Vec3 e = shoulder(field.thingIrradiance({strand.points[0], strand.outward}) * exposure);
        const Vec3 linear = min(strand.albedo * e, {1, 1, 1});
        const Vec3 color{srgbEncode(linear.x), srgbEncode(linear.y), srgbEncode(linear.z)};
        Vec3 from = project(strand.points[0]);
        for (std::size_t k = 1; k < strand.points.size(); ++k) {
            const Vec3 to = project(strand.points[k]);
            const float taper = 1 - 0.5F * static_cast<float>(k) / static_cast<float>(strand.points.size());
            drawSegment({from, to, strand.width * taper * project.scale() / from.z, color}, grid, plate, pixels);
            from = to;
        }
    }
}

/// A box along a line of `dx`, `dy` pixels, as an open shutter leaves it.
void smear(std::vector<float>& pixels, Resolution size, float dx, float dy)
{
    const float reach = std::sqrt(dx * dx + dy * dy);
    if (reach < 0.5F)
        return;
    const int taps = std::min(64, static_cast<int>(reach) + 2);
    const std::vector<float> source = pixels;
    const auto at = [&](int x, int y) {
        const auto cx = static_cast<std::size_t>(std::clamp(x, 0, size.width - 1));
        const auto cy = static_cast<std::size_t>(std::clamp(y, 0, size.height - 1));
        return source.data() + 4 * (cy * static_cast<std::size_t>(size.width) + cx);
    };
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            float sum[4]{};
            for (int k = 0; k < taps; ++k) {
                const float along = (static_cast<float>(k) + 0.5F) / static_cast<float>(taps) - 0.5F;
                const float sx = static_cast<float>(x) + along * dx;
                const float sy = static_cast<float>(y) + along * dy;
                const int ix = static_cast<int>(std::floor(sx));
                const int iy = static_cast<int>(std::floor(sy));
                const float fx = sx - static_cast<float>(ix);
                const float fy = sy - static_cast<float>(iy);
                for (int c = 0; c < 4; ++c)
                    sum[c] += mix(mix(at(ix, iy)[c], at(ix + 1, iy)[c], fx),
                                  mix(at(ix, iy + 1)[c], at(ix + 1, iy + 1)[c], fx), fy);
            }
            float* p = pixels.data() + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                                            static_cast<std::size_t>(x));
            for (int c = 0; c < 4; ++c)
                p[c] = sum[c] / static_cast<float>(taps);
        }
    }
}

} // namespace

Cutout renderCutout(const Subject& subject, float seconds, const LightField& field, const View& view, float exposure,
                    Resolution size, int samples, const Softness& softness, float frameSeconds)
{
    const World& world = subject.world();
    const Resolution grid{size.width * samples, size.height * samples};
    const Subject::Instant instant = subject.at(seconds);
    const ShapeTree things(instant.shapes);
    const float halfTangent = world.camera.halfTangent;
    const std::vector<Seen> plate = renderPlate(world, things, field, view, halfTangent, {grid, false, exposure});
    std::vector<float> fine(4 * plate.size());
    for (std::size_t i = 0; i < plate.size(); ++i) {
        const Seen& seen = plate[i];
        if (seen.coverage <= 0)
            continue;
        fine[4 * i] = seen.coverage * srgbEncode(seen.rgb.x);
        fine[4 * i + 1] = seen.coverage * srgbEncode(seen.rgb.y);
        fine[4 * i + 2] = seen.coverage * srgbEncode(seen.rgb.z);
        fine[4 * i + 3] = seen.coverage;
    }
    const Projection project(view, halfTangent, grid);
    drawStrands(instant, field, project, exposure, grid, plate, fine);

    Cutout cutout{size,
                  std::vector<float>(4 * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height))};
    const float share = 1.0F / static_cast<float>(samples * samples);
    for (int y = 0; y < grid.height; ++y) {
        for (int x = 0; x < grid.width; ++x) {
            const std::size_t from =
                4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(grid.width) + static_cast<std::size_t>(x));
            const std::size_t to = 4 * (static_cast<std::size_t>(y / samples) * static_cast<std::size_t>(size.width) +
                                        static_cast<std::size_t>(x / samples));
            for (std::size_t c = 0; c < 4; ++c)
                cutout.pixels[to + c] += share * fine[from + c];
        }
    }
    if (softness.defocus > 0)
        blurPixels(cutout.pixels, size, 4, softness.defocus * static_cast<float>(size.width));
    if (softness.shutter > 0) {
        const Vec3 now = project(instant.middle);
        const Vec3 next = project(subject.at(seconds + frameSeconds).middle);
        const float k = softness.shutter / static_cast<float>(samples);
        smear(cutout.pixels, size, (next.x - now.x) * k, (next.y - now.y) * k);
    }
    return cutout;
}

void splitCutout(const Cutout& cutout, int reach, std::vector<float>& alpha, std::vector<float>& foreground)
{
    constexpr float faintest = 1.0F / 512; // below, colour is noise and no 8-bit matte shows it
    const Resolution size = cutout.size;
    const std::size_t count = cutout.pixels.size() / 4;
    alpha.assign(3 * count, 0);
    foreground.assign(3 * count, 0);
    std::vector<char> known(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const float* p = cutout.pixels.data() + 4 * i;
        if (p[3] < faintest)
            continue;
        known[i] = 1;
        const float a = std::min(p[3], 1.0F);
        for (std::size_t c = 0; c < 3; ++c) {
            alpha[3 * i + c] = a;
            foreground[3 * i + c] = saturate(p[c] / p[3]);
        }
    }
    for (int round = 0; round < reach; ++round) {
        const std::vector<char> before = known;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const std::size_t i =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(x);
                if (before[i])
                    continue;
                Vec3 sum;
                float n = 0;
                for (int k = 0; k < 9; ++k) {
                    const int nx = x + k % 3 - 1;
                    const int ny = y + k / 3 - 1;
                    if (nx < 0 || ny < 0 || nx >= size.width || ny >= size.height)
                        continue;
                    const std::size_t j = static_cast<std::size_t>(ny) * static_cast<std::size_t>(size.width) +
                                          static_cast<std::size_t>(nx);
                    if (!before[j])
                        continue;
                    sum += {foreground[3 * j], foreground[3 * j + 1], foreground[3 * j + 2]};
                    n += 1;
                }
                if (n == 0)
                    continue;
                known[i] = 1;
                foreground[3 * i] = sum.x / n;
                foreground[3 * i + 1] = sum.y / n;
                foreground[3 * i + 2] = sum.z / n;
            }
        }
    }
}

} // namespace unividx::scene
