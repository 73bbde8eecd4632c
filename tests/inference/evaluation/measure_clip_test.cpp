#include "core/base/error.h"
#include "inference/evaluation/measure_clip.h"
#include "tests/inference/evaluation/figures.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace unividx {
namespace {

using ::testing::HasSubstr;
using testing_evaluation::figure;

constexpr Resolution size{24, 16};
constexpr double infinite = std::numeric_limits<double>::infinity();

/// A picture of one colour.
Image flat(float red, float green, float blue)
{
    std::vector<float> values;
    for (int pixel = 0; pixel < size.width * size.height; ++pixel)
        values.insert(values.end(), {red, green, blue});
    return {size, 3, std::move(values)};
}

/// Every frame is this picture.
FrameSource always(const Image& image)
{
    return [image](std::int64_t) { return image; };
}

/// The true layers of a wall that faces the camera, evenly lit: white light, so the picture is its albedo.
ClipUnderTest wall()
{
    ClipUnderTest clip;
    clip.frames = 3;
    clip.wanted = {always(flat(0.5F, 0.4F, 0.3F)), always(flat(0.5F, 0.4F, 0.3F)), always(flat(1, 1, 1)),
                   always(flat(0.5F, 0.5F, 1))};
    return clip;
}

TEST(MeasureClip, FindsNothingWrongWithTheTrueLayers)
{
    ClipUnderTest clip = wall();
    clip.made = {nullptr, clip.wanted[1], clip.wanted[2], clip.wanted[3]};
    const Figures figures = measureClip(clip, {});
    EXPECT_EQ(figure(figures, "albedo_psnr")->value, infinite);
    EXPECT_NEAR(figure(figures, "albedo_ssim")->value, 1, 1e-9);
    EXPECT_NEAR(figure(figures, "albedo_intensity_error")->value, 0, 1e-9);
    EXPECT_NEAR(figure(figures, "albedo_chromaticity_error")->value, 0, 1e-6);
    EXPECT_NEAR(figure(figures, "normal_mean_degrees")->value, 0, 0.05);
    EXPECT_EQ(figure(figures, "normal_within_11_25")->value, 1);
    EXPECT_NEAR(figure(figures, "irradiance_warped_error")->value, 0, 1e-9);
    EXPECT_NEAR(figure(figures, "albedo_track_variance")->value, 0, 1e-9);
    EXPECT_NEAR(figure(figures, "composition_residual")->value, 0, 1e-6);
    EXPECT_EQ(figure(figures, "motion_known")->value, 1) << "all of it stands still";
    EXPECT_FALSE(figure(figures, "rgb_psnr")) << "rgb was not made";
    EXPECT_FALSE(figure(figures, "irradiance_track_variance")) << "light does not stay on surfaces";
}

TEST(MeasureClip, SetsTrivialAnswersBeside)
{
    ClipUnderTest clip = wall();
    clip.wanted[0] = always(flat(0.6F, 0.5F, 0.4F));
    clip.made = {nullptr, clip.wanted[1], clip.wanted[2], clip.wanted[3]};
    const Figures figures = measureClip(clip, {});
    const auto albedo = figure(figures, "albedo_psnr");
    EXPECT_EQ(albedo->besideIs, "rgb");
    EXPECT_NEAR(albedo->beside.value(), 20, 1e-4) << "rgb is off by a tenth everywhere";
    const auto irradiance = figure(figures, "irradiance_psnr");
    EXPECT_EQ(irradiance->besideIs, "grey");
    EXPECT_NEAR(irradiance->beside.value(), -20 * std::log10(0.5), 1e-4) << "grey rgb is 0.5, light is 1";
    EXPECT_EQ(figure(figures, "normal_mean_degrees")->besideIs, "constant");
    EXPECT_EQ(figure(figures, "albedo_warped_error")->besideIs, "wanted");
}

TEST(MeasureClip, TakesGivenLayersAsTheyWereForTheComposition)
{
    ClipUnderTest clip = wall();
    clip.made[2] = always(flat(0, 0, 0));
    // Black light makes a black picture: the residual is all of it, (0.5 + 0.4 + 0.3) / 3.
    EXPECT_NEAR(figure(measureClip(clip, {}), "composition_residual")->value, 0.4, 1e-6);
    ClipUnderTest normalsOnly = wall();
    normalsOnly.made[3] = normalsOnly.wanted[3];
    EXPECT_FALSE(figure(measureClip(normalsOnly, {}), "composition_residual")) << "normals compose nothing";
}

TEST(MeasureClip, MeasuresTheAlphaFamily)
{
    ClipUnderTest clip;
    clip.family = &alphaFamily;
    clip.frames = 2;
    clip.wanted = {always(flat(0.5F, 0.5F, 0.5F)), always(flat(0.25F, 0.25F, 0.25F)), always(flat(0.8F, 0.8F, 0.8F)),
                   always(flat(0.4F, 0.4F, 0.4F))};
    clip.made[1] = always(flat(0.5F, 0.5F, 0.5F));
    clip.made[2] = always(flat(0.7F, 0.7F, 0.7F));
    const Figures figures = measureClip(clip, {});
    EXPECT_NEAR(figure(figures, "alpha_mad")->value, 0.25, 1e-6);
    EXPECT_NEAR(figure(figures, "alpha_mad")->scale, 1000, 0);
    EXPECT_NEAR(figure(figures, "alpha_mad")->beside.value(), 0, 2e-5);
    EXPECT_NEAR(figure(figures, "alpha_dtssd")->value, 0, 1e-9);
    EXPECT_NEAR(figure(figures, "foreground_psnr")->value, 20, 1e-4);
    // 0.5 - 0.5 * 0.7 - 0.5 * 0.4, beside 0.5 - 0.25 * 0.8 - 0.75 * 0.4 = 0.
    EXPECT_NEAR(figure(figures, "composition_residual")->value, 0.05, 1e-6);
    EXPECT_NEAR(figure(figures, "composition_residual")->beside.value(), 0, 1e-6);
}

TEST(MeasureClip, LooksAtTheForegroundOnlyWhereThereIsSubject)
{
    ClipUnderTest clip;
    clip.family = &alphaFamily;
    clip.frames = 1;
    std::vector<float> halfMatte;
    std::vector<float> halfWrong;
    for (int pixel = 0; pixel < size.width * size.height; ++pixel) {
        halfMatte.insert(halfMatte.end(), 3, pixel % 2 == 0 ? 1.0F : 0.0F);
        halfWrong.insert(halfWrong.end(), 3, pixel % 2 == 0 ? 0.1F : 1.0F);
    }
    clip.wanted[1] = always(Image(size, 3, halfMatte));
    clip.wanted[2] = always(flat(0, 0, 0));
    clip.made[2] = always(Image(size, 3, halfWrong));
    EXPECT_NEAR(figure(measureClip(clip, {}), "foreground_psnr")->value, 20, 1e-4);
}

TEST(MeasureClip, SeesLayersThatFlicker)
{
    ClipUnderTest clip = wall();
    clip.made[1] = [](std::int64_t frame) { return frame == 1 ? flat(0.6F, 0.4F, 0.3F) : flat(0.5F, 0.4F, 0.3F); };
    clip.joins = {1};
    clip.frames = 2;
    const Figures two = measureClip(clip, {});
    EXPECT_NEAR(figure(two, "albedo_warped_error")->value, 0.01, 1e-6);
    EXPECT_NEAR(figure(two, "albedo_warped_error")->beside.value(), 0, 1e-9);
    // 0.5 and 0.6 in one channel: 0.005 with one degree of freedom, over three channels.
    EXPECT_NEAR(figure(two, "albedo_track_variance")->value, 0.005 / 3, 1e-6);
    EXPECT_FALSE(figure(two, "albedo_seam_ratio")) << "there is nothing but a join";
}

TEST(MeasureClip, LeavesOutWhatNeedsMotionWithoutRgb)
{
    ClipUnderTest clip = wall();
    clip.wanted[0] = nullptr;
    clip.made[1] = clip.wanted[1];
    const Figures figures = measureClip(clip, {});
    EXPECT_TRUE(figure(figures, "albedo_psnr"));
    EXPECT_FALSE(figure(figures, "albedo_psnr")->beside);
    EXPECT_FALSE(figure(figures, "albedo_warped_error"));
    EXPECT_FALSE(figure(figures, "albedo_track_variance"));
    EXPECT_FALSE(figure(figures, "motion_known"));
    EXPECT_FALSE(figure(figures, "composition_residual"));
}

TEST(MeasureClip, RefusesWhatCannotBeCompared)
{
    ClipUnderTest alone = wall();
    alone.made[3] = alone.wanted[3];
    alone.wanted[3] = nullptr;
    EXPECT_THROW(measureClip(alone, {}), Error);

    ClipUnderTest other = wall();
    other.made[1] = always(Image({24, 15}, 3, std::vector<float>(24 * 15 * 3)));
    try {
        measureClip(other, {});
        FAIL() << "it compared two sizes";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("albedo"));
        EXPECT_THAT(error.what(), HasSubstr("24x15"));
        EXPECT_THAT(error.what(), HasSubstr("24x16"));
    }
}

TEST(MeasureClip, StopsWhenAsked)
{
    ClipUnderTest clip = wall();
    clip.made[1] = clip.wanted[1];
    CancelToken cancel;
    cancel.cancel();
    EXPECT_THROW(measureClip(clip, cancel), Cancelled);
}

} // namespace
} // namespace unividx
