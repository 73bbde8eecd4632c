#include "core/comp/matte_tools.h"
#include "core/comp/shape.h"
#include "core/image/blur.h"
#include "tests/core/comp/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace unividx {
namespace {

using namespace testing_comp;

// An upright edge at `at` pixels from the left, antialiased.
Image edgeAt(float at, Resolution size = {40, 9})
{
    return made(size, 1, [&](int x, int, int) { return std::clamp(at - static_cast<float>(x), 0.0f, 1.0f); });
}

double area(const Image& matte)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < valueCount(matte); ++i)
        sum += matte.data()[i];
    return sum;
}

TEST(Matte, NeutralSettingsGiveTheMatteItself)
{
    const Image matte = randomImage({31, 17}, 1, 5);
    EXPECT_EQ(matteLevels(matte, 0, 1, 1).data(), matte.data());
    EXPECT_EQ(growMatte(matte, 0).data(), matte.data());
    EXPECT_EQ(featherMatte(matte, 0).data(), matte.data());
    EXPECT_EQ(despeckleMatte(matte, 0).data(), matte.data());
    EXPECT_EQ(fillMatteHoles(matte, 0).data(), matte.data());
    EXPECT_EQ(medianMatte({matte}).data(), matte.data());
    EXPECT_EQ(refineMatte(matte, randomImage({31, 17}, 3, 6), {4, 1e-4f}, 0.0f).data(), matte.data());
    EXPECT_EQ(applyStrokes(matte, {}, 0, 1.0f).data(), matte.data());
    EXPECT_EQ(applyShapes(matte, {}, 0, 1.0f).data(), matte.data());
}

TEST(Matte, LevelsMapBlackToZeroAndWhiteToOne)
{
    const Image matte({5, 1}, 1, {0.1f, 0.2f, 0.5f, 0.8f, 0.9f});
    const Image result = matteLevels(matte, 0.2f, 0.8f, 2.0f);
    const float expected[] = {0.0f, 0.0f, std::sqrt(0.5f), 1.0f, 1.0f};
    for (int x = 0; x < 5; ++x)
        EXPECT_NEAR(result.at(x, 0, 0), expected[x], 1e-6f);
    EXPECT_EQ(matteLevels(matte, 0.5f, 0.5f, 1.0f).at(3, 0, 0), 1.0f) << "a step, and no division by nothing";
}

TEST(Matte, GrowingMovesAnEdgeByFractionsOfAPixel)
{
    const Image matte = edgeAt(20.0f);
    const double before = area(matte);
    for (const float radius : {0.25f, 0.5f, 1.0f, 2.75f, 6.5f, -0.25f, -1.5f, -4.0f}) {
        SCOPED_TRACE(radius);
        EXPECT_NEAR(area(growMatte(matte, radius)) - before, radius * 9.0, 1e-3);
    }
}

TEST(Matte, GrowingIsOverADiscAsTheLargestValueThereSays)
{
    const Image matte = randomImage({23, 19}, 1, 9);
    for (const int radius : {1, 2, 5}) {
        const Image grown = growMatte(matte, static_cast<float>(radius));
        const Image choked = growMatte(matte, static_cast<float>(-radius));
        for (int y = 0; y < 19; ++y) {
            for (int x = 0; x < 23; ++x) {
                float largest = 0.0f;
                float smallest = 1.0f;
                for (int v = std::max(0, y - radius); v <= std::min(18, y + radius); ++v) {
                    for (int u = std::max(0, x - radius); u <= std::min(22, x + radius); ++u) {
                        if ((u - x) * (u - x) + (v - y) * (v - y) <= radius * radius) {
                            largest = std::max(largest, matte.at(u, v, 0));
                            smallest = std::min(smallest, matte.at(u, v, 0));
                        }
                    }
                }
                ASSERT_EQ(grown.at(x, y, 0), largest) << x << " " << y << " " << radius;
                ASSERT_EQ(choked.at(x, y, 0), smallest) << x << " " << y << " " << radius;
            }
        }
    }
}

TEST(Matte, FeatherKeepsTheMiddleOfTheEdgeAndTheArea)
{
    const Image soft = featherMatte(edgeAt(20.0f), 6.0f);
    EXPECT_NEAR(0.5f * (soft.at(19, 4, 0) + soft.at(20, 4, 0)), 0.5f, 1e-5f);
    EXPECT_NEAR(area(soft), 20.0 * 9.0, 1e-2);
    EXPECT_EQ(soft.at(0, 0, 0), 1.0f);
}

