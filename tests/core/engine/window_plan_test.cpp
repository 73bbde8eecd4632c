#include "core/engine/window_plan.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <random>

namespace unividx {
namespace {

TEST(WindowPlan, AClipOfOneWindowHasOneWindow)
{
    EXPECT_EQ(planWindows({1001, 21}, {}), (std::vector<FrameRange>{{1001, 21}}));
}

TEST(WindowPlan, AShorterClipHasOneWindowThatRunsPastItsEnd)
{
    EXPECT_EQ(planWindows({1001, 1}, {}), (std::vector<FrameRange>{{1001, 21}}));
    EXPECT_EQ(planWindows({1001, 20}, {}), (std::vector<FrameRange>{{1001, 21}}));
}

TEST(WindowPlan, TheLastWindowStartsEarlierRatherThanRunShort)
{
    EXPECT_EQ(planWindows({1001, 22}, {}), (std::vector<FrameRange>{{1001, 21}, {1002, 21}}));
    EXPECT_EQ(planWindows({0, 43}, {}), (std::vector<FrameRange>{{0, 21}, {16, 21}, {22, 21}}));
}

TEST(WindowPlan, WindowsCoverEveryFrameForAnyRangeAndOptions)
{
    std::mt19937 random(4);
    for (int trial = 0; trial < 2000; ++trial) {
        SCOPED_TRACE(trial);
        const WindowOptions options{1 + 4 * static_cast<std::int64_t>(random() % 8), 0};
        WindowOptions chosen = options;
        chosen.overlap = static_cast<std::int64_t>(random()) % options.length;
        const FrameRange range{static_cast<std::int64_t>(random() % 3000) - 1000,
                               1 + static_cast<std::int64_t>(random() % 200)};
        const auto windows = planWindows(range, chosen);
        ASSERT_EQ(windows.front().first, range.first);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            ASSERT_EQ(windows[i].count, chosen.length);
            if (i > 0) {
                ASSERT_GT(windows[i].first, windows[i - 1].first);
                ASSERT_GE(windows[i - 1].end() - windows[i].first, chosen.overlap);
            }
        }
        if (range.count >= chosen.length)
            ASSERT_EQ(windows.back().end(), range.end());
        else
            ASSERT_EQ(windows.size(), 1u);
    }
}

TEST(WindowPlan, BadRangesAndOptionsAreRefused)
{
    EXPECT_THROW(planWindows({1, 0}, {}), Error);
    EXPECT_THROW(planWindows({1, 10}, {20, 5}), Error);
    EXPECT_THROW(planWindows({1, 10}, {0, 0}), Error);
    EXPECT_THROW(planWindows({1, 10}, {21, 21}), Error);
    EXPECT_THROW(planWindows({1, 10}, {21, -1}), Error);
}

TEST(WindowPlan, PositionsPastTheEndHoldTheLastFrame)
{
    EXPECT_EQ(heldFrame({1001, 3}, 1002), 1002);
    EXPECT_EQ(heldFrame({1001, 3}, 1020), 1003);
}

} // namespace
} // namespace unividx
