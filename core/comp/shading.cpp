#include "core/comp/shading.h"

#include "core/base/vector_clones.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

constexpr float pi = 3.14159265f;
constexpr float degree = pi / 180.0f;
constexpr int tableSteps = 1024;

std::array<Vector3, 4> rectangleOf(Vector3 centre, Vector3 facing, float width, float height)
{
    const Vector3 up = std::fabs(facing.y) > 0.999f ? Vector3{0.0f, 0.0f, -1.0f} : Vector3{0.0f, 1.0f, 0.0f};
    const Vector3 right = normalized(cross(up, facing)) * (0.5f * width);
    const Vector3 above = normalized(cross(facing, right)) * (0.5f * height);
    return {centre - right - above, centre + right - above, centre + right + above, centre - right + above};
}

float fade(float value, float from, float to)
{
    if (from == to)
        return value >= to ? 1.0f : 0.0f;
    const float t = std::clamp((value - from) / (to - from), 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

struct Lit {
    Vector3 direction;
    std::array<float, 3> color;
};

UNIVIDX_VECTOR_CLONES void addDirectional(const ColorRow& normals, Lit light, const ColorRow& sum)
{
    const float* nx = normals.red;
    const float* ny = normals.green;
    const float* nz = normals.blue;
    float* red = sum.red;
    float* green = sum.green;
    float* blue = sum.blue;
    for (std::size_t i = 0; i < sum.count; ++i) {
        const float cosine = nx[i] * light.direction.x + ny[i] * light.direction.y + nz[i] * light.direction.z;
        const float lit = cosine > 0.0f ? cosine : 0.0f;
        red[i] += lit * light.color[0];
        green[i] += lit * light.color[1];
        blue[i] += lit * light.color[2];
    }
}

struct PointAt {
    Vector3 fromFirst; // from the first pixel to the light
    float step;
    std::array<float, 3> color;
};

UNIVIDX_VECTOR_CLONES void addPoint(const ColorRow& normals, PointAt light, const ColorRow& sum)
{
    const float* nx = normals.red;
    const float* ny = normals.green;
    const float* nz = normals.blue;
    float* red = sum.red;
    float* green = sum.green;
    float* blue = sum.blue;
    const Vector3 to = light.fromFirst;
    const float rest = to.y * to.y + to.z * to.z;
    for (std::size_t i = 0; i < sum.count; ++i) {
        const float x = to.x - light.step * static_cast<float>(static_cast<int>(i));
        const float square = x * x + rest + 1e-12f;
        const float toward = nx[i] * x + ny[i] * to.y + nz[i] * to.z;
        const float lit = (toward > 0.0f ? toward : 0.0f) / (square * std::sqrt(square));
        red[i] += lit * light.color[0];
        green[i] += lit * light.color[1];
        blue[i] += lit * light.color[2];
    }
}

UNIVIDX_VECTOR_CLONES void addAmbient(const ColorRow& normals, const float* k, float scale, float* sum)
{
    const float* nx = normals.red;
    const float* ny = normals.green;
    const float* nz = normals.blue;
    for (std::size_t i = 0; i < normals.count; ++i) {
        const float x = nx[i];
        const float y = ny[i];
        const float z = nz[i];
        const float value = k[0] + k[1] * y + k[2] * z + k[3] * x + k[4] * x * y + k[5] * y * z +
                            k[6] * (3.0f * z * z - 1.0f) + k[7] * x * z + k[8] * (x * x - y * y);
        sum[i] += scale * (value > 0.0f ? value : 0.0f);
    }
}

} // namespace

float softCosine(float cosine, float sine)
{
    const float s = std::clamp(sine, 0.0f, 1.0f);
    const float c = std::clamp(cosine, -1.0f, 1.0f);
    if (s <= 0.0f)
        return std::max(0.0f, c);
    if (c >= s) // wholly above the horizon
        return c;
    if (c <= -s) // wholly below
        return 0.0f;
    // The part of the sphere's disc above the horizon, seen from the surface; divided by sine^2, as for the whole.
    const double h2 = 1.0 / (static_cast<double>(s) * s);
    const double n = c;
    const double cut = std::sqrt(std::max(0.0, 1.0 - h2 * n * n));
    const double tangent = std::sqrt(std::max(0.0, h2 - 1.0));
    const double across = std::sqrt(std::max(1e-12, 1.0 - n * n));
    const double angle = std::acos(std::clamp(-n * tangent / across, -1.0, 1.0));
    const double share = (n * angle - cut * tangent) / h2 + std::atan2(cut, tangent);
    return static_cast<float>(share / pi * h2);
}

float rectangleFactor(Vector3 position, Vector3 normal, const std::array<Vector3, 4>& corners)
{
    const Vector3 facing = cross(corners[1] - corners[0], corners[3] - corners[0]);
    if (dot(position - corners[0], facing) <= 0.0f)
        return 0.0f;
    // What is above the surface's horizon: at most one corner more than before.
    std::array<Vector3, 5> seen;
    std::size_t count = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Vector3 a = corners[i] - position;
        const Vector3 b = corners[(i + 1) % 4] - position;
        const float heightA = dot(a, normal);
        const float heightB = dot(b, normal);
        if (heightA >= 0.0f && count < seen.size())
            seen[count++] = a;
        if ((heightA >= 0.0f) != (heightB >= 0.0f) && count < seen.size())
            seen[count++] = a + (b - a) * (heightA / (heightA - heightB));
    }
    if (count < 3)
        return 0.0f;
    float sum = 0.0f;
    for (std::size_t i = 0; i < count; ++i) {
        const Vector3 a = normalized(seen[i]);
        const Vector3 b = normalized(seen[(i + 1) % count]);
        const Vector3 across = cross(a, b);
        const float sine = length(across);
        if (sine < 1e-7f)
            continue;
        sum += std::atan2(sine, dot(a, b)) / sine * dot(across, normal);
    }
    // The front is counter-clockwise for who looks at it, and so clockwise around the surface's normal.
    return std::max(0.0f, -0.5f * sum);
}