TEST(Blur, HasTheDeviationThatWasAskedForNarrowAndWide)
{
    for (const float sigma : {0.8f, 3.0f, 5.9f, 6.1f, 14.0f, 40.0f}) {
        SCOPED_TRACE(sigma);
        const Image line = made({401, 5}, 1, [](int x, int, int) { return x == 200 ? 1.0f : 0.0f; });
        const Image blurred = gaussianBlur(line, sigma);
        double sum = 0.0;
        double square = 0.0;
        for (int x = 0; x < 401; ++x) {
            sum += blurred.at(x, 2, 0);
            square += blurred.at(x, 2, 0) * std::pow(x - 200.0, 2.0);
        }
        EXPECT_NEAR(sum, 1.0, 1e-3);
        EXPECT_NEAR(std::sqrt(square / sum), sigma, 0.03 * sigma + 0.02);
    }
    const Image flat = made({50, 20}, 3, [](int, int, int c) { return 0.25f * static_cast<float>(c); });
    EXPECT_LT(largestDifference(gaussianBlur(flat, 9.0f), flat), 1e-6f);
}

TEST(Matte, IslandsSmallerThanTheAreaGoAndOthersStay)
{
    const Image matte = made({40, 40}, 1, [](int x, int y, int) {
        const bool large = x >= 5 && x < 15 && y >= 5 && y < 15;
        const bool small = x >= 30 && x < 33 && y >= 30 && y < 32;
        return large ? 1.0f : (small ? 0.8f : 0.0f);
    });
    EXPECT_NEAR(area(despeckleMatte(matte, 5.0f)), 100.0, 1e-4);
    EXPECT_NEAR(area(despeckleMatte(matte, 4.7f)), 104.8, 1e-4) << "its area is 4.8";
}

TEST(Matte, HolesAreFilledUnlessTheyReachTheBorder)
{
    const Image matte = made({40, 40}, 1, [](int x, int y, int) {
        const bool hole = x >= 20 && x < 23 && y >= 20 && y < 23;
        const bool bay = x < 2 && y < 2;
        return hole || bay ? 0.0f : 1.0f;
    });
    const Image filled = fillMatteHoles(matte, 20.0f);
    EXPECT_EQ(filled.at(21, 21, 0), 1.0f);
    EXPECT_EQ(filled.at(0, 0, 0), 0.0f);
    EXPECT_EQ(fillMatteHoles(matte, 5.0f).at(21, 21, 0), 0.0f);
}

TEST(Matte, TheMedianOverTimeDropsAFlashOfOneFrame)
{
    const Image steady = edgeAt(20.0f);
    const Image flash = edgeAt(35.0f);
    EXPECT_TRUE(sameBits(medianMatte({steady, flash, steady}), steady));
    EXPECT_ANY_THROW(medianMatte({steady, flash}));
}

TEST(Matte, RefiningBringsTheEdgeToThePicturesEdge)
{
    // The picture's edge is at 20.0, the matte's is soft and four pixels off.
    const Resolution size{64, 33};
    const Image guide = made(size, 3, [](int x, int, int c) { return x < 20 ? 0.8f : 0.1f + 0.05f * c; });
    const Image rough = featherMatte(edgeAt(24.0f, size), 9.0f);
    const Image truth = edgeAt(20.0f, size);
    const Image fine = refineMatte(rough, guide, {8, 1e-5f});
    double before = 0.0;
    double after = 0.0;
    for (std::size_t i = 0; i < valueCount(truth); ++i) {
        before += std::pow(rough.data()[i] - truth.data()[i], 2.0);
        after += std::pow(fine.data()[i] - truth.data()[i], 2.0);
    }
    EXPECT_LT(after, 0.7 * before);
}

Shape rectangle(ShapeUse use, float x0, float y0, float x1, float y1)
{
    Shape shape;
    shape.use = use;
    const auto corner = [](float x, float y) { return BezierPoint{{x, y}, {}, {}}; };
    shape.keys = {{0, {corner(x0, y0), corner(x1, y0), corner(x1, y1), corner(x0, y1)}, Interpolation::Linear}};
    return shape;
}

TEST(Shape, CoversExactlyItsAreaWhereverItLies)
{
    const Resolution size{50, 40};
    const Image drawn = drawShape(rectangle(ShapeUse::Garbage, 0.105f, 0.21f, 0.713f, 0.9f).keys[0].points, size);
    EXPECT_NEAR(area(drawn), (0.713 - 0.105) * (0.9 - 0.21) * 50 * 40, 1e-2);
    EXPECT_NEAR(drawn.at(5, 20, 0), 0.75f, 1e-4f) << "its left edge is at 5.25";
    const Image beyond = drawShape(rectangle(ShapeUse::Garbage, -3.0f, -2.0f, 0.5f, 9.0f).keys[0].points, size);
    EXPECT_NEAR(area(beyond), 25 * 40, 1e-2) << "what lies outside the picture is cut off";
    const Image away = drawShape(rectangle(ShapeUse::Garbage, 1.5f, 0.2f, 2.0f, 0.5f).keys[0].points, size);
    EXPECT_EQ(area(away), 0.0);
}

