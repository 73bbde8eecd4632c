#include "core/media/timecode_bits.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(TimecodeBits, PacksDecimalDigitsAsOpenExrDoes)
{
    EXPECT_EQ(timecodeBits({1, 2, 3, 14, false}, {24, 1}), 0x01020314u);
    EXPECT_EQ(timecodeBits({23, 59, 59, 29, true}, {30000, 1001}), 0x23595929u | 1u << 6);
}

TEST(TimecodeBits, CountsFastFramesInPairsWithTheFieldBit)
{
    EXPECT_EQ(timecodeBits({0, 0, 0, 58, false}, {60000, 1001}), 0x00000029u);
    EXPECT_EQ(timecodeBits({0, 0, 0, 59, false}, {60, 1}), 0x00000029u | 1u << 15);
}

TEST(TimecodeBits, WhatCannotBeWrittenIsNothing)
{
    EXPECT_FALSE(timecodeBits({0, 0, 0, 24, false}, {24, 1}));
    EXPECT_FALSE(timecodeBits({24, 0, 0, 0, false}, {24, 1}));
    EXPECT_FALSE(timecodeBits({0, 0, 0, 0, false}, {120, 1}));
    EXPECT_FALSE(timecodeBits({0, 0, -1, 0, false}, {24, 1}));
}

} // namespace
} // namespace unividx