LightShader::LightShader(const Light& light, std::int64_t frame, const AmbientLight& environment)
    : kind_(light.kind), ambient_(environment)
{
    const auto at = [frame](const Curve& curve) { return curve.at(frame); };
    const std::array<float, 3> temperature = temperatureColor(at(light.temperature));
    const float strength = std::exp2(at(light.intensity));
    color_ = {strength * temperature[0] * at(light.red), strength * temperature[1] * at(light.green),
              strength * temperature[2] * at(light.blue)};
    const float azimuth = at(light.azimuth) * degree;
    const float elevation = at(light.elevation) * degree;
    position_ = {at(light.x), at(light.y), at(light.z)};
    const Vector3 target{at(light.targetX), at(light.targetY), at(light.targetZ)};
    softness_ = std::clamp(at(light.softness), 0.0f, 1.0f);
    falloff_ = at(light.falloff);
    direction_ = kind_ == LightKind::Directional ? Vector3{std::sin(azimuth) * std::cos(elevation), std::sin(elevation),
                                                           std::cos(azimuth) * std::cos(elevation)}
                                                 : normalized(target - position_);
    const float half = 0.5f * std::clamp(at(light.cone), 0.1f, 179.0f) * degree;
    coneOuter_ = std::cos(half);
    coneInner_ = std::cos(half * (1.0f - std::clamp(at(light.coneSoftness), 0.0f, 1.0f)));
    if (kind_ == LightKind::Area) {
        const float width = std::max(1e-3f, at(light.width));
        const float height = std::max(1e-3f, at(light.height));
        corners_ = rectangleOf(position_, direction_, width, height);
        radiance_ = 1.0f / (width * height);
    }
    if (kind_ == LightKind::Directional && softness_ > 0.0f) {
        for (int i = 0; i <= tableSteps; ++i)
            table_.push_back(softCosine(2.0f * static_cast<float>(i) / tableSteps - 1.0f, softness_));
    }
}

float LightShader::strengthAt(Vector3 position, Vector3 normal) const
{
    if (kind_ == LightKind::Directional)
        return softCosine(dot(normal, direction_), softness_);
    const Vector3 to = position_ - position;
    const float distance = std::max(1e-6f, length(to));
    if (kind_ == LightKind::Area) {
        const float lit = radiance_ * rectangleFactor(position, normal, corners_);
        return falloff_ == 2.0f ? lit : lit * std::pow(distance, 2.0f - falloff_);
    }
    const Vector3 toward = to * (1.0f / distance);
    const float cone = kind_ == LightKind::Spot ? fade(-dot(toward, direction_), coneOuter_, coneInner_) : 1.0f;
    if (cone == 0.0f)
        return 0.0f;
    return cone * softCosine(dot(normal, toward), softness_ / distance) / std::pow(distance, falloff_);
}

