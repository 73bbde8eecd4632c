#include "core/comp/evaluate.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/comp/grain.h"
#include "core/image/resize.h"
#include "tests/core/comp/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace unividx {
namespace {

using namespace testing_comp;

constexpr Resolution size{90, 60};

CompFrame frameOf(Resolution room = size, unsigned seed = 1)
{
    CompFrame frame;
    frame.frame = 1001;
    frame.source = premultiply(straightPicture(randomImage(room, 3, seed, -0.1f, 3.0f)));
    frame.albedo = randomImage(room, 3, seed + 1, 0.05f, 0.95f);
    frame.irradiance = randomImage(room, 3, seed + 2, 0.05f, 2.0f);
    frame.normal = made(room, 3, [](int x, int y, int c) {
        return c == 0 ? 0.01f * static_cast<float>(x % 50) : (c == 1 ? 0.01f * static_cast<float>(y % 40) : 0.8f);
    });
    frame.alpha = made(room, 1, [&](int x, int y, int) {
        const float distance = std::hypot(static_cast<float>(x) - 0.5f * static_cast<float>(room.width),
                                          static_cast<float>(y) - 0.5f * static_cast<float>(room.height));
        return std::clamp(0.3f * static_cast<float>(room.height) - distance + 0.5f, 0.0f, 1.0f);
    });
    frame.foreground = colorOf(unpremultiply(frame.source));
    frame.background = randomImage(room, 3, seed + 3);
    frame.plate = premultiply(straightPicture(randomImage(room, 3, seed + 4)));
    return frame;
}

CompStack stackOf(std::vector<NodeSettings> settings)
{
    CompStack stack;
    for (NodeSettings& node : settings) {
        stack.nodes.emplace_back();
        stack.nodes.back().settings = std::move(node);
    }
    return stack;
}

Image pictureOf(const CompStack& stack, const CompFrame& frame, Resolution room = size)
{
    return evaluate(stack, prepareFrame(frame, room)).picture.image();
}

/// A node of every kind that does something.
CompStack busyStack()
{
    MatteNode matte;
    matte.black = 0.05f;
    matte.grow = -0.7f;
    matte.refineRadius = 3.0f;
    matte.feather = 2.0f;
    GradeNode albedo;
    albedo.target = GradeNode::Target::Albedo;
    albedo.gainRed = 0.7f;
    GradeNode picture;
    picture.where = Where::InsideMatte;
    picture.saturation = 0.5f;
    RelightNode relight;
    relight.keepOriginal = 0.4f;
    relight.lights = findLightPreset("three-point")->lights;
    BackgroundNode background;
    background.from = BackgroundNode::From::File;
    background.wrap = 0.5f;
    background.match = 0.3f;
    background.defocus = 3.0f;
    GrainNode grain;
    grain.amount = 0.02f;
    return stackOf({matte, DespillNode{}, albedo, relight, picture, EdgeNode{}, background, grain});
}

TEST(Evaluate, AnEmptyStackGivesTheSourcesOwnPixels)
{
    const CompFrame frame = frameOf();
    EXPECT_EQ(pictureOf({}, frame).data(), frame.source.image().data());
}

TEST(Evaluate, BypassedAndNeutralNodesGiveTheSourceToTheBit)
{
    const CompFrame frame = frameOf();
    CompStack busy = busyStack();
    for (CompNode& node : busy.nodes)
        node.bypass = true;
    EXPECT_EQ(pictureOf(busy, frame).data(), frame.source.image().data());
    GradeNode albedo;
    albedo.target = GradeNode::Target::Albedo;
    DespillNode noDespill;
    noDespill.amount = 0.0f;
    const CompStack neutral =
        stackOf({SourceNode{}, GradeNode{}, albedo, RelightNode{}, noDespill, GrainNode{}, OutNode{}});
    EXPECT_TRUE(sameBits(pictureOf(neutral, frame), frame.source.image()));
}

TEST(Evaluate, AGradeOutsideOfWhichNothingChanges)
{
    const CompFrame frame = frameOf();
    GradeNode grade;
    grade.where = Where::InsideMatte;
    grade.target = GradeNode::Target::Albedo;
    grade.gainGreen = 0.3f;
    const Image result = pictureOf(stackOf({grade}), frame);
    bool anyChange = false;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < 4; ++c) {
                const float before = frame.source.image().at(x, y, c);
                if (frame.alpha.at(x, y, 0) == 0.0f) {
                    ASSERT_EQ(result.at(x, y, c), before);
                }
                anyChange = anyChange || result.at(x, y, c) != before;
            }
        }
    }
    EXPECT_TRUE(anyChange);
}

TEST(Evaluate, IsTheSameOnAnyNumberOfThreads)
{
    const CompFrame frame = frameOf({1000, 37}); // more than one tile wide
    setParallelism(1);
    const Image alone = pictureOf(busyStack(), frame, {1000, 37});
    setParallelism(5);
    const Image together = pictureOf(busyStack(), frame, {1000, 37});
    setParallelism(0);
    EXPECT_TRUE(sameBits(alone, together));
}

