#include "core/image/clean_plate.h"

#include "core/base/error.h"
#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace unividx {
namespace {

constexpr Resolution size{320, 240};

/// A shot of a patterned wall: a checked subject 60 pixels wide that stands at `left(frame)`, and a camera that has
/// gone `pan(frame)` pixels to the right.
struct Shot {
    std::function<int(std::int64_t)> left;
    std::function<double(std::int64_t)> pan;

    Image wall(std::int64_t frame) const
    {
        return painted(size, 3, [&](int x, int y, int c) { return pattern(x + pan(frame), y, c); });
    }

    PlateSample sample(std::int64_t frame) const
    {
        const Image behind = wall(frame);
        const int from = left(frame);
        const auto inside = [&](int x, int y) { return x >= from && x < from + 60 && y >= 60; };
        const Image matte = painted(size, 1, [&](int x, int y, int) { return inside(x, y) ? 1.0F : 0.0F; });
        const Image picture = painted(size, 3, [&](int x, int y, int c) {
            return inside(x, y) ? static_cast<float>((x / 7 + y / 7) % 2) : behind.at(x, y, c);
        });
        return {frame, picture, matte};
    }

    CleanPlate plate(std::size_t samples, std::int64_t apart) const
    {
        return CleanPlate(samples, [&](std::size_t index) { return sample(static_cast<std::int64_t>(index) * apart); });
    }
};

const Shot walkingBy{[](std::int64_t frame) { return 20 + 10 * static_cast<int>(frame); },
                     [](std::int64_t) { return 0.0; }};
const Shot followed{[](std::int64_t frame) { return 120 + static_cast<int>(frame); },
                    [](std::int64_t frame) { return 6.0 * static_cast<double>(frame); }};
const Shot standing{[](std::int64_t) { return 130; }, [](std::int64_t) { return 0.0; }};

TEST(CleanPlate, WhatOtherFramesShowIsTakenFromThem)
{
    const CleanPlate plate = walkingBy.plate(8, 3);
    EXPECT_TRUE(plate.isStill());
    EXPECT_LT(meanDifference(plate.picture(), walkingBy.wall(0)), 1e-4); // kept with 16 bits
    EXPECT_LT(meanDifference(plate.behind(walkingBy.sample(4)), walkingBy.wall(4)), 1e-4);
}

TEST(CleanPlate, AMovingCameraIsFollowed)
{
    const CleanPlate plate = followed.plate(8, 3);
    EXPECT_FALSE(plate.isStill());
    // Measured 1e-6 (whole pixels); the subject left in place gives 0.07.
    EXPECT_LT(meanDifference(plate.behind(followed.sample(10)), followed.wall(10)), 0.001);
    EXPECT_GT(meanDifference(followed.sample(10).picture, followed.wall(10)), 0.04);
}

TEST(CleanPlate, WhatNoFrameShowsIsPaintedOnce)
{
    const CleanPlate plate = standing.plate(4, 5);
    const Image behind = plate.behind(standing.sample(3));
    // Smooth waves, guessed from the sides. Measured 0.007; the subject left in place gives 0.07.
    EXPECT_LT(meanDifference(behind, standing.wall(3)), 0.02);
    EXPECT_TRUE(sameBits(behind, plate.behind(standing.sample(11))));
}

TEST(CleanPlate, AwayFromTheSubjectAFrameIsItself)
{
    const CleanPlate plate = standing.plate(4, 5);
    const PlateSample frame{3, painted(size, 3, [](int x, int, int) { return static_cast<float>(x % 5) / 5.0F; }),
                            standing.sample(3).subject};
    const Image behind = plate.behind(frame);
    EXPECT_EQ(behind.at(30, 200, 0), frame.picture.at(30, 200, 0));
    EXPECT_EQ(behind.at(300, 20, 2), frame.picture.at(300, 20, 2));
}

TEST(CleanPlate, FramesOfAnotherSizeGetItAtTheirs)
{
    const CleanPlate plate = walkingBy.plate(8, 3);
    const Image large = painted({640, 480}, 3, [](int, int, int) { return 0.5F; });
    EXPECT_EQ(plate.behind({0, large, walkingBy.sample(0).subject}).resolution(), (Resolution{640, 480}));
}

TEST(CleanPlate, AnyNumberOfThreadsGivesTheSameBits)
{
    const auto behind = [] { return followed.plate(4, 3).behind(followed.sample(2)); };
    EXPECT_TRUE(sameBits(onThreads(1, behind), onThreads(3, behind)));
}

TEST(CleanPlate, TinyFramesHavePlatesToo)
{
    for (const Resolution tiny : {Resolution{1, 1}, Resolution{9, 2}, Resolution{5, 40}}) {
        const PlateSample sample{0, painted(tiny, 3, [](int x, int y, int c) { return pattern(40 * x, 40 * y, c); }),
                                 painted({2, 2}, 1, [](int x, int, int) { return x == 0 ? 1.0F : 0.0F; })};
        const CleanPlate plate(3, [&](std::size_t) { return sample; });
        EXPECT_EQ(plate.behind(sample).resolution(), tiny);
    }
}

TEST(CleanPlate, NoSamplesAreABug)
{
    EXPECT_THROW(CleanPlate(0, [](std::size_t) { return PlateSample(); }), Error);
    EXPECT_THROW(CleanPlate(1, [](std::size_t) { return PlateSample(); }), Error);
}

} // namespace
} // namespace unividx
