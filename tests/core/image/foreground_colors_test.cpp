#include "core/image/foreground_colors.h"

#include "core/base/error.h"
#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace unividx {
namespace {

constexpr Resolution size{200, 150};
constexpr std::array<float, 3> front{0.8F, 0.5F, 0.3F};
constexpr std::array<float, 3> behind{0.1F, 0.7F, 0.2F}; // a green screen

/// A disc whose edge is 12 pixels wide.
Image softDisc()
{
    return painted(size, 1, [](int x, int y, int) {
        const float distance = std::hypot(static_cast<float>(x) - 100, static_cast<float>(y) - 75) - 45;
        return std::clamp(0.5F - distance / 12, 0.0F, 1.0F);
    });
}

Image mixed(const Image& alpha)
{
    return painted(size, 3, [&](int x, int y, int c) {
        const float cover = alpha.at(x, y, 0);
        const auto channel = static_cast<std::size_t>(c);
        return cover * front[channel] + (1 - cover) * behind[channel];
    });
}

TEST(ForegroundColors, TheBackgroundIsTakenOutOfTheEdge)
{
    const Image alpha = softDisc();
    const Image colors = foregroundColors(mixed(alpha), alpha);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            if (alpha.at(x, y, 0) < 0.1F)
                continue;
            for (int c = 0; c < 3; ++c) {
                // Measured below 0.015; the frame itself is off by up to 0.6.
                ASSERT_NEAR(colors.at(x, y, c), front[static_cast<std::size_t>(c)], 0.05F) << x << ", " << y;
            }
        }
    }
}

TEST(ForegroundColors, OpaquePixelsAreTheFrames)
{
    const Image alpha = softDisc();
    const Image frame = painted(size, 3, [](int x, int y, int c) { return pattern(x, y, c); });
    const Image colors = foregroundColors(frame, alpha);
    for (int c = 0; c < 3; ++c)
        EXPECT_EQ(colors.at(100, 75, c), frame.at(100, 75, c));
}

TEST(ForegroundColors, FarFromTheSubjectItIsBlack)
{
    const Image alpha = softDisc();
    const Image colors = foregroundColors(mixed(alpha), alpha);
    EXPECT_EQ(colors.at(5, 5, 0), 0.0F);
    EXPECT_GT(colors.at(100 + 51, 75, 0), 0.5F) << "just beyond the edge its colours go on";
}

TEST(ForegroundColors, AnEmptyMatteGivesBlackAndAFullOneTheFrame)
{
    const Image frame = mixed(softDisc());
    const auto flat = [](float value) { return painted(size, 1, [&](int, int, int) { return value; }); };
    EXPECT_EQ(meanDifference(foregroundColors(frame, flat(1)), frame), 0.0);
    EXPECT_EQ(meanDifference(foregroundColors(frame, flat(0)), painted(size, 3, [](int, int, int) { return 0.0F; })),
              0.0);
}

TEST(ForegroundColors, AnyNumberOfThreadsGivesTheSameBits)
{
    const Image alpha = softDisc();
    const auto colors = [&] { return foregroundColors(mixed(alpha), alpha); };
    EXPECT_TRUE(sameBits(onThreads(1, colors), onThreads(3, colors)));
}

TEST(ForegroundColors, OtherSizesAreABug)
{
    EXPECT_THROW(foregroundColors(mixed(softDisc()), Image({1, 1}, 1, {0.5F})), Error);
}

} // namespace
} // namespace unividx
