#include "inference/metrics/depth_errors.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace unividx {
namespace {

TEST(DepthMeter, AFactorOfTheFramesOwnIsNoError)
{
    DepthMeter meter;
    meter.add(Image({2, 1}, 1, {std::log(2.0F), std::log(6.0F)}), Image({2, 1}, 1, {1, 3}));
    meter.add(Image({2, 1}, 1, {std::log(0.5F), std::log(1.5F)}), Image({2, 1}, 1, {1, 3}));
    EXPECT_NEAR(meter.errors().logRmse, 0, 1e-6);
    EXPECT_EQ(meter.errors().pixels, 4);
}

TEST(DepthMeter, CountsWhatIsWrongInTheLogarithm)
{
    DepthMeter meter;
    meter.add(Image({2, 1}, 1, {0.3F, -0.3F}), Image({2, 1}, 1, {5, 5}));
    EXPECT_NEAR(meter.errors().logRmse, 0.3, 1e-6);
    EXPECT_NEAR(meter.errors().meanLogError, 0.3, 1e-6);
}

TEST(DepthMeter, LeavesOutWhatHasNoTrueDistance)
{
    DepthMeter meter;
    const float far = std::numeric_limits<float>::infinity();
    meter.add(Image({4, 1}, 1, {0, 0, 9, -9}), Image({4, 1}, 1, {2, 2, 0, far}));
    EXPECT_NEAR(meter.errors().logRmse, 0, 1e-6);
    EXPECT_EQ(meter.errors().pixels, 2);
}

TEST(DepthMeter, RefusesPicturesOfOtherSizes)
{
    DepthMeter meter;
    EXPECT_THROW(meter.add(Image({2, 1}, 1, {0, 0}), Image({1, 1}, 1, {2})), Error);
}

} // namespace
} // namespace unividx
