#include "core/color/model_split.h"

#include "core/base/error.h"
#include "core/color/srgb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace unividx {
namespace {

const ColorTransform toModel = makeTransform("lin_rec709", "srgb_texture");
const ColorTransform toLinear = makeTransform("srgb_texture", "lin_rec709");

TEST(SplitForModel, GivesTheSourceBackForAnySceneLinearPicture)
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        std::normal_distribution<float> stops(-1.0f, 3.0f);
        std::vector<float> pixels(16 * 16 * 3);
        for (float& value : pixels)
            value = std::exp2(stops(random)) * (random() % 10 == 0 ? -0.1f : 1.0f);
        const Image source({16, 16}, 3, pixels);
        const ModelSplit split = splitForModel(source, toModel, toLinear);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            EXPECT_GE(split.model.data()[i], 0.0f);
            EXPECT_LE(split.model.data()[i], 1.0f);
        }
        const Image back = putBackExcess(toLinear.apply(split.model), split.excess);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            EXPECT_NEAR(back.data()[i], pixels[i], 3e-6f * std::max(1.0f, std::fabs(pixels[i])));
    }
}

TEST(SplitForModel, OrdinaryVideoHasNoExcessAndIsNotTouched)
{
    const Image video({2, 1}, 3, {0.0f, 0.5f, 1.0f, 0.2f, 0.3f, 0.4f});
    const ModelSplit split = splitForModel(video, {}, toLinear);
    EXPECT_TRUE(split.excess.empty());
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(split.model.data()[i], video.data()[i]);
}

TEST(SplitForModel, WhatIsNotANumberBecomesBlack)
{
    const float infinity = std::numeric_limits<float>::infinity();
    const ModelSplit split = splitForModel(Image({1, 1}, 3, {std::nanf(""), infinity, 0.5f}), toModel, toLinear);
    EXPECT_EQ(split.model.at(0, 0, 0), 0.0f);
    EXPECT_EQ(split.model.at(0, 0, 1), 0.0f);
}

TEST(SplitForModel, AlphaIsDroppedAndOneChannelRefused)
{
    EXPECT_EQ(splitForModel(Image({1, 1}, 4, {0.1f, 0.2f, 0.3f, 0.4f}), {}, toLinear).model.channels(), 3);
    EXPECT_THROW(splitForModel(Image({1, 1}, 1, {0.1f}), {}, toLinear), Error);
}

TEST(ScaleByExcess, RestoresACutOffHighlightExactly)
{
    const Image source({1, 1}, 3, {4.0f, 2.5f, 0.25f});
    const ModelSplit split = splitForModel(source, toModel, toLinear);
    const Image back = scaleByExcess(toLinear.apply(split.model), split.excess);
    for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(back.at(0, 0, c), source.at(0, 0, c), 1e-5f);
}

TEST(ScaleByExcess, HonoursTheWeightAndLeavesAlphaAlone)
{
    const Image linear({1, 1}, 4, {1.0f, 1.0f, 1.0f, 0.5f});
    const Image excess({1, 1}, 3, {3.0f, 3.0f, 3.0f});
    const Image result = scaleByExcess(linear, excess, Image({1, 1}, 1, {0.5f}));
    EXPECT_FLOAT_EQ(result.at(0, 0, 0), 2.5f);
    EXPECT_EQ(result.at(0, 0, 3), 0.5f);
    EXPECT_THROW(scaleByExcess(linear, Image({2, 1}, 3, {0, 0, 0, 0, 0, 0})), Error);
}

} // namespace
} // namespace unividx
