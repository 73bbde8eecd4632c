#include "core/image/matte_refinement.h"

#include "core/base/error.h"
#include "core/image/blur.h"
#include "core/image/resize.h"
#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace unividx {
namespace {

constexpr Resolution frameSize{320, 240};
constexpr Resolution coarseSize{64, 48};

struct Disc {
    float x, y, radius;
    float softness = 1; ///< pixels over which it fades out

    float cover(int px, int py) const
    {
        const float distance = std::hypot(static_cast<float>(px) - x, static_cast<float>(py) - y) - radius;
        return std::clamp(0.5F - distance / softness, 0.0F, 1.0F);
    }
};

Image coverOf(const std::vector<Disc>& discs)
{
    return painted(frameSize, 1, [&](int x, int y, int) {
        float cover = 0;
        for (const Disc& disc : discs)
            cover = std::max(cover, disc.cover(x, y));
        return cover;
    });
}

/// Skin and cloth before a patterned blue wall, with grain.
Image frameOf(const Image& cover, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> grain(0.0F, 0.01F);
    return painted(frameSize, 3, [&](int x, int y, int c) {
        const float front = c == 0 ? 0.75F : 0.45F + (y < 120 ? 0.1F : -0.1F);
        const float behind = 0.4F * pattern(x, y, c) + (c == 2 ? 0.35F : 0.05F);
        const float alpha = cover.at(x, y, 0);
        return std::clamp(alpha * front + (1 - alpha) * behind + grain(random), 0.0F, 1.0F);
    });
}

/// What a small segmenter makes of it: soft, and a few pixels off.
Image coarseOf(const Image& cover, int shift)
{
    const Image moved =
        painted(frameSize, 1, [&](int x, int y, int) { return cover.at(std::max(0, x - shift), y, 0); });
    return gaussianBlur(resizeArea(moved, coarseSize), 1.0F);
}

TEST(RefinedMatte, TheEdgeComesToLieWhereThePictureHasOne)
{
    const Image cover = coverOf({{150, 120, 70}});
    const Image coarse = coarseOf(cover, 5);
    const double before = meanDifference(resizeBilinear(coarse, frameSize), cover);
    const double after = meanDifference(refinedMatte(coarse, frameOf(cover)), cover);
    // Measured 0.0006, where the coarse matte is off by 0.029.
    EXPECT_GT(before, 0.025);
    EXPECT_LT(after, 0.002);
}

TEST(RefinedMatte, SoftEdgesStaySoft)
{
    const Image cover = coverOf({{150, 120, 70, 5}});
    const Image refined = refinedMatte(coarseOf(cover, 0), frameOf(cover));
    double error = 0;
    int partly = 0;
    for (int y = 0; y < frameSize.height; ++y) {
        for (int x = 0; x < frameSize.width; ++x) {
            if (cover.at(x, y, 0) <= 0.05F || cover.at(x, y, 0) >= 0.95F)
                continue;
            error += std::abs(refined.at(x, y, 0) - cover.at(x, y, 0));
            ++partly;
        }
    }
    // Measured 0.126. A hard edge in the right place is off by 0.25 on these pixels.
    EXPECT_LT(error / partly, 0.15);
}

TEST(RefinedMatte, WhatIsSureIsExactlyOneOrZero)
{
    const Image cover = coverOf({{150, 120, 70}});
    const Image refined = refinedMatte(coarseOf(cover, 3), frameOf(cover));
    ASSERT_EQ(refined.resolution(), frameSize);
    EXPECT_EQ(refined.at(150, 120, 0), 1.0F);
    EXPECT_EQ(refined.at(150, 80, 0), 1.0F);
    EXPECT_EQ(refined.at(10, 10, 0), 0.0F);
    EXPECT_EQ(refined.at(300, 200, 0), 0.0F);
}

TEST(RefinedMatte, WhereColoursAreAlikeTheCoarseMatteStands)
{
    const Image cover = coverOf({{150, 120, 70}});
    std::mt19937 random(2);
    std::normal_distribution<float> grain(0.0F, 0.01F);
    const Image flat = painted(frameSize, 3, [&](int, int, int) { return 0.4F + grain(random); });
    // Measured 0.0080, a pixel of the edge's length: nothing leaks, though one colour is everywhere.
    EXPECT_LT(meanDifference(refinedMatte(coarseOf(cover, 0), flat), cover), 0.012);
}

TEST(RefinedMatte, ASecondSmallPersonIsKept)
{
    const Image cover = coverOf({{100, 120, 60}, {260, 60, 9}});
    const Image refined = refinedMatte(coarseOf(cover, 0), frameOf(cover));
    EXPECT_GT(refined.at(260, 60, 0), 0.9F);
    EXPECT_LT(meanDifference(refined, cover), 0.002); // measured 0.0005
}

TEST(RefinedMatte, AGreySpeckIsRemoved)
{
    const Image cover = coverOf({{100, 120, 60}});
    Image coarse = coarseOf(cover, 0);
    std::vector<float> pixels(coarse.data(), coarse.data() + coarse.byteSize() / sizeof(float));
    pixels[static_cast<std::size_t>(8 * coarseSize.width + 55)] = 0.6F;
    const Image refined = refinedMatte(Image(coarseSize, 1, std::move(pixels)), frameOf(cover));
    for (int y = 20; y < 65; ++y) {
        for (int x = 255; x < 300; ++x)
            ASSERT_EQ(refined.at(x, y, 0), 0.0F) << x << ", " << y;
    }
}

TEST(RefinedMatte, GrainDoesNotMoveAStillEdge)
{
    const Image cover = coverOf({{150, 120, 70}});
    const Image coarse = coarseOf(cover, 3);
    // Measured 0.00013; a quarter of a pixel along the edge would be 0.0014.
    EXPECT_LT(meanDifference(refinedMatte(coarse, frameOf(cover, 1)), refinedMatte(coarse, frameOf(cover, 2))), 0.0005);
}

TEST(RefinedMatte, LargeFramesAreRefinedAtTheirOwnSize)
{
    const Image cover = coverOf({{150, 120, 70}});
    const Image frame = resizeBilinear(frameOf(cover), {1280, 960});
    const Image refined = refinedMatte(coarseOf(cover, 4), frame);
    ASSERT_EQ(refined.resolution(), (Resolution{1280, 960}));
    EXPECT_LT(meanDifference(refined, resizeBilinear(cover, {1280, 960})), 0.003); // measured 0.0015
}

TEST(RefinedMatte, AnyNumberOfThreadsGivesTheSameBits)
{
    const Image cover = coverOf({{150, 120, 70}});
    const auto refined = [&, coarse = coarseOf(cover, 3), frame = frameOf(cover)] {
        return refinedMatte(coarse, frame);
    };
    EXPECT_TRUE(sameBits(onThreads(1, refined), onThreads(3, refined)));
}

TEST(RefinedMatte, EmptyAndFullMattesStayThat)
{
    const Image frame = frameOf(coverOf({}));
    for (const float value : {0.0F, 1.0F}) {
        const Image refined = refinedMatte(painted(coarseSize, 1, [&](int, int, int) { return value; }), frame);
        EXPECT_EQ(meanDifference(refined, painted(frameSize, 1, [&](int, int, int) { return value; })), 0.0);
    }
}

TEST(RefinedMatte, TinyFramesHaveMattesToo)
{
    for (const Resolution tiny : {Resolution{1, 1}, Resolution{9, 2}, Resolution{3, 11}}) {
        const Image frame = painted(tiny, 3, [](int x, int y, int c) { return pattern(40 * x, 40 * y, c); });
        const Image refined =
            refinedMatte(painted({2, 2}, 1, [](int x, int, int) { return x == 0 ? 1.0F : 0.0F; }), frame);
        EXPECT_EQ(refined.resolution(), tiny);
    }
}

TEST(RefinedMatte, OtherChannelsAreABug)
{
    const Image cover = coverOf({});
    EXPECT_THROW(refinedMatte(cover, cover), Error);
    EXPECT_THROW(refinedMatte(frameOf(cover), frameOf(cover)), Error);
    EXPECT_THROW(refinedMatte(Image(), frameOf(cover)), Error);
}

} // namespace
} // namespace unividx
