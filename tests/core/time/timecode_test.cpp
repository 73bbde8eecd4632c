#include "core/time/timecode.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(Timecode, IsReadAndWrittenAsCamerasDo)
{
    EXPECT_EQ(parseTimecode("01:02:03:04"), (Timecode{1, 2, 3, 4, false}));
    EXPECT_EQ(parseTimecode("01:02:03;04"), (Timecode{1, 2, 3, 4, true}));
    for (const char* wrong :
         {"", "1", "01:02:03", "01:02:03:", "01:60:00:00", "aa:00:00:00", "01:02:03:04x", "01;02:03:04"})
        EXPECT_FALSE(parseTimecode(wrong)) << wrong;
    EXPECT_EQ(formatTimecode({1, 2, 3, 4, true}), "01:02:03;04");
}

// Source: SMPTE ST 12-1: labels 00 and 01 are skipped each minute but every tenth.
TEST(Timecode, DropsLabelsAndNeverFrames)
{
    const FrameRate ntsc{30000, 1001};
    EXPECT_EQ(frameOfTimecode({0, 0, 59, 29, true}, ntsc), 1799);
    EXPECT_EQ(frameOfTimecode({0, 1, 0, 2, true}, ntsc), 1800);
    EXPECT_EQ(frameOfTimecode({0, 10, 0, 0, true}, ntsc), 17982);
    EXPECT_EQ(frameOfTimecode({1, 0, 0, 0, true}, ntsc), 107892);
    EXPECT_EQ(frameOfTimecode({1, 0, 0, 0, true}, {60000, 1001}), 215784);
    EXPECT_EQ(frameOfTimecode({1, 0, 0, 0, false}, ntsc), 108000);
    EXPECT_EQ(frameOfTimecode({1, 0, 0, 0, false}, {24000, 1001}), 86400);
}

TEST(Timecode, IsTheSameAfterGoingToFramesAndBack)
{
    for (const FrameRate rate : {FrameRate{24, 1}, FrameRate{25, 1}, FrameRate{30000, 1001}, FrameRate{60000, 1001}}) {
        for (std::int64_t frame = 0; frame < 200000; frame += 7) {
            const Timecode timecode = timecodeOfFrame(frame, rate, true);
            ASSERT_EQ(frameOfTimecode(timecode, rate), frame) << formatTimecode(timecode);
        }
    }
}

} // namespace
} // namespace unividx
