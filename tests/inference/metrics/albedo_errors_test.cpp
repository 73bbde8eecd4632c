#include "core/color/srgb.h"
#include "inference/metrics/albedo_errors.h"
#include "inference/metrics/color_difference.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing_metrics::pixels;
using testing_metrics::Rgb;

/// Pixels of this linear light, as they are encoded for a display.
Image lit(std::vector<Rgb> linear)
{
    for (Rgb& pixel : linear) {
        for (float& value : pixel)
            value = linearToSrgb(value);
    }
    return pixels(linear);
}

TEST(Lab, HasWhiteAtAHundredAndTheKnownRed)
{
    const Lab white = labOf(1, 1, 1);
    EXPECT_NEAR(white.lightness, 100, 1e-9);
    EXPECT_NEAR(white.a, 0, 1e-9);
    EXPECT_NEAR(white.b, 0, 1e-9);
    const Lab red = labOf(1, 0, 0);
    EXPECT_NEAR(red.lightness, 53.24, 0.01);
    EXPECT_NEAR(red.a, 80.09, 0.01);
    EXPECT_NEAR(red.b, 67.20, 0.01);
}

TEST(Ciede2000, AgreesWithThePublishedTestData)
{
    struct Case {
        Lab one, other;
        double difference;
    };
    // Sharma, Wu, Dalal, table 1: pairs 1, 7, 9, 13, 17, 18, 25 and 34, which take every branch of the mean hue.
    const std::vector<Case> cases{
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
        {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (const Case& pair : cases) {
        SCOPED_TRACE(pair.difference);
        EXPECT_NEAR(ciede2000(pair.one, pair.other), pair.difference, 1e-4);
        EXPECT_NEAR(ciede2000(pair.other, pair.one), pair.difference, 1e-4);
    }
}

TEST(IntensityError, IsMeasuredAfterTheBestScale)
{
    // 0.2 and 0.4 against 0.4 and 0.4: the factor is (0.08 + 0.16) / (0.04 + 0.16) = 1.2, what is left are
    // 0.24 - 0.4 and 0.48 - 0.4, and their squares' mean is (0.0256 + 0.0064) / 2.
    const Image made = lit({{0.2F, 0.2F, 0.2F}, {0.4F, 0.4F, 0.4F}});
    EXPECT_NEAR(intensityError(made, lit({{0.4F, 0.4F, 0.4F}, {0.4F, 0.4F, 0.4F}})), 0.016, 1e-6);
    EXPECT_NEAR(intensityError(made, lit({{0.1F, 0.1F, 0.1F}, {0.2F, 0.2F, 0.2F}})), 0, 1e-9);
}

TEST(IntensityError, LooksAtTheMeanOfTheChannelsOnly)
{
    EXPECT_NEAR(
        intensityError(lit({{0.6F, 0.2F, 0.1F}, {0.1F, 0.1F, 0.1F}}), lit({{0.3F, 0.3F, 0.3F}, {0.1F, 0.1F, 0.1F}})), 0,
        1e-9);
}

TEST(IntensityError, OfBlackIsAllThatIsWanted)
{
    EXPECT_NEAR(intensityError(lit({{0, 0, 0}}), lit({{0.5F, 0.5F, 0.5F}})), 0.25, 1e-6);
}

TEST(ChromaticityError, IsBlindToEachPixelsIntensity)
{
    EXPECT_NEAR(chromaticityError(lit({{0.06F, 0.02F, 0.01F}, {0.2F, 0.4F, 0.2F}}),
                                  lit({{0.6F, 0.2F, 0.1F}, {0.1F, 0.2F, 0.1F}})),
                0, 1e-3);
}

TEST(ChromaticityError, IsTheColourDifferenceAtTheWantedIntensity)
{
    // (0.1, 0.1, 0.1) becomes (0.3, 0.3, 0.3), as bright as (0.6, 0.2, 0.1). In Lab these are (61.654, 0, 0) and
    // (59.693, 27.629, 31.906), 22.950 apart. The second pixel is right, so the mean is half of that.
    EXPECT_NEAR(
        chromaticityError(lit({{0.1F, 0.1F, 0.1F}, {0.2F, 0.2F, 0.2F}}), lit({{0.6F, 0.2F, 0.1F}, {0.2F, 0.2F, 0.2F}})),
        22.9504 / 2, 1e-3);
}

} // namespace
} // namespace unividx
