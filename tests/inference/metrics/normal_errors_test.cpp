#include "core/base/error.h"
#include "inference/metrics/normal_errors.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

using testing_metrics::pixels;

const float half = std::sqrt(0.5F);

TEST(NormalErrors, AreAnglesInDegreesOverAllFrames)
{
    NormalMeter meter;
    meter.add(pixels({{0, 0, 1}, {0, 0, 1}}), pixels({{0, 0, 1}, {1, 0, 0}}));
    meter.add(pixels({{0, 0, 1}, {0, 0, 1}}), pixels({{0, half, half}, {0, 0, 1}}));
    const NormalErrors errors = meter.errors();
    EXPECT_NEAR(errors.meanDegrees, (0 + 90 + 45 + 0) / 4.0, 1e-3);
    EXPECT_NEAR(errors.medianDegrees, 45, 0.01) << "of an even number the upper of the two in the middle";
    EXPECT_DOUBLE_EQ(errors.within11, 0.5);
    EXPECT_DOUBLE_EQ(errors.within22, 0.5);
    EXPECT_DOUBLE_EQ(errors.within30, 0.5);
}

TEST(NormalErrors, CountWhatIsWithinEachOfTheThreeAngles)
{
    const auto turned = [](double degrees) {
        const double angle = degrees * std::acos(-1.0) / 180;
        return testing_metrics::Rgb{static_cast<float>(std::sin(angle)), 0, static_cast<float>(std::cos(angle))};
    };
    NormalMeter meter;
    meter.add(pixels({{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}}),
              pixels({turned(11), turned(12), turned(23), turned(29), turned(31)}));
    const NormalErrors errors = meter.errors();
    EXPECT_DOUBLE_EQ(errors.within11, 1 / 5.0);
    EXPECT_DOUBLE_EQ(errors.within22, 2 / 5.0);
    EXPECT_DOUBLE_EQ(errors.within30, 4 / 5.0);
    EXPECT_NEAR(errors.medianDegrees, 23, 0.01);
    EXPECT_NEAR(errors.meanDegrees, (11 + 12 + 23 + 29 + 31) / 5.0, 1e-2);
}

TEST(NormalErrors, OfTheBestConstantVanishOnAFlatWall)
{
    const auto constantError = [](const Image& wanted) {
        MeanNormal mean;
        mean.add(wanted);
        NormalMeter meter;
        meter.add(mean.unit(), wanted);
        return meter.errors().meanDegrees;
    };
    EXPECT_NEAR(constantError(pixels({{half, 0, half}, {half, 0, half}})), 0, 0.1);
    EXPECT_NEAR(constantError(pixels({{1, 0, 0}, {0, 0, 1}})), 45, 1e-3);
}

TEST(NormalErrors, IgnorePixelsWithoutASurface)
{
    NormalMeter meter;
    meter.add(pixels({{0, 0, 1}, {0, 0, 1}}), pixels({{0, 0, 0}, {1, 0, 0}}));
    EXPECT_NEAR(meter.errors().meanDegrees, 90, 1e-3);
    EXPECT_DOUBLE_EQ(meter.errors().within30, 0);
    NormalMeter constant;
    constant.add(std::array<double, 3>{0, 0, 1}, pixels({{0, 0, 0}, {0, 0, 1}}));
    EXPECT_NEAR(constant.errors().meanDegrees, 0, 1e-3);
}

TEST(NormalErrors, AreNothingBeforeTheFirstFrame)
{
    EXPECT_EQ(NormalMeter().errors().meanDegrees, 0);
    EXPECT_EQ(MeanNormal().unit(), (std::array<double, 3>{0, 0, 1}));
}

TEST(NormalErrors, RefusePicturesThatDoNotMatch)
{
    EXPECT_THROW(NormalMeter().add(pixels({{0, 0, 1}}), pixels({{0, 0, 1}, {0, 0, 1}})), Error);
}

} // namespace
} // namespace unividx
