#include "inference/train/scene/rendered/shading.h"

#include <array>

namespace unividx::scene {

namespace {

constexpr float pi = 3.14159265F;
constexpr std::size_t mostLights = 16;
constexpr float brightest = 40; ///< radiance: what a path may bring at most, against lone bright pixels

/// A place on a light as seen from a point.
struct LightSample {
    Vec3 direction;
    float distance = 0;
    Vec3 irradiance; ///< on a surface that faces it
};

Vec3 onDisc(Random& random, float radius)
{
    const float r = radius * std::sqrt(random.unit());
    const float angle = 2 * pi * random.unit();
    return {r * std::cos(angle), 0, r * std::sin(angle)};
}

LightSample sampled(const StageLight& light, Vec3 from, Random& random)
{
    LightSample s;
    if (light.kind == LightKind::Sun) {
        s.direction = normalized(light.position + axesWithY(light.position).outward(onDisc(random, light.radius)));
        s.distance = 1e6F;
        s.irradiance = light.strength;
        return s;
    }
    if (light.kind == LightKind::Beam) {
        s.direction = normalized(light.position + axesWithY(light.position).outward(onDisc(random, light.radius)));
        const WindowPoint point = meetsWindow(light, from, s.direction);
        if (point.distance <= 0)
            return s;
        s.distance = point.distance * 0.995F; // what lies beyond the window throws no shadow
        s.irradiance = light.strength * light.window.passes(point.across, point.up);
        return s;
    }
    if (light.kind == LightKind::Sphere) {
        const Vec3 to = light.position - from;
        const float far = std::max(length(to), light.radius * 1.01F);
        const Vec3 point = light.position + axesWithY(to).outward(onDisc(random, light.radius));
        s.direction = normalized(point - from);
        s.distance = std::max(length(point - from) - light.radius, 1e-3F);
        s.irradiance = light.strength * (pi * light.radius * light.radius / (far * far));
        return s;
    }
    const Vec3 point = light.position + light.edgeU * random.unit() + light.edgeV * random.unit();
    const Vec3 face = cross(light.edgeU, light.edgeV);
    const Vec3 to = point - from;
    const float square = std::max(dot(to, to), 1e-4F);
    s.distance = std::sqrt(square);
    s.direction = to / s.distance;
    const float turned = -dot(s.direction, face); // its area times the cosine
    s.irradiance = turned > 0 ? light.strength * (turned / square) : Vec3{};
    s.distance *= 0.999F;
    return s;
}

/// The irradiance a light brings to a surface if nothing stands between, roughly.
float likely(const StageLight& light, const Hit& hit)
{
    if (light.kind == LightKind::Sun)
        return luminance(light.strength) * std::max(dot(hit.normal, light.position), 0.0F);
    if (light.kind == LightKind::Beam) {
        const WindowPoint point = meetsWindow(light, hit.position, light.position);
        const float penumbra = point.distance * light.radius;
        const float sideways = penumbra / length(light.edgeU);
        const float upwards = penumbra / length(light.edgeV);
        const bool reached = point.distance > 0 && point.across > -sideways && point.across < 1 + sideways &&
                             point.up > -upwards && point.up < 1 + upwards;
        return reached ? luminance(light.strength) * std::max(dot(hit.normal, light.position), 0.0F) : 0;
    }
    const Vec3 centre =
        light.kind == LightKind::Sphere ? light.position : light.position + (light.edgeU + light.edgeV) * 0.5F;
    const Vec3 to = centre - hit.position;
    const float square = dot(to, to);
    float size = pi * light.radius * light.radius;
    if (light.kind == LightKind::Panel) {
        const Vec3 face = cross(light.edgeU, light.edgeV);
        size = length(face);
        // Behind the whole panel nothing of it is seen.
        if (dot(hit.position - centre, face) <= 0)
            return 0;
    }
    const float reach = std::sqrt(size) / std::max(std::sqrt(square), 1e-3F);
    const float cosine = dot(hit.normal, to) / std::max(std::sqrt(square), 1e-3F);
    return luminance(light.strength) * size / (square + 0.3F * size) *
           std::max(cosine + 0.5F * std::min(reach, 1.0F), 0.0F);
}

/// Trowbridge-Reitz lobe with Schlick's Fresnel: radiance for unit irradiance times cosine.
float glossFactor(const Finish& finish, Vec3 normal, Vec3 toEye, Vec3 toLight)
{
    const Vec3 half = normalized(toEye + toLight);
    const float nh = std::max(dot(normal, half), 0.0F);
    const float nv = std::max(dot(normal, toEye), 0.05F);
    const float nl = std::max(dot(normal, toLight), 0.05F);
    const float a = finish.roughness * finish.roughness;
    const float a2 = a * a;
    const float base = nh * nh * (a2 - 1) + 1;
    const float spread = a2 / (pi * base * base);
    const float k = 0.5F * a;
    const float masking = 1 / ((nv * (1 - k) + k) * (nl * (1 - k) + k) * 4);
    const float grazing = 1 - std::max(dot(half, toEye), 0.0F);
    const float g2 = grazing * grazing;
    return (finish.gloss + (1 - finish.gloss) * g2 * g2 * grazing) * spread * masking;
}

Vec3 cosineDirection(Vec3 normal, Random& random)
{
    const float r2 = random.unit();
    const float angle = 2 * pi * random.unit();
    const float r = std::sqrt(r2);
    return normalized(
        axesWithY(normal).outward({r * std::cos(angle), std::sqrt(std::max(1 - r2, 1e-4F)), r * std::sin(angle)}));
}

Vec3 limited(Vec3 v)
{
    const float top = std::max({v.x, v.y, v.z});
    return top > brightest ? v * (brightest / top) : v;
}

Vec3 off(const Hit& hit)
{
    return hit.position + hit.flat * (1e-4F + 2e-4F * hit.distance);
}

} // namespace

PointLight Shading::direct(const Hit& hit, Vec3 toEye, float time, Visible casters, Random& random) const
{
    PointLight light;
    std::array<float, mostLights> shares{};
    const std::size_t count = std::min(stage_.lights.size(), mostLights);
    float total = 0;
    for (std::size_t i = 0; i < count; ++i)
        total += shares[i] = likely(stage_.lights[i], hit);
    if (total <= 0)
        return light;
    float pick = random.unit() * total;
    std::size_t chosen = 0;
    while (chosen + 1 < count && pick >= shares[chosen])
        pick -= shares[chosen++];
    if (shares[chosen] <= 0)
        return light;
    const LightSample s = sampled(stage_.lights[chosen], hit.position, random);
    const float cosine = dot(hit.normal, s.direction);
    if (cosine <= 0 || dot(hit.flat, s.direction) <= 0 || luminance(s.irradiance) <= 0)
        return light;
    if (rays_.blocked(off(hit), s.direction, s.distance, time, casters))
        return light;
    const Vec3 e = s.irradiance * (cosine * total / shares[chosen]);
    light.diffuse = limited(e * (1 / pi));
    if (hit.finish->gloss > 0)
        light.gloss = limited(e * glossFactor(*hit.finish, hit.normal, toEye, s.direction));
    return light;
}

Vec3 Shading::radianceAlong(Vec3 origin, Vec3 direction, float time, Visible casters, Random& random, bool mirror) const
{
    const std::optional<Hit> hit = rays_.trace(origin, direction, time, casters);
    if (!hit)
        return mirror || stage_.sky.lights ? skyLight(stage_.sky, direction) : Vec3{};
    const Vec3 albedo = finishAlbedo(*hit->finish, hit->uv, 0.02F);
    if (hit->finish->glows)
        return mirror ? albedo * 2.0F : albedo * 0.5F;
    return albedo * (direct(*hit, -direction, time, casters, random).diffuse + stage_.ambient);
}

PointLight Shading::at(const Hit& hit, Vec3 toEye, float time, Visible casters, Random& random) const
{
    PointLight light = direct(hit, toEye, time, casters, random);
    const Vec3 bounce = cosineDirection(hit.normal, random);
    if (dot(bounce, hit.flat) > 0)
        light.diffuse += limited(radianceAlong(off(hit), bounce, time, casters, random, false));
    if (hit.finish->gloss > 0) {
        const float a = hit.finish->roughness * hit.finish->roughness;
        const Vec3 half = normalized(hit.normal + random.direction() * (a * random.unit()));
        const Vec3 back = half * (2 * dot(half, toEye)) - toEye;
        if (dot(back, hit.flat) > 0) {
            const float grazing = 1 - std::max(dot(half, toEye), 0.0F);
            const float g2 = grazing * grazing;
            const float fresnel = hit.finish->gloss + (1 - hit.finish->gloss) * g2 * g2 * grazing * (1 - a);
            light.gloss += limited(radianceAlong(off(hit), back, time, casters, random, true) * fresnel);
        }
    }
    return light;
}

} // namespace unividx::scene