TEST(Shape, AnOvalOfFourCurvesHasItsArea)
{
    const float k = 0.5522847f * 0.3f; // the handle that makes a quarter of a circle
    const std::vector<BezierPoint> oval{{{0.5f, 0.2f}, {-k, 0}, {k, 0}},
                                        {{0.8f, 0.5f}, {0, -k}, {0, k}},
                                        {{0.5f, 0.8f}, {k, 0}, {-k, 0}},
                                        {{0.2f, 0.5f}, {0, k}, {0, -k}}};
    const double exact = 3.14159265 * 0.3 * 0.3 * 200 * 100;
    EXPECT_NEAR(area(drawShape(oval, {200, 100})), exact, 0.002 * exact);
}

TEST(Shape, GoesItsWayBetweenKeysAndHoldsBeyondThem)
{
    Shape shape = rectangle(ShapeUse::Garbage, 0.0f, 0.0f, 0.5f, 1.0f);
    shape.keys.push_back(rectangle(ShapeUse::Garbage, 0.5f, 0.0f, 1.0f, 1.0f).keys[0]);
    shape.keys[1].frame = 10;
    EXPECT_FLOAT_EQ(shapeAt(shape, 5)[0].at.x, 0.25f);
    EXPECT_FLOAT_EQ(shapeAt(shape, -5)[0].at.x, 0.0f);
    EXPECT_FLOAT_EQ(shapeAt(shape, 99)[0].at.x, 0.5f);
}

TEST(Shape, GarbageRemovesHoldoutKeepsAndInvertedMeansOutside)
{
    const Image half = made({20, 20}, 1, [](int, int, int) { return 0.5f; });
    Shape garbage = rectangle(ShapeUse::Garbage, 0.0f, 0.0f, 0.5f, 1.0f);
    const Shape holdout = rectangle(ShapeUse::Holdout, 0.5f, 0.0f, 1.0f, 0.5f);
    Image result = applyShapes(half, {garbage, holdout}, 0, 1.0f);
    EXPECT_EQ(result.at(2, 10, 0), 0.0f);
    EXPECT_EQ(result.at(15, 2, 0), 1.0f);
    EXPECT_EQ(result.at(15, 15, 0), 0.5f);
    garbage.inverted = true;
    result = applyShapes(half, {garbage}, 0, 1.0f);
    EXPECT_EQ(result.at(2, 10, 0), 0.5f);
    EXPECT_EQ(result.at(15, 10, 0), 0.0f);
}

TEST(Shape, PointsThatAreNotFiniteCoverNothing)
{
    Shape shape = rectangle(ShapeUse::Holdout, 0.0f, 0.0f, 1.0f, 1.0f);
    shape.keys[0].points[1].at.x = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(area(drawShape(shape.keys[0].points, {10, 10})), 0.0);
}

TEST(Stroke, HoldsFromItsFrameUntilTheNextFrameWithStrokes)
{
    const Image matte = made({40, 40}, 1, [](int, int, int) { return 0.5f; });
    Stroke keep{StrokeUse::Keep, 10, 5.0f, 1.0f, 1.0f, {{0.25f, 0.5f}}};
    Stroke remove{StrokeUse::Remove, 20, 5.0f, 1.0f, 1.0f, {{0.75f, 0.5f}}};
    const auto at = [&](std::int64_t frame) { return applyStrokes(matte, {keep, remove}, frame, 1.0f); };
    EXPECT_EQ(at(9).at(10, 20, 0), 0.5f);
    EXPECT_EQ(at(10).at(10, 20, 0), 1.0f);
    EXPECT_EQ(at(19).at(10, 20, 0), 1.0f);
    EXPECT_EQ(at(20).at(10, 20, 0), 0.5f) << "the next frame's strokes take over";
    EXPECT_EQ(at(20).at(30, 20, 0), 0.0f);
}

TEST(Stroke, IsRoundAndSoftStrokesBlurOnlyUnderTheBrush)
{
    const Stroke stroke{StrokeUse::Keep, 0, 8.0f, 1.0f, 1.0f, {{0.5f, 0.5f}}};
    EXPECT_NEAR(area(drawStroke(stroke, {64, 64}, 1.0f)), 3.14159265 * 64, 4.0);
    EXPECT_NEAR(area(drawStroke(stroke, {32, 32}, 0.5f)), 3.14159265 * 16, 2.0) << "the same in a proxy";
    const Image edge = edgeAt(20.0f, {40, 40});
    const Image soft = applyStrokes(edge, {{StrokeUse::Soft, 0, 6.0f, 1.0f, 1.0f, {{0.5f, 0.25f}}}}, 0, 1.0f);
    EXPECT_GT(soft.at(21, 10, 0), 0.05f);
    EXPECT_EQ(soft.at(21, 30, 0), 0.0f);
}

} // namespace
} // namespace unividx
