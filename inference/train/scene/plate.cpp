#include "inference/train/scene/plate.h"

#include <array>
#include <cstddef>

namespace unividx::scene {

namespace {

/// A sample before its neighbours smooth its light.
struct Raw {
    Vec3 position, normal, albedo, bounce;
    std::array<float, maxLights> visible{};
    float depth = 0;
    float coverage = 0;
    int surface = 0;   ///< shapes from 0; walls from -1 down
    int material = -1; ///< -1: nothing here
};

class Tracer {
public:
    Tracer(const World& world, const ShapeTree& things, const LightField& field, bool walls)
        : world_(world), things_(things), field_(field), passes_(passesLight(world.materials)), walls_(walls)
    {
    }

    /// What the ray meets first; material -1 if it meets nothing.
    Raw surfaceAt(const Ray& ray, float spread) const
    {
        Raw raw = firstBeyond(ray, 0.02F, spread);
        // What shines through a sheer or hairy layer colours it.
        float nearest = raw.depth;
        for (int layer = 0; layer < 3 && raw.material >= 0 && raw.coverage < 0.98F; ++layer) {
            const Raw next = firstBeyond(ray, nearest + 1e-3F, spread);
            if (next.material < 0)
                break;
            nearest = next.depth;
            const float through = (1 - raw.coverage) * next.coverage;
            const float total = raw.coverage + through;
            raw.albedo = mix(raw.albedo, next.albedo, through / std::max(total, 1e-4F));
            raw.coverage = total;
        }
        return raw;
    }

    void light(Raw& raw, int stratum, int direction) const
    {
        const Material& m = world_.materials[static_cast<std::size_t>(raw.material)];
        if (m.emits)
            return;
        const Spot3 spot{raw.position, raw.normal};
        for (std::size_t i = 0; i < field_.lightCount(); ++i) {
            raw.visible[i] = 1;
            if (luminance(field_.direct(i, spot)) > 1e-5F)
                raw.visible[i] =
                    field_.reaches(i, (stratum + static_cast<int>(i) * 5) & 15, spot, things_, passes_) ? 1.0F : 0.0F;
        }
        const Axes around = axesWithY(raw.normal);
        raw.bounce = given({raw.position + raw.normal * 2e-3F, around.outward(field_.hemisphere(direction))}, false);
    }

    /// Light that comes back along a ray: exact colours if `sharp`, mean ones otherwise.
    Vec3 given(const Ray& ray, bool sharp) const
    {
        const LightField::WallHit wall = field_.wall(ray);
        const ShapeTree::Hit hit = things_.closest(ray, 0, wall.distance);
        const Vec3 at = ray.origin + ray.direction * hit.distance;
        float u = 0;
        float v = 0;
        if (hit.shape < 0) {
            const Material& m =
                world_.materials[static_cast<std::size_t>(world_.walls[static_cast<std::size_t>(wall.face)])];
            LightField::wallTexture(wall.face, at, u, v);
            return (sharp ? m.albedo(u, v, 0.01F) : m.average()) * field_.wallIrradiance(wall.face, at);
        }
        const Shape& shape = things_.shapes()[static_cast<std::size_t>(hit.shape)];
        const Material& m = world_.materials[static_cast<std::size_t>(shape.material)];
        if (m.emits) // its light arrives by `direct` already; a mirror shows it
            return sharp ? m.average() * 2.0F : Vec3{};
        if (sharp)
            shape.textureAt(at, u, v);
        return (sharp ? m.albedo(u, v, 0.01F) : m.average()) * field_.thingIrradiance({at, shape.normalAt(at)});
    }

private:
    Raw firstBeyond(const Ray& ray, float nearest, float spread) const
    {
        Raw raw;
        const LightField::WallHit wall = walls_ ? field_.wall(ray) : LightField::WallHit{0, 1e9F};
        const ShapeTree::Hit hit = things_.closest(ray, nearest, wall.distance);
        if (hit.shape < 0 && !walls_)
            return raw;
        raw.depth = hit.distance;
        raw.coverage = 1;
        raw.position = ray.origin + ray.direction * hit.distance;
        float u = 0;
        float v = 0;
        if (hit.shape < 0) {
            raw.surface = -1 - wall.face;
            raw.material = world_.walls[static_cast<std::size_t>(wall.face)];
            raw.normal = LightField::wallNormal(wall.face);
            LightField::wallTexture(wall.face, raw.position, u, v);
        } else {
            const Shape& shape = things_.shapes()[static_cast<std::size_t>(hit.shape)];
            raw.surface = hit.shape;
            raw.material = shape.material;
            raw.normal = shape.normalAt(raw.position);
            shape.textureAt(raw.position, u, v);
        }
        const Material& m = world_.materials[static_cast<std::size_t>(raw.material)];
        raw.albedo = m.albedo(u, v, spread * hit.distance);
        raw.coverage = m.opacity;
        if (m.fuzz > 0) {
            const float facing = std::abs(dot(raw.normal, ray.direction)) / length(ray.direction);
            const float hairs = smoothNoise(u * 160, v * 40, m.seed) - 0.5F;
            raw.coverage *= smoothstep(0, m.fuzz, facing + 0.7F * m.fuzz * hairs);
        }
        return raw;
    }

