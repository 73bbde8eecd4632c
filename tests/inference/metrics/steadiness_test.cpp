#include "core/base/error.h"
#include "core/engine/window_join.h"
#include "core/engine/window_plan.h"
#include "inference/metrics/seam_ratio.h"
#include "inference/metrics/track_variance.h"
#include "inference/metrics/warped_error.h"
#include "tests/inference/metrics/pictures.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing_metrics::matte;
using testing_metrics::pixels;

/// Every pixel of a row moves by this much; which of them are known.
Motion slide(float dx, std::vector<char> known)
{
    const int width = static_cast<int>(known.size());
    std::vector<float> offsets;
    for (int x = 0; x < width; ++x)
        offsets.insert(offsets.end(), {dx, 0});
    return {Image({width, 1}, 2, std::move(offsets)), std::move(known)};
}

TEST(WarpedError, IsNothingForALayerThatMovesWithTheScene)
{
    WarpedError meter;
    meter.add(matte({{0.1F, 0.5F, 0.9F}}), {});
    meter.add(matte({{0, 0.1F, 0.5F}}), slide(1, {1, 1, 0}));
    EXPECT_NEAR(meter.error().value(), 0, 1e-12);
}

TEST(WarpedError, IsTheMeanSquareOverWhatIsKnown)
{
    WarpedError meter;
    meter.add(matte({{0.1F, 0.5F, 0.9F}}), {});
    // The first pixel is found again as 0.3, the second as it was; the third is not looked at.
    meter.add(matte({{0, 0.3F, 0.5F}}), slide(1, {1, 1, 0}));
    EXPECT_NEAR(meter.error().value(), (0.04 + 0) / 2, 1e-6);
    // A second pair without any change halves the mean over pairs.
    meter.add(matte({{0, 0.3F, 0.5F}}), slide(0, {1, 1, 1}));
    EXPECT_NEAR(meter.error().value(), 0.02 / 2, 1e-6);
}

TEST(WarpedError, AddsUpOverChannels)
{
    WarpedError meter;
    meter.add(pixels({{0, 0, 0}}), {});
    meter.add(pixels({{0.1F, 0.2F, 0.2F}}), slide(0, {1}));
    EXPECT_NEAR(meter.error().value(), 0.01 + 0.04 + 0.04, 1e-6);
}

TEST(WarpedError, IsNotThereWithoutKnownMotion)
{
    WarpedError meter;
    EXPECT_FALSE(meter.error());
    meter.add(matte({{0, 1}}), {});
    EXPECT_FALSE(meter.error());
    meter.add(matte({{1, 0}}), slide(0, {0, 0}));
    EXPECT_FALSE(meter.error());
}

TEST(TrackVariance, PoolsTheVarianceOfEachTrack)
{
    TrackVariance meter;
    meter.add(pixels({{0, 0, 0}, {0.5F, 0.5F, 0.5F}}), {});
    meter.add(pixels({{0.3F, 0, 0}, {0.5F, 0.5F, 0.5F}}), slide(0, {1, 1}));
    meter.add(pixels({{0.6F, 0, 0}, {0.5F, 0.5F, 0.5F}}), slide(0, {1, 1}));
    // The first track's red is 0, 0.3 and 0.6: squared distances from 0.3 add up to 0.18. Two tracks of three points
    // have 4 degrees of freedom, and two of three channels vary not at all.
    EXPECT_NEAR(meter.variance().value(), 0.18 / 4 / 3, 1e-6);
}

TEST(TrackVariance, FollowsSurfaces)
{
    TrackVariance meter;
    meter.add(pixels({{0.1F, 0, 0}, {0.5F, 0, 0}, {0.9F, 0, 0}}), {});
    meter.add(pixels({{0, 0, 0}, {0.1F, 0, 0}, {0.5F, 0, 0}}), slide(1, {1, 1, 1}));
    meter.add(pixels({{0, 0, 0}, {0, 0, 0}, {0.1F, 0, 0}}), slide(1, {1, 1, 1}));
    EXPECT_NEAR(meter.variance().value(), 0, 1e-12);
}

