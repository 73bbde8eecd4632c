#include "core/engine/window_join.h"

#include "core/base/error.h"
#include "core/engine/window_plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace unividx {
namespace {

Image pixel(float r, float g, float b)
{
    return Image({1, 1}, 3, {r, g, b});
}

/// A window whose albedo says the frame's number and whose padding is unmistakable.
std::vector<LayerFrame> windowOf(FrameRange window, FrameRange range, float added = 0)
{
    std::vector<LayerFrame> frames(static_cast<std::size_t>(window.count));
    for (std::int64_t i = 0; i < window.count; ++i) {
        const std::int64_t frame = window.first + i;
        const float value = range.contains(frame) ? static_cast<float>(frame) + added : -1e9f;
        frames[static_cast<std::size_t>(i)][1] = pixel(value, value, value);
    }
    return frames;
}

TEST(WindowJoin, EveryFrameArrivesOnceInOrderAndPaddingNever)
{
    std::mt19937 random(9);
    for (int trial = 0; trial < 300; ++trial) {
        SCOPED_TRACE(trial);
        WindowOptions options{1 + 4 * static_cast<std::int64_t>(random() % 6), 0};
        options.overlap = static_cast<std::int64_t>(random()) % options.length;
        const FrameRange range{static_cast<std::int64_t>(random() % 2000),
                               1 + static_cast<std::int64_t>(random() % 80)};
        const auto windows = planWindows(range, options);
        std::int64_t expected = range.first;
        WindowJoin join(intrinsicFamily, range, windows, [&](std::int64_t frame, const LayerFrame& layers) {
            ASSERT_EQ(frame, expected++);
            // Windows that agree join without a trace, whatever the weights.
            ASSERT_NEAR(layers[1].at(0, 0, 0), static_cast<float>(frame), 1e-3);
        });
        for (const FrameRange& window : windows)
            join.add(windowOf(window, range));
        EXPECT_EQ(expected, range.end());
    }
}

TEST(WindowJoin, TheLaterWindowFadesInLinearly)
{
    const FrameRange range{0, 7};
    std::vector<float> offsets;
    WindowJoin join(intrinsicFamily, range, planWindows(range, {5, 3}),
                    [&](std::int64_t frame, const LayerFrame& layers) {
                        offsets.push_back(layers[1].at(0, 0, 0) - static_cast<float>(frame));
                    });
    join.add(windowOf({0, 5}, range));
    EXPECT_EQ(offsets.size(), 2u) << "frames no later window covers are handed on at once";
    join.add(windowOf({2, 5}, range, 1.0f));
    const std::vector<float> expected{0, 0, 0.25f, 0.5f, 0.75f, 1, 1};
    ASSERT_EQ(offsets.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(offsets[i], expected[i], 1e-5) << i;
}

TEST(WindowJoin, FadedNormalsStayUnitVectors)
{
    const FrameRange range{0, 2};
    std::vector<float> lengths;
    WindowJoin join(intrinsicFamily, range, {{0, 1}, {0, 1}, {1, 1}}, [&](std::int64_t, const LayerFrame& layers) {
        const float* n = layers[3].data();
        lengths.push_back(std::sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]));
    });
    std::vector<LayerFrame> one(1);
    one[0][3] = pixel(1, 0, 0);
    join.add(one);
    one[0][3] = pixel(0, 0, 1);
    join.add(one);
    join.add(one);
    ASSERT_EQ(lengths.size(), 2u);
    EXPECT_NEAR(lengths[0], 1, 1e-6);
}

TEST(WindowJoin, AWindowWithTheWrongNumberOfFramesIsABug)
{
    WindowJoin join(intrinsicFamily, {0, 5}, {{0, 5}}, [](std::int64_t, const LayerFrame&) {});
    EXPECT_THROW(join.add(std::vector<LayerFrame>(4)), Error);
}

} // namespace
} // namespace unividx