    const World& world_;
    const ShapeTree& things_;
    const LightField& field_;
    std::vector<char> passes_;
    bool walls_;
};

/// Whether two samples lie on one smooth surface, so that they may share their light.
bool together(const Raw& a, const Raw& b)
{
    return b.material >= 0 && dot(a.normal, b.normal) > 0.85F &&
           std::abs(dot(a.normal, b.position - a.position)) < 0.012F * a.depth;
}

struct Smoothed {
    std::array<float, maxLights> visible{};
    Vec3 bounce;
};

/// The mean over the 4x4 block around a sample: it holds every stratum once, so a flat surface comes out without
/// noise. Source: Keller and Heidrich, Interleaved Sampling, 2001.
Smoothed smoothed(const std::vector<Raw>& raws, Resolution size, int x, int y)
{
    const auto at = [&](int i, int j) -> const Raw& {
        return raws[static_cast<std::size_t>(j) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(i)];
    };
    const Raw& centre = at(x, y);
    Smoothed sum;
    float count = 0;
    const int top = std::clamp(y - 2, 0, std::max(0, size.height - 4));
    const int left = std::clamp(x - 2, 0, std::max(0, size.width - 4));
    for (int j = top; j < std::min(top + 4, size.height); ++j) {
        for (int i = left; i < std::min(left + 4, size.width); ++i) {
            const Raw& other = at(i, j);
            if (!together(centre, other))
                continue;
            for (std::size_t k = 0; k < maxLights; ++k)
                sum.visible[k] += other.visible[k];
            sum.bounce += other.bounce;
            count += 1;
        }
    }
    for (float& v : sum.visible)
        v /= std::max(count, 1.0F);
    sum.bounce *= 1 / std::max(count, 1.0F);
    return sum;
}

/// Bounced light is smooth: a tent of nine blocks' means, in which all four sets of directions weigh the same.
Vec3 smoothedAgain(const std::vector<Raw>& raws, const std::vector<Smoothed>& once, Resolution size, int x, int y)
{
    const auto index = [&](int i, int j) {
        return static_cast<std::size_t>(j) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(i);
    };
    const Raw& centre = raws[index(x, y)];
    Vec3 sum;
    float total = 0;
    for (int dy = -4; dy <= 4; dy += 4) {
        for (int dx = -4; dx <= 4; dx += 4) {
            const int i = x + dx;
            const int j = y + dy;
            if (i < 0 || j < 0 || i >= size.width || j >= size.height || !together(centre, raws[index(i, j)]))
                continue;
            const float weight = (dx == 0 ? 2.0F : 1.0F) * (dy == 0 ? 2.0F : 1.0F);
            sum += once[index(i, j)].bounce * weight;
            total += weight;
        }
    }
    return sum / total;
}

struct Lit {
    Vec3 irradiance;
    Vec3 highlight;
};

/// The light that a surface point gives back towards the eye. `bounced`: the indirect part of its irradiance.
Lit litBy(const LightField& field, const Tracer& tracer, const Material& m, const Raw& raw, const Smoothed& light,
          Vec3 bounced, Vec3 toEye)
{
    Lit lit{bounced, {}};
    const Spot3 spot{raw.position, raw.normal};
    for (std::size_t i = 0; i < field.lightCount(); ++i) {
        const Vec3 e = field.direct(i, spot) * light.visible[i];
        lit.irradiance += e;
        if (m.specular > 0) {
            const float aligned = dot(raw.normal, normalized(toEye + field.towards(i, raw.position)));
            if (aligned > 0)
                lit.highlight += e * (m.specular * (m.sharpness + 8) * 0.125F * std::pow(aligned, m.sharpness));
        }
    }
    if (m.mirror > 0) {
        const float cosine = std::max(0.0F, dot(toEye, raw.normal));
        const float grazing = (1 - cosine) * (1 - cosine);
        const Vec3 back = raw.normal * (2 * cosine) - toEye;
        lit.highlight += tracer.given({raw.position + raw.normal * 2e-3F, back}, true) *
                         (m.mirror * (0.08F + 0.92F * grazing * grazing));
    }
    return lit;
}

Vec3 clamped(Vec3 v)
{
    return min(max(v, {0, 0, 0}), {1, 1, 1});
}

} // namespace

Vec3 shoulder(Vec3 e)
{
    const auto one = [](float v) {
        const float over = v - 0.6F;
        return over <= 0 ? std::max(v, 0.0F) : 0.6F + 0.4F * over / (over + 0.4F);
    };
    return {one(e.x), one(e.y), one(e.z)};
}

std::vector<Seen> renderPlate(const World& world, const ShapeTree& things, const LightField& field, const View& view,
                              float halfTangent, const PlateOptions& options)
{
    const int width = options.size.width;
    const int height = options.size.height;
    const float pixel = 2 * halfTangent / static_cast<float>(width);
    const auto direction = [&](int x, int y) {
        const float sx = (static_cast<float>(x) + 0.5F) * pixel - halfTangent;
        const float sy = 0.5F * static_cast<float>(height) * pixel - (static_cast<float>(y) + 0.5F) * pixel;
        return view.axes.x * sx + view.axes.y * sy - view.axes.z;
    };
    const Tracer tracer(world, things, field, options.walls);
    std::vector<Raw> raws(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    std::size_t at = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, ++at) {
            raws[at] = tracer.surfaceAt({view.position, direction(x, y)}, pixel);
            if (raws[at].material >= 0) {
                const int stratum = (x & 3) + 4 * (y & 3);
                const int set = ((x >> 2) & 1) + 2 * ((y >> 2) & 1);
                tracer.light(raws[at], stratum, strata * set + stratum);
            }
        }
    }

