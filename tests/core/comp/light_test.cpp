#include "core/comp/light.h"
#include "core/comp/shading.h"
#include "tests/core/comp/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace unividx {
namespace {

using namespace testing_comp;

constexpr double pi = 3.14159265358979323846;

Light plain(LightKind kind)
{
    Light light;
    light.kind = kind;
    return light;
}

LightShader shaderOf(const Light& light, const AmbientLight& ambient = {})
{
    return {light, 0, ambient};
}

/// What a sphere receives: the irradiance over its surface, normals outwards or inwards, with sums of equal weight over
/// bands of equal area.
double received(const LightShader& shader, Vector3 centre, float radius, float facing = 1.0f, int bands = 400)
{
    double sum = 0.0;
    for (int band = 0; band < bands; ++band) {
        const double z = (band + 0.5) / bands * 2.0 - 1.0;
        const double ring = std::sqrt(1.0 - z * z);
        for (int step = 0; step < 2 * bands; ++step) {
            const double angle = (step + 0.5) / (2 * bands) * 2.0 * pi;
            const Vector3 out{static_cast<float>(ring * std::cos(angle)), static_cast<float>(ring * std::sin(angle)),
                              static_cast<float>(z)};
            sum += shader.irradianceAt(centre + out * radius, out * facing)[1];
        }
    }
    return sum * 4.0 * pi * radius * radius / (2.0 * bands * bands);
}

TEST(Light, ADirectionalLightGivesASphereItsCrossSection)
{
    Light sun = plain(LightKind::Directional);
    sun.azimuth = 30.0f;
    sun.elevation = 20.0f;
    EXPECT_NEAR(received(shaderOf(sun), {}, 1.5f), pi * 1.5 * 1.5, 1e-3);
    sun.intensity = 2.0f;
    EXPECT_NEAR(received(shaderOf(sun), {}, 1.5f), 4.0 * pi * 1.5 * 1.5, 4e-3) << "two stops are four times";
}

TEST(Light, ASoftDirectionalLightGivesItsDisc)
{
    // A cap of the sky of half angle s, with irradiance 1 on what faces it, sends 2 (1 - cos s) / sin^2 s through a
    // unit of area that follows each direction; a sphere's cross section follows all of them.
    for (const float softness : {0.1f, 0.5f, 0.9f, 1.0f}) {
        SCOPED_TRACE(softness);
        Light sun = plain(LightKind::Directional);
        sun.softness = softness;
        const double cosine = std::sqrt(1.0 - static_cast<double>(softness) * softness);
        const double share = 2.0 * (1.0 - cosine) / (static_cast<double>(softness) * softness);
        EXPECT_NEAR(received(shaderOf(sun), {}, 1.0f), pi * share, 2e-3 * pi * share);
    }
}

TEST(Light, TheSoftCosineIsTheSumOverTheDiscsPoints)
{
    std::mt19937 random(3);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (const double sine : {0.2, 0.7, 1.0}) {
        for (const double cosine : {-0.6, -0.1, 0.0, 0.15, 0.5, 0.95}) {
            const double cap = std::sqrt(1.0 - sine * sine);
            double sum = 0.0;
            double facing = 0.0;
            constexpr int count = 200'000;
            for (int i = 0; i < count; ++i) {
                const double z = cap + (1.0 - cap) * uniform(random); // even over the cap around +Z
                const double angle = 2.0 * pi * uniform(random);
                const double x = std::sqrt(1.0 - z * z) * std::cos(angle);
                sum += std::max(0.0, cosine * z + std::sqrt(1.0 - cosine * cosine) * x);
                facing += z;
            }
            // Monte Carlo with 200,000 samples: 3 standard errors are below 0.005.
            EXPECT_NEAR(softCosine(static_cast<float>(cosine), static_cast<float>(sine)), sum / facing, 0.005)
                << sine << " " << cosine;
        }
    }
}

TEST(Light, APointLightGivesASphereItsSolidAngle)
{
    Light bulb = plain(LightKind::Point);
    bulb.x = 1.0f;
    bulb.y = 2.0f;
    bulb.z = 2.0f; // at a distance of 3
    const double cosine = std::sqrt(1.0 - 1.0 / 9.0);
    const double exact = 2.0 * pi * (1.0 - cosine);
    EXPECT_NEAR(received(shaderOf(bulb), {}, 1.0f), exact, 1e-3 * exact);
    // From inside it is all of the light, and a soft one sends as much: its own sphere's is spread evenly.
    EXPECT_NEAR(received(shaderOf(bulb), {1.0f, 2.0f, 2.0f}, 0.7f, -1.0f), 4.0 * pi, 1e-3);
    // Without falloff a surface that faces it gets 1 at any distance.
    bulb.falloff = 0.0f;
    EXPECT_NEAR(shaderOf(bulb).irradianceAt({1.0f, 2.0f, -7.0f}, {0, 0, 1})[1], 1.0f, 1e-5f);
}

TEST(Light, AHardSpotGivesItsCone)
{
    Light spot = plain(LightKind::Spot);
    spot.x = 0.0f;
    spot.y = 0.0f;
    spot.z = 4.0f;
    spot.cone = 20.0f; // narrower than the sphere looks
    spot.coneSoftness = 0.0f;
    const double exact = 2.0 * pi * (1.0 - std::cos(10.0 * pi / 180.0));
    EXPECT_NEAR(received(shaderOf(spot), {}, 1.0f, 1.0f, 1200), exact, 5e-3 * exact);
    spot.cone = 60.0f; // wider: it is a point light to the sphere
    const double all = 2.0 * pi * (1.0 - std::sqrt(1.0 - 1.0 / 16.0));
    EXPECT_NEAR(received(shaderOf(spot), {}, 1.0f), all, 1e-3 * all);
}

TEST(Light, AnAreaLightSendsAllItHasIntoTheSphereAround)
{
    Light area = plain(LightKind::Area);
    area.x = 0.1f;
    area.y = 0.0f;
    area.z = 0.2f;
    area.targetX = 1.0f;
    area.width = 0.5f;
    area.height = 0.3f;
    // A radiance of 1 / (w h) from an area of w h, into one half of the room: pi. In the light's units that is pi.
    EXPECT_NEAR(received(shaderOf(area), {}, 1.0f, -1.0f), pi, 2e-3 * pi);
}

TEST(Light, AnAreaLightFarAwayIsAPointLight)
{
    Light area = plain(LightKind::Area);
    area.x = 0.0f;
    area.y = 0.0f;
    area.z = 30.0f;
    const double direct = shaderOf(area).irradianceAt({}, {0, 0, 1})[1];
    EXPECT_NEAR(direct, 1.0 / 900.0, 1e-3 / 900.0);
    EXPECT_EQ(shaderOf(area).irradianceAt({0, 0, 40.0f}, {0, 0, -1})[1], 0.0f) << "from behind it is dark";
    EXPECT_EQ(shaderOf(area).irradianceAt({}, {0, 0, -1})[1], 0.0f) << "below the horizon";
}

TEST(Light, ARectangleOverTheSurfaceHasItsFormFactor)
{
    // Parallel, centred, at a distance of 1, 2 x 2: the closed form of a form factor from a corner, four times.
    const std::array<Vector3, 4> corners{{{-1, 1, 1}, {1, 1, 1}, {1, -1, 1}, {-1, -1, 1}}};
    const double corner = (1.0 / std::sqrt(2.0) * std::atan(1.0 / std::sqrt(2.0))) * 2.0 / (2.0 * pi);
    EXPECT_NEAR(rectangleFactor({0, 0, 0}, {0, 0, 1}, corners), 4.0 * corner * pi, 1e-4);
}

TEST(Light, AnEvenDomeIsTheSameEverywhereAndAPanoramaKeepsItsEnergy)
{
    const LightShader even = shaderOf(plain(LightKind::Dome), evenLight({1.0f, 1.0f, 1.0f}));
    EXPECT_NEAR(even.irradianceAt({}, {0, 1, 0})[1], 1.0f, 1e-5f);
    EXPECT_NEAR(received(even, {}, 1.0f, 1.0f, 100), 4.0 * pi, 1e-3);

    const Image panorama = randomImage({64, 32}, 3, 8, 0.5f, 1.5f);
    double radiance = 0.0;
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 64; ++x)
            radiance += panorama.at(x, y, 1) * (std::cos(pi * y / 32) - std::cos(pi * (y + 1) / 32)) * 2.0 * pi / 64;
    }
    // Each direction lights the sphere's cross section; irradiance here is divided by pi.
    const LightShader dome = shaderOf(plain(LightKind::Dome), lightOfPanorama(panorama, 0.0f));
    EXPECT_NEAR(received(dome, {}, 1.0f, 1.0f, 100), radiance, 2e-3 * radiance);
}

