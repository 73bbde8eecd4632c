#include "core/base/error.h"
#include "core/color/srgb.h"
#include "inference/metrics/composition.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing_metrics::matte;
using testing_metrics::pixels;

TEST(IntrinsicResidual, IsNothingWhereTheLightsProductIsThePicture)
{
    // 0.5 * 0.4 = 0.2, in linear light.
    const float albedo = linearToSrgb(0.5F);
    const float irradiance = linearToSrgb(0.4F);
    const float rgb = linearToSrgb(0.2F);
    EXPECT_NEAR(intrinsicResidual(pixels({{rgb, rgb, rgb}}), pixels({{albedo, albedo, albedo}}),
                                  pixels({{irradiance, irradiance, irradiance}})),
                0, 1e-6);
}

TEST(IntrinsicResidual, IsTheMeanDifferenceAsDisplayed)
{
    // White times white is 1; the picture is 0.9 in one channel of the first pixel and 0.7 in one of the second.
    EXPECT_NEAR(intrinsicResidual(pixels({{0.9F, 1, 1}, {1, 1, 0.7F}}), pixels({{1, 1, 1}, {1, 1, 1}}),
                                  pixels({{1, 1, 1}, {1, 1, 1}})),
                (0.1 + 0.3) / 6, 1e-6);
}

TEST(AlphaResidual, IsTheMeanDifferenceFromTheComposite)
{
    const Image foreground = pixels({{1, 0.5F, 0}, {1, 1, 1}});
    const Image background = pixels({{0, 0.5F, 1}, {0, 0, 0}});
    const Image alpha = matte({{0.25F, 0}});
    // Pixel one composes to (0.25, 0.5, 0.75), pixel two to black.
    EXPECT_NEAR(alphaResidual(pixels({{0.25F, 0.5F, 0.75F}, {0, 0, 0}}), alpha, foreground, background), 0, 1e-6);
    EXPECT_NEAR(alphaResidual(pixels({{0.25F, 0.2F, 0.75F}, {0, 0, 0.6F}}), alpha, foreground, background),
                (0.3 + 0.6) / 6, 1e-6);
}

TEST(Residuals, RefuseLayersThatDoNotMatch)
{
    const Image one = pixels({{0, 0, 0}});
    const Image two = pixels({{0, 0, 0}, {0, 0, 0}});
    EXPECT_THROW(intrinsicResidual(one, one, two), Error);
    EXPECT_THROW(alphaResidual(one, matte({{0}}), one, two), Error);
}

} // namespace
} // namespace unividx