TEST(Evaluate, AProxyLooksLikeTheFullPictureMadeSmaller)
{
    // Smooth pictures, so that the difference is that of the operations and not of the size.
    CompFrame frame = frameOf({240, 160});
    const auto smooth = [](int x, int y, int c) {
        return 0.4f + 0.2f * std::sin(0.03f * static_cast<float>(x + 40 * c)) * std::cos(0.04f * static_cast<float>(y));
    };
    frame.source = premultiply(straightPicture(made({240, 160}, 3, smooth)));
    frame.albedo = frame.irradiance = frame.background = made({240, 160}, 3, smooth);
    frame.plate = premultiply(straightPicture(frame.background));
    CompStack stack = busyStack();
    stack.nodes.pop_back(); // grain is per pixel
    const Image full = resizeArea(pictureOf(stack, frame, {240, 160}), {120, 80});
    const Image proxy = pictureOf(stack, frame, {120, 80});
    double sum = 0.0;
    for (std::size_t i = 0; i < valueCount(full); ++i)
        sum += std::fabs(full.data()[i] - proxy.data()[i]);
    EXPECT_LT(sum / static_cast<double>(valueCount(full)), 0.004) << "about a code of 8 bits in the mean";
}

TEST(Evaluate, WhatIsNotFiniteSpreadsNowhereAndIsCounted)
{
    CompFrame frame = frameOf();
    const auto spoil = [](const Image& image, std::size_t at) {
        std::vector<float> pixels(image.data(), image.data() + valueCount(image));
        pixels[at] = std::numeric_limits<float>::quiet_NaN();
        pixels[at + 5] = -std::numeric_limits<float>::infinity();
        return Image(image.resolution(), image.channels(), std::move(pixels));
    };
    frame.source = Premultiplied(spoil(frame.source.image(), 4000));
    frame.albedo = spoil(frame.albedo, 3000);
    frame.irradiance = spoil(frame.irradiance, 2000);
    frame.normal = spoil(frame.normal, 1000);
    frame.alpha = spoil(frame.alpha, 500);
    frame.plate = Premultiplied(spoil(frame.plate.image(), 700));
    const PreparedFrame prepared = prepareFrame(frame, size);
    EXPECT_EQ(prepared.replaced, 12);
    const Image result = evaluate(busyStack(), prepared).picture.image();
    for (std::size_t i = 0; i < valueCount(result); ++i)
        ASSERT_TRUE(std::isfinite(result.data()[i])) << i;
}

TEST(Evaluate, NegativePixelsSurviveAStackThatDoesNotTouchThem)
{
    CompFrame frame = frameOf();
    frame.source = premultiply(straightPicture(randomImage(size, 3, 9, -2.0f, -0.1f)));
    GradeNode gain;
    gain.gainRed = gain.gainGreen = gain.gainBlue = 0.5f;
    const Image result = pictureOf(stackOf({gain}), frame);
    EXPECT_FLOAT_EQ(result.at(3, 3, 1), 0.5f * frame.source.image().at(3, 3, 1));
}

TEST(Evaluate, ACutOutIsPremultipliedByItsMatteAndGoesBackBeforeTheSamePlate)
{
    CompFrame frame = frameOf();
    frame.background = colorOf(unpremultiply(frame.source));
    const CompResult cut = evaluate(stackOf({MatteNode{}}), prepareFrame(frame, size));
    EXPECT_TRUE(sameBits(alphaOf(cut.picture), frame.alpha));
    EXPECT_TRUE(sameBits(cut.matte, frame.alpha));
    BackgroundNode plate;
    plate.from = BackgroundNode::From::CleanPlate;
    // The source before itself is the source: no halo along the matte.
    EXPECT_LT(largestDifference(pictureOf(stackOf({MatteNode{}, plate}), frame), frame.source.image()), 1e-6f);
}

TEST(Evaluate, TheSecondBackgroundStandsBehindWhatTheFirstLeftOpen)
{
    CompFrame frame = frameOf();
    BackgroundNode red;
    red.from = BackgroundNode::From::Color;
    red.red = 1.0f;
    BackgroundNode blue = red;
    blue.red = 0.0f;
    blue.blue = 1.0f;
    const Image result = pictureOf(stackOf({MatteNode{}, red, blue}), frame);
    EXPECT_EQ(result.at(0, 0, 0), 1.0f) << "the first is opaque";
    EXPECT_EQ(result.at(0, 0, 2), 0.0f);
}

TEST(Evaluate, SaysWhichNodeLacksWhichLayer)
{
    CompFrame frame = frameOf();
    frame.normal = {};
    CompStack stack = stackOf({RelightNode{}});
    std::get<RelightNode>(stack.nodes[0].settings).lights.emplace_back();
    stack.nodes[0].name = "evening";
    try {
        pictureOf(stack, frame);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Usage);
        EXPECT_NE(std::string(error.what()).find("evening"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("normal"), std::string::npos) << error.what();
    }
}

