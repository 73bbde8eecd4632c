#include "core/comp/blend.h"
#include "core/comp/despill.h"
#include "core/comp/edges.h"
#include "core/comp/picture.h"
#include "core/image/resize.h"
#include "tests/core/comp/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <type_traits>

namespace unividx {
namespace {

using namespace testing_comp;

constexpr Resolution size{37, 21};

Straight withAlpha(const Image& rgb, float alpha)
{
    return straightPicture(rgb, made(rgb.resolution(), 1, [&](int, int, int) { return alpha; }));
}

TEST(Picture, StraightAndPremultipliedCannotBeMixedUp)
{
    static_assert(!std::is_convertible_v<Straight, Premultiplied> && !std::is_convertible_v<Premultiplied, Straight>);
    static_assert(!std::is_invocable_v<decltype(&merge), Straight, Premultiplied, Blend>);
    EXPECT_ANY_THROW(Straight(randomImage(size, 3, 1)));
}

TEST(Picture, MultipliedAndDividedIsThePictureAgain)
{
    const Straight straight(randomImage(size, 4, 1, -0.5f, 3.0f));
    EXPECT_LT(largestDifference(unpremultiply(premultiply(straight)).image(), straight.image()), 2e-6f);
    // Where alpha is 1 there is nothing to round.
    const Straight opaque = straightPicture(randomImage(size, 3, 2, -0.5f, 3.0f));
    EXPECT_TRUE(sameBits(unpremultiply(premultiply(opaque)).image(), opaque.image()));
}

TEST(Picture, LightThatCoversNothingStaysWhenDivided)
{
    const Premultiplied flame(Image({1, 1}, 4, {0.5f, 0.2f, 0.1f, 0.0f}));
    EXPECT_TRUE(sameBits(unpremultiply(flame).image(), flame.image()));
}

TEST(Picture, WhatIsNotFiniteBecomesZeroAndIsCounted)
{
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    const FinitePicture finite = finitePicture(Image({2, 1}, 3, {nan, -0.5f, 2.0f, infinite, -infinite, 0.25f}));
    EXPECT_EQ(finite.replaced, 3);
    EXPECT_TRUE(sameBits(finite.image, Image({2, 1}, 3, {0.0f, -0.5f, 2.0f, 0.0f, 0.0f, 0.25f})));
    const Image sound = randomImage(size, 3, 3, -1.0f, 1.0f);
    EXPECT_EQ(finitePicture(sound).image.data(), sound.data()) << "a sound picture is not copied";
}

TEST(Merge, OverWithAlphaZeroIsWhatIsBehindAndWithOneWhatIsInFront)
{
    const Image front = randomImage(size, 3, 1, -0.2f, 4.0f);
    const Premultiplied behind(randomImage(size, 4, 2));
    EXPECT_TRUE(sameBits(merge(premultiply(withAlpha(front, 0.0f)), behind).image(), behind.image()));
    EXPECT_TRUE(sameBits(merge(premultiply(withAlpha(front, 1.0f)), behind).image(), withAlpha(front, 1.0f).image()));
}

TEST(Merge, EveryModeIsItsFormula)
{
    // The formulas once more, from Porter and Duff's factors: result = S Fa + D Fb.
    struct Factors {
        Blend mode;
        float (*ofFront)(float a, float b);
        float (*ofBehind)(float a, float b);
    };
    const Factors table[] = {
        {Blend::Clear, [](float, float) { return 0.0f; }, [](float, float) { return 0.0f; }},
        {Blend::Source, [](float, float) { return 1.0f; }, [](float, float) { return 0.0f; }},
        {Blend::Destination, [](float, float) { return 0.0f; }, [](float, float) { return 1.0f; }},
        {Blend::Over, [](float, float) { return 1.0f; }, [](float a, float) { return 1 - a; }},
        {Blend::Under, [](float, float b) { return 1 - b; }, [](float, float) { return 1.0f; }},
        {Blend::In, [](float, float b) { return b; }, [](float, float) { return 0.0f; }},
        {Blend::Mask, [](float, float) { return 0.0f; }, [](float a, float) { return a; }},
        {Blend::Out, [](float, float b) { return 1 - b; }, [](float, float) { return 0.0f; }},
        {Blend::Stencil, [](float, float) { return 0.0f; }, [](float a, float) { return 1 - a; }},
        {Blend::Atop, [](float, float b) { return b; }, [](float a, float) { return 1 - a; }},
        {Blend::DestinationAtop, [](float, float b) { return 1 - b; }, [](float a, float) { return a; }},
        {Blend::Xor, [](float, float b) { return 1 - b; }, [](float a, float) { return 1 - a; }},
    };
    const Premultiplied front = premultiply(Straight(randomImage(size, 4, 3)));
    const Premultiplied behind = premultiply(Straight(randomImage(size, 4, 4)));
    for (const Factors& row : table) {
        SCOPED_TRACE(blendMode(row.mode).name);
        const Premultiplied result = merge(front, behind, row.mode);
        for (int c = 0; c < 4; ++c) {
            const float a = front.image().at(5, 7, 3);
            const float b = behind.image().at(5, 7, 3);
            const float expected =
                front.image().at(5, 7, c) * row.ofFront(a, b) + behind.image().at(5, 7, c) * row.ofBehind(a, b);
            EXPECT_NEAR(result.image().at(5, 7, c), expected, 1e-6f);
        }
    }
}

TEST(Merge, ScreenMultiplyAndPlusLeaveWhatIsBehindWhereNothingIsInFront)
{
    const Premultiplied nothing(made(size, 4, [](int, int, int) { return 0.0f; }));
    const Premultiplied behind(randomImage(size, 4, 2));
    for (const Blend mode : {Blend::Screen, Blend::Multiply, Blend::Plus})
        EXPECT_TRUE(sameBits(merge(nothing, behind, mode).image(), behind.image())) << blendMode(mode).name;
}

TEST(Merge, HighlightsDoNotTurnBlackInScreen)
{
    const Premultiplied bright(Image({1, 1}, 4, {3.0f, 2.0f, 1.0f, 1.0f}));
    EXPECT_EQ(merge(bright, bright, Blend::Screen).image().at(0, 0, 0), 3.0f);
}

TEST(Merge, TheTableNamesEveryModeOnce)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < blendModes().size(); ++i) {
        EXPECT_EQ(blendModes()[i].mode, static_cast<Blend>(i));
        EXPECT_EQ(findBlend(blendModes()[i].name), &blendModes()[i]);
        names.insert(blendModes()[i].name);
    }
    EXPECT_EQ(names.size(), 15u);
    EXPECT_EQ(findBlend("dissolve"), nullptr);
}

