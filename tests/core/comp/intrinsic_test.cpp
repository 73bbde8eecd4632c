#include "core/color/srgb.h"
#include "core/color/srgb_rows.h"
#include "core/comp/grade.h"
#include "core/comp/intrinsic.h"
#include "core/comp/shading.h"
#include "core/image/resize.h"
#include "tests/core/comp/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace unividx {
namespace {

using namespace testing_comp;

TEST(SrgbRows, AreTheCurve)
{
    std::vector<float> values{0.0f, -0.0f, 1.0f, 0.04045f, 0.0031308f, -0.5f, 1e-8f, 65504.0f};
    for (int i = 0; i < 20000; ++i)
        values.push_back(static_cast<float>(i) / 10000.0f * (i % 2 ? 1.0f : -3.0f));
    std::vector<float> linear(values.size());
    std::vector<float> encoded(values.size());
    srgbToLinearRow(values.data(), linear.data(), values.size());
    linearToSrgbRow(values.data(), encoded.data(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float exact[2] = {srgbToLinear(values[i]), linearToSrgb(values[i])};
        EXPECT_NEAR(linear[i], exact[0], 2e-6f * std::max(0.001f, std::fabs(exact[0]))) << values[i];
        EXPECT_NEAR(encoded[i], exact[1], 2e-6f * std::max(0.001f, std::fabs(exact[1]))) << values[i];
    }
}

struct ModalitySet {
    explicit ModalitySet(const Image& image)
        : values(3 * static_cast<std::size_t>(image.width())), row{values.data(), values.data() + image.width(),
                                                                   values.data() + 2 * image.width(),
                                                                   static_cast<std::size_t>(image.width())}
    {
        loadColor(image.data(), 3, row);
    }
    std::vector<float> values;
    ColorRow row;
};

constexpr Resolution line{50, 1};

TEST(Rebuild, UntouchedLayersGiveTheSourceToTheBit)
{
    const Image source = randomImage(line, 3, 1, -0.5f, 8.0f);
    ModalitySet albedo(randomImage(line, 3, 2));
    ModalitySet irradiance(randomImage(line, 3, 3, 0.0f, 3.0f));
    for (const ProductSpace space : {ProductSpace::Display, ProductSpace::Linear}) {
        ModalitySet picture(source);
        const ModalitySet before = picture;
        rebuildRow(picture.row, {albedo.row, irradiance.row, albedo.row, irradiance.row}, {space, 1.3f}, 1.0f, nullptr);
        EXPECT_EQ(picture.values, before.values);
    }
}

TEST(Rebuild, WhereNothingChangedThePixelStaysToTheBit)
{
    ModalitySet picture(randomImage(line, 3, 1));
    const ModalitySet before = picture;
    ModalitySet albedo(randomImage(line, 3, 2));
    ModalitySet changed = albedo;
    changed.row = {changed.values.data(), changed.values.data() + 50, changed.values.data() + 100, 50};
    changed.values[7] *= 0.5f;
    ModalitySet irradiance(randomImage(line, 3, 3));
    rebuildRow(picture.row, {albedo.row, irradiance.row, changed.row, irradiance.row}, {}, 1.0f, nullptr);
    for (std::size_t i = 0; i < picture.values.size(); ++i) {
        EXPECT_EQ(picture.values[i] == before.values[i], i != 7) << i;
    }
}

TEST(Rebuild, AProductWithoutResidualFollowsItsFactors)
{
    // In linear space: R = 0.8 A I exactly; half the albedo is half the picture. What else is in R stays as it is.
    const Image a = randomImage(line, 3, 2, 0.1f, 1.0f);
    const Image i = randomImage(line, 3, 3, 0.1f, 2.0f);
    const Image residual = randomImage(line, 3, 4, 0.0f, 0.3f);
    ModalitySet picture(
        made(line, 3, [&](int x, int, int c) { return 0.8f * a.at(x, 0, c) * i.at(x, 0, c) + residual.at(x, 0, c); }));
    ModalitySet albedo(a);
    ModalitySet irradiance(i);
    ModalitySet half(made(line, 3, [&](int x, int, int c) { return 0.5f * a.at(x, 0, c); }));
    rebuildRow(picture.row, {albedo.row, irradiance.row, half.row, irradiance.row}, {ProductSpace::Linear, 0.8f}, 1.0f,
               nullptr);
    for (int x = 0; x < 50; ++x)
        EXPECT_NEAR(picture.row.red[x], 0.4f * a.at(x, 0, 0) * i.at(x, 0, 0) + residual.at(x, 0, 0), 1e-6f);
}

TEST(Rebuild, WithoutTheOriginalLightNothingOfTheResidualStays)
{
    ModalitySet picture(randomImage(line, 3, 1));
    ModalitySet albedo(randomImage(line, 3, 2));
    ModalitySet irradiance(randomImage(line, 3, 3));
    ModalitySet dark(made(line, 3, [](int, int, int) { return 0.0f; }));
    rebuildRow(picture.row, {albedo.row, irradiance.row, albedo.row, dark.row}, {}, 0.0f, nullptr);
    for (const float value : picture.values)
        EXPECT_NEAR(value, 0.0f, 1e-6f);
}

TEST(ProductGain, IsFoundInTheSpaceItWasMadeIn)
{
    const Image a = randomImage({40, 30}, 3, 2, 0.1f, 1.0f);
    const Image i = randomImage({40, 30}, 3, 3, 0.1f, 1.0f);
    const Image linear = made({40, 30}, 3, [&](int x, int y, int c) { return 1.7f * a.at(x, y, c) * i.at(x, y, c); });
    EXPECT_NEAR(fitProductGain(linear, a, i, ProductSpace::Linear), 1.7f, 1e-4f);
    const Image display = made({40, 30}, 3, [&](int x, int y, int c) {
        return srgbToLinear(0.9f * linearToSrgb(a.at(x, y, c)) * linearToSrgb(i.at(x, y, c)));
    });
    EXPECT_NEAR(fitProductGain(display, a, i, ProductSpace::Display), 0.9f, 1e-4f);
}

TEST(Grade, NeutralChangesNoBitAndOutsideTheMatteNeither)
{
    ModalitySet picture(randomImage(line, 3, 1, -1.0f, 5.0f));
    const ModalitySet before = picture;
    gradeRow(picture.row, {}, nullptr);
    EXPECT_EQ(picture.values, before.values);
    Grade strong;
    strong.gain = {2.0f, 0.5f, 1.0f};
    strong.gamma = {1.5f, 1.0f, 0.7f};
    strong.saturation = 0.2f;
    strong.hueShift = 40.0f;
    std::vector<float> matte(50, 0.0f);
    gradeRow(picture.row, strong, matte.data());
    EXPECT_EQ(picture.values, before.values);
}

TEST(Grade, LiftGammaAndGainAreTheirFormula)
{
    ModalitySet picture(Image({3, 1}, 3, {0.2f, 0.5f, 0.8f, 0.2f, 0.5f, 0.8f, -0.1f, -0.1f, -0.1f}));
    Grade grade;
    grade.lift = {0.1f, 0.0f, 0.0f};
    grade.gain = {1.5f, 1.0f, 2.0f};
    grade.gamma = {2.0f, 2.0f, 1.0f};
    gradeRow(picture.row, grade, nullptr);
    EXPECT_NEAR(picture.row.red[0], std::sqrt(0.2f * 1.4f + 0.1f), 1e-5f);
    EXPECT_NEAR(picture.row.green[0], std::sqrt(0.5f), 1e-5f);
    EXPECT_NEAR(picture.row.blue[0], 1.6f, 1e-6f);
    EXPECT_NEAR(picture.row.green[2], -0.1f, 1e-6f) << "below 0 there is no power";
}

TEST(Grade, AHueRangeLeavesOtherHuesAndGreyAlone)
{
    Grade grade;
    grade.hueCentre = 120.0f;
    grade.hueWidth = 50.0f;
    grade.hueShift = 120.0f;
    // Green, red, grey.
    ModalitySet picture(Image({3, 1}, 3, {0.1f, 0.6f, 0.1f, 0.6f, 0.1f, 0.1f, 0.4f, 0.4f, 0.4f}));
    gradeRow(picture.row, grade, nullptr);
    EXPECT_NEAR(picture.row.blue[0], 0.6f, 1e-4f) << "green turned a third is blue";
    EXPECT_NEAR(picture.row.green[0], 0.1f, 1e-4f);
    EXPECT_EQ(picture.row.red[1], 0.6f);
    EXPECT_EQ(picture.row.green[2], 0.4f);
}

// --- Ratio transfer on a shot whose new light is known: a textured sphere before a wall, taken in one light and in
// another, and a model that renders both at a quarter of the size, blurred and with an error of its own.

struct KnownShot {
    Image before;
    Image after;
};

KnownShot sphereShot(Resolution size)
{
    Light first;
    first.azimuth = -50.0f;
    first.softness = 0.3f;
    Light second = first;
    second.azimuth = 60.0f;
    second.temperature = 3500.0f;
    const LightShader shaders[2] = {{first, 0, {}}, {second, 0, {}}};
    const auto render = [&](const LightShader& shader) {
        return made(size, 3, [&](int x, int y, int c) {
            const PlaneRow plane = planeRow(size, y);
            const float px = plane.x + plane.step * static_cast<float>(x);
            const float square = px * px + plane.y * plane.y;
            const bool onSphere = square < 0.64f;
            const Vector3 normal =
                onSphere ? Vector3{px / 0.8f, plane.y / 0.8f, std::sqrt(1.0f - square / 0.64f)} : Vector3{0, 0, 1};
            // Fine texture that no picture at the model's size has.
            const float texture = 0.5f + 0.3f * std::sin(0.9f * x) * std::sin(0.7f * y) + (onSphere ? 0.1f : -0.1f);
            const float tint[3] = {1.0f, 0.8f, 0.6f};
            return texture * tint[c] * (shader.irradianceAt({px, plane.y, 0}, normal)[c] + 0.1f);
        });
    };
    return {render(shaders[0]), render(shaders[1])};
}

double psnr(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < valueCount(a); ++i)
        sum += std::pow(linearToSrgb(a.data()[i]) - linearToSrgb(b.data()[i]), 2.0);
    return -10.0 * std::log10(sum / static_cast<double>(valueCount(a)));
}

TEST(RatioTransfer, EqualRendersGiveTheSourceToTheBit)
{
    const Image source = randomImage({64, 48}, 3, 1, 0.0f, 4.0f);
    const Image render = randomImage({16, 12}, 3, 2);
    EXPECT_TRUE(sameBits(transferRatio(source, render, render), source));
}

TEST(RatioTransfer, ComesCloserToTheKnownLightThanTheModelsOwnPicture)
{
    const Resolution full{320, 240};
    const Resolution small{80, 60};
    const KnownShot shot = sphereShot(full);
    // The model's error: everything a little too bright and green, the same in both renders.
    const auto model = [&](const Image& truth) {
        const Image reduced = resizeArea(truth, small);
        return made(small, 3,
                    [&](int x, int y, int c) { return reduced.at(x, y, c) * (c == 1 ? 1.25f : 1.1f) + 0.01f; });
    };
    const Image plain = model(shot.before);
    const Image edited = model(shot.after);
    const double direct = psnr(resizeBilinear(edited, full), shot.after);
    const double transferred = psnr(transferRatio(shot.before, plain, edited), shot.after);
    RecordProperty("direct_psnr", std::to_string(direct));
    RecordProperty("transferred_psnr", std::to_string(transferred));
    std::printf("direct %.2f dB, ratio transfer %.2f dB, source itself %.2f dB\n", direct, transferred,
                psnr(shot.before, shot.after));
    EXPECT_GT(transferred, direct + 6.0);
}

TEST(Harmonise, TakesAsMuchAsWasAskedFor)
{
    const Image composite = randomImage({32, 24}, 3, 1, 0.2f, 1.0f);
    const Image small = resizeArea(composite, {16, 12});
    const Image brighter = made({16, 12}, 3, [&](int x, int y, int c) { return 2.0f * small.at(x, y, c) + 0.02f; });
    EXPECT_EQ(harmonise(composite, small, brighter, 0.0f).data(), composite.data());
    const Image whole = harmonise(composite, small, brighter, 1.0f);
    const Image half = harmonise(composite, small, brighter, 0.5f);
    EXPECT_NEAR(whole.at(10, 10, 0), 2.0f * composite.at(10, 10, 0) + 0.02f, 0.01f);
    EXPECT_NEAR(half.at(10, 10, 0), 0.5f * (composite.at(10, 10, 0) + whole.at(10, 10, 0)), 1e-5f);
}

} // namespace
} // namespace unividx
