#include "core/base/error.h"
#include "inference/metrics/matte_errors.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

using testing_metrics::matte;

MatteErrors errorsOf(const std::vector<Image>& made, const std::vector<Image>& wanted)
{
    MatteMeter meter;
    for (std::size_t frame = 0; frame < made.size(); ++frame)
        meter.add(made[frame], wanted[frame]);
    return meter.errors();
}

TEST(MatteErrors, AreMeansOverPixelsAndFrames)
{
    const auto errors = errorsOf({matte({{0, 1}}), matte({{0.5F, 1}})}, {matte({{0, 0.5F}}), matte({{0, 1}})});
    EXPECT_DOUBLE_EQ(errors.mad, (0 + 0.5 + 0.5 + 0) / 4);
    EXPECT_DOUBLE_EQ(errors.mse, (0 + 0.25 + 0.25 + 0) / 4);
    // The errors change by +0.5 and -0.5 between the two frames.
    EXPECT_DOUBLE_EQ(errors.dtssd, 0.5);
}

TEST(MatteErrors, DtssdIsTheMeanOverPairsOfFramesOfEachPairsRoot)
{
    const Image black = matte({{0, 0}});
    const Image off = matte({{0.3F, 0.4F}});
    // From no error to (0.3, 0.4): sqrt((0.09 + 0.16) / 2) = 0.353553. Then nothing changes: the mean is half.
    EXPECT_NEAR(errorsOf({black, off, off}, {black, black, black}).dtssd, 0.353553 / 2, 1e-6);
}

TEST(MatteErrors, DtssdIsBlindToAnErrorThatStays)
{
    const auto errors = errorsOf({matte({{0.2F, 1}}), matte({{0.7F, 1}})}, {matte({{0, 1}}), matte({{0.5F, 1}})});
    EXPECT_NEAR(errors.mad, 0.1, 1e-6);
    EXPECT_NEAR(errors.dtssd, 0, 1e-6);
}

TEST(MatteErrors, SumsAreMeansOverFrames)
{
    const Image solid = matte({{1, 1}});
    const Image hole = matte({{1, 0}});
    const auto errors = errorsOf({hole, solid}, {solid, solid});
    EXPECT_DOUBLE_EQ(errors.connectivity, connectivityError(hole, solid) / 2);
    EXPECT_DOUBLE_EQ(errors.gradient, gradientError(hole, solid) / 2);
    EXPECT_GT(errors.connectivity, 0);
    EXPECT_GT(errors.gradient, 0);
}

TEST(MatteErrors, TheBestConstantIsTheMedian)
{
    MatteMeter meter;
    meter.add(matte({{0, 0, 0}}), matte({{0, 0.25F, 1}}));
    // The median is 0.25; the distances are 0.25, 0 and 0.75. The mean, 0.4167, would give 0.389.
    EXPECT_NEAR(meter.bestConstantMad(), 1.0 / 3, 2e-5);
    MatteMeter mostlyEmpty;
    mostlyEmpty.add(matte({{0, 0, 0, 0}}), matte({{0, 0, 0, 1}}));
    EXPECT_NEAR(mostlyEmpty.bestConstantMad(), 0.25, 2e-5);
}

TEST(MatteErrors, AreNothingBeforeTheFirstFrame)
{
    EXPECT_EQ(MatteMeter().errors().mad, 0);
    EXPECT_EQ(MatteMeter().bestConstantMad(), 0);
}

TEST(MatteErrors, RefuseMattesThatDoNotMatch)
{
    EXPECT_THROW(errorsOf({matte({{0, 1}})}, {matte({{0, 1, 1}})}), Error);
}

std::vector<float> step(int zeros, int ones)
{
    std::vector<float> row(static_cast<std::size_t>(zeros), 0.0F);
    row.insert(row.end(), static_cast<std::size_t>(ones), 1.0F);
    return row;
}