TEST(Merge, ColourBarsBeforeTheirOwnColoursHaveNoHalo)
{
    // The same bars in front and behind, cut out along a soft line: nothing may be seen of the cut.
    const Image bars = colorBars({140, 20});
    const Image matte = made(bars.resolution(), 1, [](int, int y, int) { return static_cast<float>(y) / 19.0f; });
    const Premultiplied front = premultiply(straightPicture(bars, matte));
    const Premultiplied behind = premultiply(straightPicture(bars));
    EXPECT_LT(largestDifference(merge(front, behind).image(), behind.image()), 2e-7f);
}

TEST(Merge, MadeSmallerPremultipliedNoBarBleedsOutOfItsMatte)
{
    // Straight colour outside the matte is green; made smaller as it stands, a green fringe would come along.
    const Resolution full{56, 8};
    const Image bars = colorBars(full);
    const auto inside = [](int y) { return y < 3; };
    const Image straight =
        made(full, 3, [&](int x, int y, int c) { return inside(y) ? bars.at(x, y, c) : (c == 1 ? 1.0f : 0.0f); });
    const Image matte = made(full, 1, [&](int, int y, int) { return inside(y) ? 1.0f : 0.0f; });
    const Premultiplied front = premultiply(straightPicture(straight, matte));
    const Resolution half{28, 4};
    const Straight small = unpremultiply(Premultiplied(resizeArea(front.image(), half)));
    const Image wrong = resizeArea(straight, half);
    const Image barsSmall = resizeArea(bars, half);
    for (int x = 0; x < half.width; ++x) {
        if (x % 4 == 3)
            continue; // may hold two bars
        EXPECT_NEAR(small.image().at(x, 1, 3), 0.5f, 1e-6f);
        for (int c = 0; c < 3; ++c)
            EXPECT_NEAR(small.image().at(x, 1, c), barsSmall.at(x, 1, c), 1e-6f);
    }
    EXPECT_GT(std::abs(wrong.at(26, 1, 1) - barsSmall.at(26, 1, 1)), 0.3f) << "the blue bar would turn green";
}