TEST(TrackVariance, EndsATrackThatIsLost)
{
    TrackVariance meter;
    meter.add(pixels({{0, 0, 0}, {0, 0, 0}}), {});
    meter.add(pixels({{1, 1, 1}, {0.2F, 0.2F, 0.2F}}), slide(0, {0, 1}));
    meter.add(pixels({{1, 1, 1}, {0.2F, 0.2F, 0.2F}}), slide(0, {1, 0}));
    // Only the second pixel's first two points are left: 0 and 0.2 in each channel, 0.02 with one degree of freedom.
    EXPECT_NEAR(meter.variance().value(), 0.02, 1e-6);
}

TEST(TrackVariance, IsNotThereWithoutAPair)
{
    TrackVariance meter;
    EXPECT_FALSE(meter.variance());
    meter.add(pixels({{0, 0, 0}}), {});
    EXPECT_FALSE(meter.variance());
}

TEST(JoinFrames, AreThoseWhereTheShareOfWindowsChanges)
{
    EXPECT_EQ(joinFrames({{0, 5}, {5, 5}}), (std::set<std::int64_t>{5}));
    EXPECT_EQ(joinFrames({{0, 5}, {3, 5}}), (std::set<std::int64_t>{3, 4, 5}));
    EXPECT_TRUE(joinFrames({{0, 5}}).empty());
}

TEST(JoinFrames, AreTheOnesThatAWindowJoinMakes)
{
    // Window n is the constant n; a frame is at a join if it differs from the one before.
    const FrameRange range{0, 30};
    for (const std::int64_t overlap : {0, 1, 3, 4}) {
        SCOPED_TRACE(overlap);
        const auto windows = planWindows(range, {9, overlap});
        std::vector<float> shown;
        WindowJoin join(alphaFamily, range, windows,
                        [&](std::int64_t, const LayerFrame& layers) { shown.push_back(layers[1].at(0, 0, 0)); });
        for (std::size_t i = 0; i < windows.size(); ++i) {
            LayerFrame frame;
            frame[1] = Image({1, 1}, 1, {static_cast<float>(i)});
            join.add(std::vector<LayerFrame>(9, frame));
        }
        std::set<std::int64_t> changes;
        for (std::size_t frame = 1; frame < shown.size(); ++frame) {
            if (shown[frame] != shown[frame - 1])
                changes.insert(static_cast<std::int64_t>(frame));
        }
        auto joins = joinFrames(windows);
        std::erase_if(joins, [&](std::int64_t frame) { return frame >= range.end(); });
        EXPECT_EQ(joins, changes);
    }
}

TEST(SeamRatio, IsTheChangeAtJoinsOverThatElsewhere)
{
    SeamRatio meter({2});
    for (const auto& [frame, value] : std::vector<std::pair<int, float>>{{0, 0}, {1, 0.1F}, {2, 0.4F}, {3, 0.5F}})
        meter.add(frame, matte({{value, value}}));
    // 0.3 at the join, 0.1 twice elsewhere.
    EXPECT_NEAR(meter.ratio().value(), 3, 1e-5);
}

TEST(SeamRatio, IsNotThereWhereThereIsNothingToCompare)
{
    SeamRatio without({});
    SeamRatio nothingElse({1});
    SeamRatio still({1});
    for (int frame = 0; frame < 2; ++frame) {
        without.add(frame, matte({{static_cast<float>(frame)}}));
        nothingElse.add(frame, matte({{static_cast<float>(frame)}}));
        still.add(frame, matte({{0.5F}}));
    }
    still.add(2, matte({{0.5F}}));
    EXPECT_FALSE(without.ratio());
    EXPECT_FALSE(nothingElse.ratio());
    EXPECT_FALSE(still.ratio());
}

} // namespace
} // namespace unividx