TEST(GradientError, OfAMissedStepIsTheStepsGradientSquared)
{
    // Along x the filter is -d exp(-d^2 / 3.92) over its root sum of squares 1.559380: 0, 0.774837, 0.720896, 0.302011,
    // 0.067520 for d = 0 to 4. A step sees its partial sums, 0.067520, 0.369531, 1.090427, 1.865264 and the same back
    // down, each twice: squared, over 1.559380^2, they add up to 3.955604. Along y the picture does not change, so the
    // smoothing's sum 3.505670 / 1.575256 enters squared: 4.952677. The product is 19.5907 for each row.
    const Image empty = matte({std::vector<float>(21, 0.0F)});
    EXPECT_NEAR(gradientError(empty, matte({step(10, 11)})), 19.5907, 1e-3);
    const Image emptyRows = matte(std::vector<std::vector<float>>(3, std::vector<float>(21, 0.0F)));
    EXPECT_NEAR(gradientError(emptyRows, matte(std::vector<std::vector<float>>(3, step(10, 11)))), 3 * 19.5907, 3e-3);
}

TEST(GradientError, IsTheSameAcrossAsAlong)
{
    std::vector<std::vector<float>> column;
    for (const float value : step(10, 11))
        column.push_back({value});
    EXPECT_NEAR(gradientError(matte(std::vector<std::vector<float>>(21, {0.0F})), matte(column)), 19.5907, 1e-3);
}

TEST(GradientError, StretchesMattesFirstAsTheBenchmarkDoes)
{
    std::vector<float> faint = step(10, 11);
    for (float& value : faint)
        value = 0.2F + 0.3F * value;
    EXPECT_NEAR(gradientError(matte({faint}), matte({step(10, 11)})), 0, 1e-9);
}

TEST(GradientError, OfAStepTooFarAwayIsThatOfBoth)
{
    // The two gradients do not touch, so each is an error of its own.
    EXPECT_NEAR(gradientError(matte({step(10, 31)}), matte({step(30, 11)})), 2 * 19.5907, 2e-3);
}

TEST(ConnectivityError, LeavesTheLargestPieceBothAgreeOnAlone)
{
    // Both are solid in the first two pixels. The hole cuts the rest off, so its level is 0: there the true matte is
    // all excess (1 - 1 = 0), the hole has none (1), half a matte half of it (0.5), and the last pixel is wrong in
    // neither.
    EXPECT_NEAR(connectivityError(matte({{1, 1, 0, 0.5F, 1}}), matte({{1, 1, 1, 1, 1}})), 1 + 0.5 + 0, 1e-6);
}

TEST(ConnectivityError, FindsTheLevelWhereAPixelDropsOut)
{
    // The second pixel is with the first up to 0.6, so its level is 0.6. The true matte exceeds that by 0.4, the other
    // one by 0.05, which is free.
    EXPECT_NEAR(connectivityError(matte({{1, 0.65F}}), matte({{1, 1}})), 0.4, 1e-6);
}

TEST(ConnectivityError, IsFreeBelowFifteenHundredths)
{
    EXPECT_NEAR(connectivityError(matte({{1, 1, 0.14F}}), matte({{1, 1, 0}})), 0, 1e-6);
    // 0.16 reaches the threshold 0.1 in one matte only, so its level is 0 and all of it counts.
    EXPECT_NEAR(connectivityError(matte({{1, 1, 0.16F}}), matte({{1, 1, 0}})), 0.16, 1e-6);
}

TEST(ConnectivityError, DoesNotConnectAcrossCorners)
{
    // (1, 1) touches (0, 0) at a corner only, so its level is 0 and not 0.9: the mattes' excesses are 0.9 and 1, and
    // 0.1 counts. The two empty corners count 1 each.
    EXPECT_NEAR(connectivityError(matte({{1, 0}, {0, 0.9F}}), matte({{1, 1}, {1, 1}})), 2.1, 1e-6);
}

TEST(ConnectivityError, OfTheSameMatteIsNothing)
{
    const Image same = matte({{0.1F, 0.7F, 1}, {0.3F, 0, 0.95F}});
    EXPECT_EQ(connectivityError(same, same), 0);
    const Image nothing = matte({{0, 0}});
    EXPECT_EQ(connectivityError(nothing, nothing), 0);
}

} // namespace
} // namespace unividx