TEST(Despill, TakesNoMoreThanWhatIsAboveTheLimit)
{
    const Image picture = Image({2, 1}, 3, {0.2f, 0.9f, 0.4f, 0.5f, 0.1f, 0.3f});
    const auto green = [&](DespillMethod method) {
        return despill(straightPicture(picture), {ScreenColor::Green, method, 1.0f, 0.0f});
    };
    EXPECT_FLOAT_EQ(green(DespillMethod::Average).image().at(0, 0, 1), 0.3f);
    EXPECT_FLOAT_EQ(green(DespillMethod::Maximum).image().at(0, 0, 1), 0.4f);
    EXPECT_FLOAT_EQ(green(DespillMethod::Minimum).image().at(0, 0, 1), 0.2f);
    for (const DespillMethod method : {DespillMethod::Average, DespillMethod::Maximum, DespillMethod::Minimum}) {
        for (int c = 0; c < 3; ++c)
            EXPECT_EQ(green(method).image().at(1, 0, c), picture.at(1, 0, c)) << "no spill there";
    }
}

TEST(Despill, BlueScreensAndKeptLuminance)
{
    const Image picture({1, 1}, 3, {0.2f, 0.3f, 0.9f});
    const Straight blue = despill(straightPicture(picture), {ScreenColor::Blue, DespillMethod::Maximum, 1.0f, 1.0f});
    const auto luminance = [](const Image& i) {
        return 0.2126f * i.at(0, 0, 0) + 0.7152f * i.at(0, 0, 1) + 0.0722f * i.at(0, 0, 2);
    };
    EXPECT_NEAR(luminance(blue.image()), luminance(picture), 1e-6f);
    EXPECT_LT(blue.image().at(0, 0, 2), 0.4f);
}

TEST(ExtendEdges, TheEdgeGetsTheSolidColourAndLosesTheOldBackground)
{
    // A red disc was filmed before green: its soft edge is a mix of both.
    const Resolution room{64, 64};
    const auto alphaAt = [](int x, int y) {
        return std::clamp(20.0f - std::hypot(x - 31.5f, y - 31.5f), 0.0f, 4.0f) / 4.0f;
    };
    const Image matte = made(room, 1, [&](int x, int y, int) { return alphaAt(x, y); });
    const Image filmed = made(
        room, 3, [&](int x, int y, int c) { return c == 0 ? alphaAt(x, y) : (c == 1 ? 1.0f - alphaAt(x, y) : 0.0f); });
    const Image clean = extendEdges(filmed, matte, 12.0f);
    for (int x = 0; x < 64; ++x) {
        const float alpha = alphaAt(x, 31);
        if (alpha >= 0.98f) {
            EXPECT_EQ(clean.at(x, 31, 0), filmed.at(x, 31, 0));
        } else if (alpha > 0.2f && alpha < 0.85f) {
            EXPECT_GT(clean.at(x, 31, 0), 0.95f) << x;
            EXPECT_LT(clean.at(x, 31, 1), 0.05f) << x;
        }
    }
    EXPECT_TRUE(sameBits(extendEdges(filmed, matte, 0.0f), filmed));
}

TEST(LightWrap, NoneIsTheFrontAndSomeStaysNearTheEdge)
{
    const Resolution room{96, 8};
    const Image matte = made(room, 1, [](int x, int, int) { return x < 48 ? 1.0f : 0.0f; });
    const Premultiplied front = premultiply(straightPicture(made(room, 3, [](int, int, int) { return 0.1f; }), matte));
    const Premultiplied behind = premultiply(straightPicture(made(room, 3, [](int, int, int) { return 1.0f; })));
    EXPECT_TRUE(sameBits(lightWrap(front, behind, 8.0f, 0.0f).image(), front.image()));
    const Image wrapped = lightWrap(front, behind, 8.0f, 1.0f).image();
    EXPECT_GT(wrapped.at(46, 4, 0), 0.3f);
    EXPECT_NEAR(wrapped.at(20, 4, 0), 0.1f, 1e-3f) << "far inside nothing changes";
    EXPECT_EQ(wrapped.at(60, 4, 0), 0.0f) << "outside the front there is nothing to light";
    EXPECT_EQ(wrapped.at(46, 4, 3), 1.0f);
}

} // namespace
} // namespace unividx
