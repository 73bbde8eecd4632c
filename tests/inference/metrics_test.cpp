#include "core/base/error.h"
#include "inference/train/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace unividx {
namespace {

/// One row of pixels with these three-channel values.
Image pixels(const std::vector<std::array<float, 3>>& values)
{
    std::vector<float> flat;
    for (const auto& value : values)
        flat.insert(flat.end(), value.begin(), value.end());
    return {{static_cast<int>(values.size()), 1}, 3, std::move(flat)};
}

Image matte(std::vector<float> values)
{
    const int width = static_cast<int>(values.size());
    return {{width, 1}, 1, std::move(values)};
}

TEST(NormalErrors, AreAnglesInDegrees)
{
    const float half = std::sqrt(0.5F);
    const auto errors = normalErrors({pixels({{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}})},
                                     {pixels({{0, 0, 1}, {1, 0, 0}, {0, half, half}, {0, 0, 1}})});
    EXPECT_NEAR(errors.meanDegrees, (0 + 90 + 45 + 0) / 4.0, 1e-3);
    EXPECT_NEAR(errors.medianDegrees, 45, 1e-3);
    EXPECT_DOUBLE_EQ(errors.within11, 0.5);
    EXPECT_DOUBLE_EQ(errors.within30, 0.5);
}

TEST(NormalErrors, OfTheBestConstantVanishOnAFlatWall)
{
    const float half = std::sqrt(0.5F);
    EXPECT_NEAR(bestConstantNormalErrors({pixels({{half, 0, half}, {half, 0, half}})}).meanDegrees, 0, 0.1);
    EXPECT_NEAR(bestConstantNormalErrors({pixels({{1, 0, 0}, {0, 0, 1}})}).meanDegrees, 45, 1e-3);
}

TEST(Psnr, IsTwentyDecibelsForAnErrorOfATenth)
{
    EXPECT_NEAR(psnr({pixels({{0.5F, 0.5F, 0.5F}})}, {pixels({{0.4F, 0.6F, 0.4F}})}), 20, 1e-4);
    EXPECT_EQ(psnr({pixels({{0.5F, 0.5F, 0.5F}})}, {pixels({{0.5F, 0.5F, 0.5F}})}),
              std::numeric_limits<double>::infinity());
}

TEST(MatteErrors, AreTheBenchmarksSumsOverPixels)
{
    const auto errors = matteErrors({matte({0, 1}), matte({0.5F, 1})}, {matte({0, 0.5F}), matte({0, 1})});
    EXPECT_DOUBLE_EQ(errors.mad, (0 + 0.5 + 0.5 + 0) / 4);
    EXPECT_DOUBLE_EQ(errors.mse, (0 + 0.25 + 0.25 + 0) / 4);
    // errors change by +0.5 and -0.5 between the two frames
    EXPECT_DOUBLE_EQ(errors.dtssd, 0.5);
}

TEST(Metrics, RefuseClipsThatDoNotMatch)
{
    EXPECT_THROW(psnr({matte({0, 1})}, {}), Error);
    EXPECT_THROW(psnr({pixels({{0, 0, 0}})}, {pixels({{0, 0, 0}, {0, 0, 0}})}), Error);
}

} // namespace
} // namespace unividx