    std::vector<Smoothed> once(raws.size());
    at = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, ++at) {
            if (raws[at].material >= 0)
                once[at] = smoothed(raws, options.size, x, y);
        }
    }

    std::vector<Seen> plate(raws.size());
    at = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, ++at) {
            const Raw& raw = raws[at];
            if (raw.material < 0)
                continue;
            const Material& m = world.materials[static_cast<std::size_t>(raw.material)];
            Seen& seen = plate[at];
            seen.albedo = raw.albedo;
            seen.coverage = raw.coverage;
            seen.depth = raw.depth;
            seen.normal = view.axes.inward(raw.normal);
            if (m.emits) {
                seen.irradiance = {1, 1, 1};
                seen.rgb = seen.albedo;
                continue;
            }
            const Vec3 bounced = smoothedAgain(raws, once, options.size, x, y);
            const Lit lit = litBy(field, tracer, m, raw, once[at], bounced, -normalized(direction(x, y)));
            seen.irradiance = shoulder(lit.irradiance * options.exposure);
            seen.rgb = clamped(seen.albedo * seen.irradiance + shoulder(lit.highlight * options.exposure));
        }
    }
    return plate;
}

float meterExposure(const World& world, const ShapeTree& things, const LightField& field, const View& view,
                    float halfTangent, float aspect, float target)
{
    constexpr int columns = 28;
    const int rows = std::max(4, static_cast<int>(columns / aspect));
    const Tracer tracer(world, things, field, true);
    float sum = 0;
    float count = 0;
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            const float sx = ((static_cast<float>(x) + 0.5F) / columns * 2 - 1) * halfTangent;
            const float sy = (1 - (static_cast<float>(y) + 0.5F) / static_cast<float>(rows) * 2) * halfTangent / aspect;
            Raw raw = tracer.surfaceAt({view.position, view.axes.x * sx + view.axes.y * sy - view.axes.z}, 0.05F);
            if (world.materials[static_cast<std::size_t>(raw.material)].emits)
                continue;
            tracer.light(raw, (5 * x + 3 * y) % strata, (5 * x + 11 * y) % directions);
            Vec3 e = raw.bounce;
            for (std::size_t i = 0; i < field.lightCount(); ++i)
                e += field.direct(i, {raw.position, raw.normal}) * raw.visible[i];
            // The root keeps a sun patch from turning the rest black.
            sum += std::sqrt(luminance(e));
            count += 1;
        }
    }
    const float mean = sum / std::max(count, 1.0F);
    return target / std::max(mean * mean, 1e-5F);
}

} // namespace unividx::scene
