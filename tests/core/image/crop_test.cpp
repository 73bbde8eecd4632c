#include "core/image/crop.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

const Image picture({2, 2}, 2, {1, 10, 2, 20, 3, 30, 4, 40});

TEST(Crop, TakesAPartOfThePicture)
{
    const Image part = crop(picture, 1, 0, {1, 2});
    EXPECT_EQ(part.resolution(), (Resolution{1, 2}));
    EXPECT_EQ(part.at(0, 0, 0), 2.0f);
    EXPECT_EQ(part.at(0, 1, 1), 40.0f);
}

TEST(Crop, BeyondTheBorderItRepeatsOrFillsWithZero)
{
    const Image repeated = crop(picture, -1, -1, {4, 4}, Border::Repeat);
    EXPECT_EQ(repeated.at(0, 0, 0), 1.0f);
    EXPECT_EQ(repeated.at(3, 3, 1), 40.0f);
    const Image zero = crop(picture, -1, -1, {4, 4}, Border::Zero);
    EXPECT_EQ(zero.at(0, 0, 0), 0.0f);
    EXPECT_EQ(zero.at(1, 1, 0), 1.0f);
}

TEST(PadToMultiple, GrowsToTheRightAndBelowOnly)
{
    const Image padded = padToMultiple(picture, 16);
    EXPECT_EQ(padded.resolution(), (Resolution{16, 16}));
    EXPECT_EQ(padded.at(0, 0, 1), 10.0f);
    EXPECT_EQ(padded.at(15, 15, 1), 40.0f);
    EXPECT_EQ(padToMultiple(padded, 16).data(), padded.data());
}

TEST(SelectChannels, TakesARunOfChannels)
{
    const Image second = selectChannels(picture, 1, 1);
    EXPECT_EQ(second.channels(), 1);
    EXPECT_EQ(second.at(1, 1, 0), 40.0f);
    EXPECT_THROW(selectChannels(picture, 1, 2), Error);
}

} // namespace
} // namespace unividx