std::array<float, 3> LightShader::irradianceAt(Vector3 position, Vector3 normal) const
{
    if (kind_ == LightKind::Dome || kind_ == LightKind::Background) {
        const std::array<float, 3> ambient = ambientAt(ambient_, normal);
        return {ambient[0] * color_[0], ambient[1] * color_[1], ambient[2] * color_[2]};
    }
    const float strength = strengthAt(position, normal);
    return {strength * color_[0], strength * color_[1], strength * color_[2]};
}

void LightShader::addRow(const ColorRow& normals, float x, float step, float y, const ColorRow& sum) const
{
    if (kind_ == LightKind::Dome || kind_ == LightKind::Background) {
        // The harmonics' constants go into the coefficients.
        constexpr std::array<float, 9> constants{0.282094792f, 0.488602512f, 0.488602512f, 0.488602512f, 1.092548431f,
                                                 1.092548431f, 0.315391565f, 1.092548431f, 0.546274215f};
        float* channels[3] = {sum.red, sum.green, sum.blue};
        for (std::size_t c = 0; c < 3; ++c) {
            std::array<float, 9> k{};
            for (std::size_t i = 0; i < 9; ++i)
                k[i] = constants[i] * ambient_.coefficients[c][i];
            addAmbient(normals, k.data(), color_[c], channels[c]);
        }
        return;
    }
    if (kind_ == LightKind::Directional && table_.empty()) {
        addDirectional(normals, {direction_, color_}, sum);
        return;
    }
    if (kind_ == LightKind::Point && softness_ == 0.0f && falloff_ == 2.0f) {
        addPoint(normals, {position_ - Vector3{x, y, 0.0f}, step, color_}, sum);
        return;
    }
    for (std::size_t i = 0; i < sum.count; ++i) {
        const Vector3 normal{normals.red[i], normals.green[i], normals.blue[i]};
        float strength;
        if (kind_ == LightKind::Directional) {
            const float place = std::clamp(0.5f + 0.5f * dot(normal, direction_), 0.0f, 1.0f) * tableSteps;
            const auto low = static_cast<std::size_t>(std::min(place, tableSteps - 1.0f));
            strength = table_[low] + (place - static_cast<float>(low)) * (table_[low + 1] - table_[low]);
        } else {
            strength = strengthAt({x + step * static_cast<float>(i), y, 0.0f}, normal);
        }
        sum.red[i] += strength * color_[0];
        sum.green[i] += strength * color_[1];
        sum.blue[i] += strength * color_[2];
    }
}

std::vector<LightShader> shadersOf(const std::vector<Light>& lights, std::int64_t frame,
                                   const EnvironmentSource& environments, const Image& background)
{
    const bool anySolo =
        std::any_of(lights.begin(), lights.end(), [](const Light& light) { return light.solo && !light.muted; });
    std::vector<LightShader> shaders;
    for (const Light& light : lights) {
        if (light.muted || (anySolo && !light.solo))
            continue;
        AmbientLight ambient;
        if (light.kind == LightKind::Background) {
            if (background.empty())
                continue;
            ambient = lightOfBackground(background);
        } else if (light.kind == LightKind::Dome) {
            const Image panorama =
                light.environment.empty() || !environments ? Image() : environments(light.environment);
            ambient =
                panorama.empty() ? evenLight({1.0f, 1.0f, 1.0f}) : lightOfPanorama(panorama, light.azimuth.at(frame));
        }
        shaders.emplace_back(light, frame, ambient);
    }
    return shaders;
}

PlaneRow planeRow(Resolution size, int row)
{
    const float pixel = 2.0f / static_cast<float>(size.height);
    return {(0.5f - 0.5f * static_cast<float>(size.width)) * pixel, pixel,
            1.0f - (static_cast<float>(row) + 0.5f) * pixel};
}

} // namespace unividx
