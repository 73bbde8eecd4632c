#include "core/base/error.h"
#include "inference/metrics/psnr.h"
#include "inference/metrics/ssim.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

#include <limits>

namespace unividx {
namespace {

using testing_metrics::grey;
using testing_metrics::matte;
using testing_metrics::pixels;

double psnr(const Image& made, const Image& wanted, const Image& where = {})
{
    PsnrMeter meter;
    meter.add(made, wanted, where);
    return meter.decibels();
}

TEST(Psnr, IsTwentyDecibelsForAnErrorOfATenth)
{
    EXPECT_NEAR(psnr(pixels({{0.5F, 0.5F, 0.5F}}), pixels({{0.4F, 0.6F, 0.4F}})), 20, 1e-4);
    EXPECT_EQ(psnr(pixels({{0.5F, 0.5F, 0.5F}}), pixels({{0.5F, 0.5F, 0.5F}})),
              std::numeric_limits<double>::infinity());
}

TEST(Psnr, TakesTheMeanSquareOverAllFramesTogether)
{
    PsnrMeter meter;
    meter.add(pixels({{0.2F, 0.2F, 0.2F}}), pixels({{0, 0, 0}}));
    meter.add(pixels({{0, 0, 0}}), pixels({{0, 0, 0}}));
    // Mean square (0.04 + 0) / 2 = 0.02, and 10 log10(1 / 0.02) = 16.9897.
    EXPECT_NEAR(meter.decibels(), 16.9897, 1e-4);
}

TEST(Psnr, CountsOnlyWhereItIsToldTo)
{
    const Image made = pixels({{0.1F, 0.1F, 0.1F}, {1, 1, 1}});
    const Image wanted = pixels({{0, 0, 0}, {0, 0, 0}});
    EXPECT_NEAR(psnr(made, wanted, matte({{0.01F, 0}})), 20, 1e-4);
}

TEST(Psnr, RefusesPicturesThatDoNotMatch)
{
    EXPECT_THROW(psnr(pixels({{0, 0, 0}}), pixels({{0, 0, 0}, {0, 0, 0}})), Error);
    EXPECT_THROW(psnr(matte({{0}}), pixels({{0, 0, 0}})), Error);
}

constexpr Resolution oneWindow{11, 11};

float checker(int x, int y)
{
    return static_cast<float>((x + y) % 2);
}

TEST(Ssim, IsOneForTheSamePicture)
{
    EXPECT_NEAR(ssim(grey({20, 15}, checker), grey({20, 15}, checker)), 1, 1e-12);
}

TEST(Ssim, OfFlatPicturesComparesTheirLuminance)
{
    const double value =
        ssim(grey({14, 12}, [](int, int) { return 0.5; }), grey({14, 12}, [](int, int) { return 0.7; }));
    // (2 * 0.5 * 0.7 + 0.0001) / (0.25 + 0.49 + 0.0001); the other factor is C2 / C2.
    EXPECT_NEAR(value, 0.7001 / 0.7401, 1e-6);
}

TEST(Ssim, OfTheNegativeIsNegative)
{
    // Both means are 0.5 (to 1e-8), both variances 0.25, the covariance -0.25: (-0.5 + C2) / (0.5 + C2), C2 = 0.0009.
    const double value =
        ssim(grey(oneWindow, checker), grey(oneWindow, [](int x, int y) { return 1 - checker(x, y); }));
    EXPECT_NEAR(value, -0.4991 / 0.5009, 1e-5);
}

TEST(Ssim, FallsWithContrast)
{
    // Variances 0.25 and 0.0625, covariance 0.125: (0.25 + C2) / (0.3125 + C2).
    const double value =
        ssim(grey(oneWindow, checker), grey(oneWindow, [](int x, int y) { return 0.25 + 0.5 * checker(x, y); }));
    EXPECT_NEAR(value, 0.2509 / 0.3134, 1e-5);
}

TEST(Ssim, WeighsItsWindowAsAGaussianOfOneAndAHalfPixels)
{
    const auto black = grey(oneWindow, [](int, int) { return 0; });
    const auto dotAt = [](int column, int row) {
        return grey(oneWindow, [=](int x, int y) { return x == column && y == row ? 1 : 0; });
    };
    // exp(-d^2 / 4.5) for d = 0 to 5 is 1, 0.800737, 0.411112, 0.135335, 0.0285655, 0.00386592; with both
    // sides 3.759233. In the middle the weight is w = 1 / 3.759233^2 = 0.0707622, the variance w - w^2 = 0.0657549, and
    // the index C1 C2 / ((w^2 + C1)(w - w^2 + C2)).
    EXPECT_NEAR(ssim(black, dotAt(5, 5)), 9e-8 / (0.00510729 * 0.0666549), 1e-7);
    // In a corner w = (0.00386592 / 3.759233)^2 = 1.05757e-6.
    EXPECT_NEAR(ssim(black, dotAt(0, 10)), 0.998826, 1e-6);
}

TEST(Ssim, IsTheMeanOverWindowsInsideThePicture)
{
    const Image flat = grey({12, 11}, [](int, int) { return 0; });
    const Image edged = grey({12, 11}, [](int x, int y) { return x == 11 && y == 10 ? 1 : 0; });
    // The first window does not reach the twelfth column and is 1; the second has the dot in its corner.
    EXPECT_NEAR(ssim(flat, edged), (1 + 0.998826) / 2, 1e-6);
}

TEST(Ssim, RefusesPicturesSmallerThanItsWindow)
{
    EXPECT_THROW(ssim(grey({10, 20}, checker), grey({10, 20}, checker)), Error);
    EXPECT_THROW(ssim(grey({12, 12}, checker), grey({12, 13}, checker)), Error);
}

} // namespace
} // namespace unividx