TEST(Light, APanoramasSunLightsTheSideItIsOnAndTurnsWithIt)
{
    // A bright spot a quarter to the right of the middle: to the camera's right.
    const Image panorama =
        made({64, 32}, 3, [](int x, int y, int) { return x >= 46 && x < 50 && y >= 14 && y < 18 ? 100.0f : 0.1f; });
    const auto lit = [&](float turn, Vector3 normal) { return ambientAt(lightOfPanorama(panorama, turn), normal)[1]; };
    EXPECT_GT(lit(0.0f, {1, 0, 0}), 5.0f * lit(0.0f, {-1, 0, 0}));
    EXPECT_GT(lit(90.0f, {0, 0, 1}), 5.0f * lit(90.0f, {0, 0, -1})) << "turned on, it stands behind the camera";
    EXPECT_GT(lit(-90.0f, {0, 0, -1}), 5.0f * lit(-90.0f, {0, 0, 1}));
}

TEST(Light, ABackgroundLightsFromItsSides)
{
    const Image plate = made({64, 36}, 3, [](int x, int y, int c) {
        return c == 0 ? (x < 32 ? 1.0f : 0.0f) : (c == 2 ? (y < 18 ? 1.0f : 0.0f) : 0.5f);
    });
    const AmbientLight light = lightOfBackground(plate);
    EXPECT_GT(ambientAt(light, {-1, 0, 0})[0], ambientAt(light, {1, 0, 0})[0] + 0.5f);
    EXPECT_GT(ambientAt(light, {0, 1, 0})[2], ambientAt(light, {0, -1, 0})[2] + 0.5f);
    EXPECT_NEAR(ambientAt(light, {0.6f, 0.0f, 0.8f})[1], 0.5f, 2e-3f) << "an even plate lights evenly";
}