TEST(Evaluate, TheEditedMatteAndIrradianceComeOutAsLayers)
{
    const CompFrame frame = frameOf();
    RelightNode relight;
    relight.keepOriginal = 0.0f;
    relight.lights.emplace_back();
    const CompResult result = evaluate(stackOf({relight}), prepareFrame(frame, size));
    EXPECT_FALSE(sameBits(result.irradiance, frame.irradiance));
    EXPECT_TRUE(sameBits(result.albedo, frame.albedo));
    // A wall that faces the camera gets the cosine of 30 degrees from the light's default place.
    CompFrame wall = frame;
    wall.normal = made(size, 3, [](int, int, int c) { return c == 2 ? 1.0f : 0.0f; });
    EXPECT_NEAR(evaluate(stackOf({relight}), prepareFrame(wall, size)).irradiance.at(9, 9, 1), std::sqrt(0.75f), 1e-5f);
}

TEST(Evaluate, SixteenLightsAndFiftyStrokesAreNoFault)
{
    CompFrame frame = frameOf();
    RelightNode relight;
    for (int i = 0; i < 16; ++i) {
        Light light;
        light.kind = static_cast<LightKind>(i % 6);
        light.azimuth = 20.0f * static_cast<float>(i);
        relight.lights.push_back(light);
    }
    MatteNode matte;
    for (int i = 0; i < 50; ++i) {
        const float x = 0.02f * static_cast<float>(i);
        matte.strokes.push_back({static_cast<StrokeUse>(i % 3), 1001, 6.0f, 0.5f, 0.8f, {{x, 0.1f}, {1.0f - x, 0.9f}}});
    }
    const CompResult result = evaluate(stackOf({matte, relight}), prepareFrame(frame, size));
    for (std::size_t i = 0; i < valueCount(result.matte); ++i)
        ASSERT_TRUE(result.matte.data()[i] >= 0.0f && result.matte.data()[i] <= 1.0f);
}

TEST(Curve, GoesLinearAndSmoothBetweenKeysAndHoldsBeyond)
{
    Curve curve = withKey(withKey(withKey({}, {10, 1.0f, Interpolation::Linear}), {20, 3.0f, Interpolation::Smooth}),
                          {30, 5.0f, Interpolation::Hold});
    EXPECT_EQ(curve.at(0), 1.0f);
    EXPECT_FLOAT_EQ(curve.at(15), 2.0f);
    EXPECT_FLOAT_EQ(curve.at(25), 4.0f);
    EXPECT_LT(curve.at(21), 3.1f) << "slow at first";
    EXPECT_EQ(curve.at(99), 5.0f);
    EXPECT_EQ(withoutKey(withoutKey(withoutKey(curve, 10), 30), 20).constant, 3.0f);
}

TEST(NodeKinds, EveryNumberAndChoiceIsFoundAndWritten)
{
    std::set<std::string_view> kinds;
    for (std::size_t i = 0; i < nodeKinds().size(); ++i) {
        const NodeKind& kind = nodeKinds()[i];
        kinds.insert(kind.name);
        NodeSettings settings = kind.make();
        EXPECT_EQ(settings.index(), i) << kind.name;
        std::set<std::string_view> names;
        for (const NumberRow& row : kind.numbers) {
            EXPECT_TRUE(names.insert(row.name).second) << row.name;
            EXPECT_LE(row.low, row.curve(settings).constant) << row.name;
            EXPECT_GE(row.high, row.curve(settings).constant) << row.name;
            row.curve(settings) = Curve(0.5f * (row.low + row.high));
            EXPECT_EQ(findNumber(settings, row.name), &row.curve(settings));
        }
        for (const ChoiceRow& row : kind.choices) {
            EXPECT_TRUE(names.insert(row.name).second) << row.name;
            for (std::size_t word = 0; word < row.words.size(); ++word) {
                row.set(settings, static_cast<int>(word));
                EXPECT_EQ(row.get(settings), static_cast<int>(word)) << row.name;
            }
        }
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<NodeSettings>);
}

TEST(StackPresets, EveryOneCanBeEvaluated)
{
    for (const StackPreset& preset : stackPresets()) {
        SCOPED_TRACE(preset.name);
        EXPECT_EQ(findStackPreset(preset.name), &preset);
        const Image result = pictureOf(preset.stack, frameOf());
        EXPECT_FALSE(sameBits(result, frameOf().source.image()));
    }
}

TEST(Grain, IsFoundAsStrongAsItWasAdded)
{
    const Resolution room{256, 256};
    for (const float amount : {0.01f, 0.05f}) {
        const Image field = grainField(room, 7, 1.0f);
        const Image noisy =
            made(room, 3, [&](int x, int y, int c) { return 0.25f + amount * 0.5f * field.at(x, y, c); });
        EXPECT_NEAR(estimateGrain(noisy), amount, 0.1f * amount);
    }
    EXPECT_TRUE(sameBits(grainField(room, 7, 1.0f), grainField(room, 7, 1.0f)));
    EXPECT_FALSE(sameBits(grainField(room, 7, 1.0f), grainField(room, 8, 1.0f)));
}

} // namespace
} // namespace unividx
