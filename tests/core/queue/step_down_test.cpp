#include "core/queue/step_down.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(StepDown, WindowsGetShorterAndStayOfTheRightLength)
{
    for (std::int64_t window = 1; window <= 101; window += 4) {
        const RunSpec smaller = steppedDown({}, 1, window, window - 1);
        const std::int64_t length = smaller.window.value_or(window);
        EXPECT_EQ(length % 4, 1) << window;
        EXPECT_TRUE(length < window || window == 1) << window;
        EXPECT_LE(length, (window + 1) / 2);
        EXPECT_LT(smaller.overlap.value_or(0), length);
    }
    EXPECT_EQ(steppedDown({}, 1, 21, 5).window, 9);
    EXPECT_EQ(steppedDown({}, 1, 21, 5).overlap, 4);
    EXPECT_EQ(steppedDown({}, 2, 9, 4).window, 1);
}

TEST(StepDown, TheSecondStepRunsOneWindowAtATime)
{
    EXPECT_EQ(steppedDown({}, 1, 0, 0).threads, 0);
    EXPECT_EQ(steppedDown({}, 2, 0, 0).threads, 1);
    EXPECT_EQ(steppedDown({}, 1, 0, 0).window, 9) << "of the published models' window where none is known";
}

TEST(StepDown, NumbersThatWereOnlyRememberedDoNotComeToCount)
{
    RunSpec spec;
    spec.ownNumbers = false;
    spec.steps = 50;
    spec.window = 81;
    const RunSpec smaller = steppedDown(spec, 1, 0, 0);
    EXPECT_TRUE(smaller.ownNumbers);
    EXPECT_EQ(smaller.window, 9);
    EXPECT_EQ(smaller.steps, std::nullopt);
}

} // namespace
} // namespace unividx