TEST(Light, ARowIsWhatEachOfItsPixelsGets)
{
    constexpr int count = 57;
    std::mt19937 random(4);
    std::uniform_real_distribution<float> values(-1.0f, 1.0f);
    std::vector<float> normals(3 * count);
    for (int i = 0; i < count; ++i) {
        const Vector3 n = normalized({values(random), values(random), values(random)});
        normals[i] = n.x;
        normals[count + i] = n.y;
        normals[2 * count + i] = n.z;
    }
    const ColorRow rows{normals.data(), normals.data() + count, normals.data() + 2 * count, count};
    for (const LightKind kind : {LightKind::Directional, LightKind::Point, LightKind::Spot, LightKind::Area,
                                 LightKind::Dome, LightKind::Background}) {
        for (const float softness : {0.0f, 0.4f}) {
            Light light = plain(kind);
            light.softness = softness;
            light.temperature = 3200.0f;
            light.intensity = 0.7f;
            const LightShader shader = shaderOf(light, lightOfBackground(randomImage({16, 9}, 3, 2)));
            std::vector<float> sums(3 * count, 0.25f);
            shader.addRow(rows, -0.9f, 0.03f, 0.2f, {sums.data(), sums.data() + count, sums.data() + 2 * count, count});
            for (int i = 0; i < count; ++i) {
                const auto expected = shader.irradianceAt({-0.9f + 0.03f * static_cast<float>(i), 0.2f, 0.0f},
                                                          {normals[i], normals[count + i], normals[2 * count + i]});
                for (int c = 0; c < 3; ++c)
                    ASSERT_NEAR(sums[c * count + i], 0.25f + expected[c], 3e-5f)
                        << static_cast<int>(kind) << " " << softness << " " << i;
            }
        }
    }
}

TEST(Light, MutedLightsAreDarkAndSoloOnesShineAlone)
{
    std::vector<Light> lights(3, plain(LightKind::Directional));
    lights[0].muted = true;
    EXPECT_EQ(shadersOf(lights, 0, {}, {}).size(), 2u);
    lights[1].solo = true;
    EXPECT_EQ(shadersOf(lights, 0, {}, {}).size(), 1u);
    lights[2].kind = LightKind::Background;
    lights[1].solo = false;
    EXPECT_EQ(shadersOf(lights, 0, {}, {}).size(), 1u) << "without a background there is no light of it";
}

TEST(Light, TemperaturesAreWarmBelowAndColdAbove6500)
{
    const auto white = temperatureColor(6500.0f);
    for (const float channel : white)
        EXPECT_NEAR(channel, 1.0f, 1e-4f);
    EXPECT_GT(temperatureColor(2800.0f)[0], 2.0f * temperatureColor(2800.0f)[2]);
    EXPECT_GT(temperatureColor(12000.0f)[2], 1.2f * temperatureColor(12000.0f)[0]);
    for (const float kelvin : {1000.0f, 1900.0f, 3000.0f, 5000.0f, 9000.0f, 50000.0f}) {
        const auto c = temperatureColor(kelvin);
        EXPECT_NEAR(0.2126f * c[0] + 0.7152f * c[1] + 0.0722f * c[2], 1.0f, 1e-4f);
    }
}

TEST(Light, EveryPresetShinesAndIsFoundByItsName)
{
    ASSERT_GE(lightPresets().size(), 4u);
    for (const LightPreset& preset : lightPresets()) {
        EXPECT_EQ(findLightPreset(preset.name), &preset);
        float facing = 0.0f;
        for (const LightShader& shader : shadersOf(preset.lights, 0, {}, {}))
            facing += shader.irradianceAt({}, {0, 0, 1})[1];
        EXPECT_GT(facing, 0.0f) << preset.name;
    }
}

} // namespace
} // namespace unividx
