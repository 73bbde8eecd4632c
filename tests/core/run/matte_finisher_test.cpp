#include "core/run/matte_finisher.h"

#include "core/engine/fake_engine.h"
#include "core/image/resize.h"
#include "core/run/generate_job.h"
#include "tests/core/image/painted.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <utility>

namespace unividx {
namespace {

constexpr Resolution size{160, 120};

/// A red square that walks along before a patterned wall.
Image shotFrame(std::int64_t frame)
{
    const int left = 10 + 4 * static_cast<int>(frame % 100);
    return painted(size, 3, [&](int x, int y, int c) {
        if (x >= left && x < left + 40 && y >= 40)
            return c == 0 ? 0.9F : 0.1F;
        return pattern(2 * x, 2 * y, c) * (c == 0 ? 0.5F : 1.0F);
    });
}

/// Reads such frames, and remembers which.
class WalkingClip final : public MediaReader {
public:
    explicit WalkingClip(FrameRange frames)
    {
        info_.frames = frames;
        info_.resolution = size;
    }

    const MediaInfo& info() const override { return info_; }
    Image read(std::int64_t frame) override
    {
        EXPECT_TRUE(info_.frames.contains(frame));
        read_.insert(frame);
        return shotFrame(frame);
    }

    std::set<std::int64_t> read_;

private:
    MediaInfo info_;
};

/// Says that red is the subject, at an eighth of the size.
class RedEngine final : public Engine {
public:
    void run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
             JobContext& job) override
    {
        job.plan(request.frames.count, request.frames.count);
        for (std::int64_t frame = request.frames.first; frame < request.frames.end(); ++frame) {
            const Image small = resizeArea(sources[0](frame), {20, 15});
            LayerFrame layers;
            for (std::size_t row = 0; row < 4; ++row) {
                if (request.task.targets()[row])
                    layers[row] = painted({20, 15}, row == 1 ? 1 : 3, [&](int x, int y, int) {
                        return small.at(x, y, 0) - small.at(x, y, 2) > 0.2F ? 0.97F : 0.02F;
                    });
            }
            sink(frame, layers);
            job.advance(1);
        }
        frames_.push_back(request.frames.count);
    }
    WindowOptions windowsOf(const GenerateRequest&) const override { return {1, 0}; }
    bool wantsRefinedMattes(const GenerateRequest&) const override { return true; }
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest&) const override { return {}; }

    std::vector<std::int64_t> frames_; ///< of each run
};

GenerateJob jobFor(const char* task, FrameRange frames, const std::shared_ptr<MediaReader>& reader)
{
    GenerateJob job;
    job.request.task = *findTask(task);
    job.request.frames = frames;
    job.kept = job.request.task.targets();
    for (std::size_t row = 0; row < 4; ++row) {
        if (job.request.task.conditions[row])
            job.clips[row] = ConditionClip{reader, 0, false};
    }
    job.outputSize = size;
    return job;
}

std::map<std::int64_t, LayerFrame> made(const GenerateJob& job, Engine& engine)
{
    std::map<std::int64_t, LayerFrame> frames;
    CancelToken token;
    JobContext context(token);
    runGenerateJob(
        job, engine, [&](const FinishedFrame& frame) { frames[frame.frame] = frame.layers; }, context);
    return frames;
}

bool sameLayers(const LayerFrame& a, const LayerFrame& b)
{
    for (std::size_t row = 0; row < 4; ++row) {
        if (a[row].empty() != b[row].empty() || (!a[row].empty() && !sameBits(a[row], b[row])))
            return false;
    }
    return true;
}

TEST(MatteFinisher, LayersComeFromTheFrameAtItsSize)
{
    RedEngine engine;
    const auto frames = made(jobFor("R2PFB", {0, 24}, std::make_shared<WalkingClip>(FrameRange{0, 24})), engine);
    ASSERT_EQ(frames.size(), 24U);
    const LayerFrame& layers = frames.at(12);
    const Image alpha = painted(size, 1, [](int x, int y, int) { return x >= 58 && x < 98 && y >= 40 ? 1.0F : 0.0F; });
    EXPECT_LT(meanDifference(layers[1], alpha), 0.001); // measured 0.0001
    EXPECT_NEAR(layers[2].at(70, 80, 0), 0.9F, 1e-6F);
    EXPECT_EQ(layers[2].at(5, 5, 0), 0.0F);
    const Image wall =
        painted(size, 3, [](int x, int y, int c) { return pattern(2 * x, 2 * y, c) * (c == 0 ? 0.5F : 1.0F); });
    EXPECT_LT(meanDifference(layers[3], wall), 0.001); // measured 1e-6; with the square in it 0.08
}

TEST(MatteFinisher, APartOfAShotHasTheBitsOfTheWhole)
{
    const FrameRange shot{1001, 30};
    RedEngine engine;
    const auto whole = made(jobFor("R2PFB", shot, std::make_shared<WalkingClip>(shot)), engine);
    GenerateJob rest = jobFor("R2PFB", {1020, 11}, std::make_shared<WalkingClip>(shot));
    rest.shot = shot;
    for (const auto& [frame, layers] : made(rest, engine))
        EXPECT_TRUE(sameLayers(layers, whole.at(frame))) << frame;
}

TEST(MatteFinisher, FramesOutsideOfTheRequestAreNotRead)
{
    RedEngine engine;
    const auto reader = std::make_shared<WalkingClip>(FrameRange{1001, 80});
    made(jobFor("R2PFB", {1010, 30}, reader), engine);
    EXPECT_EQ(*reader->read_.begin(), 1010);
    EXPECT_EQ(*reader->read_.rbegin(), 1039);
}

TEST(MatteFinisher, ThePlateIsMadeOnlyWhereABackgroundIsKept)
{
    RedEngine engine;
    GenerateJob job = jobFor("R2PFB", {0, 6}, std::make_shared<WalkingClip>(FrameRange{0, 6}));
    job.kept = modalitiesOf(alphaFamily, "PF");
    const auto frames = made(job, engine);
    EXPECT_EQ(engine.frames_, (std::vector<std::int64_t>{6}));
    EXPECT_TRUE(frames.at(2)[3].empty());
    EXPECT_FALSE(frames.at(2)[2].empty());
}

TEST(MatteFinisher, QualityDecidesTheNumberOfSamples)
{
    RedEngine engine;
    GenerateJob job = jobFor("R2PFB", {0, 30}, std::make_shared<WalkingClip>(FrameRange{0, 30}));
    made(job, engine);
    job.request.stepsShare = 0.5;
    made(job, engine);
    EXPECT_EQ(engine.frames_, (std::vector<std::int64_t>{12, 30, 5, 30}));
}

TEST(MatteFinisher, AGivenAlphaIsTakenAsItIs)
{
    RedEngine engine;
    const auto reader = std::make_shared<WalkingClip>(FrameRange{0, 4});
    const auto frames = made(jobFor("RP2FB", {0, 4}, reader), engine);
    EXPECT_EQ(engine.frames_, (std::vector<std::int64_t>{4})) << "samples have their mattes";
    const Image frame = shotFrame(2);
    const Image grey = painted(
        size, 1, [&](int x, int y, int) { return (frame.at(x, y, 0) + frame.at(x, y, 1) + frame.at(x, y, 2)) / 3.0F; });
    EXPECT_LT(meanDifference(frames.at(2)[1], grey), 1e-6);
}

TEST(MatteFinisher, WhereForegroundAndBackgroundAreGivenTheyTellAlpha)
{
    RedEngine engine;
    const GenerateJob job = jobFor("RFB2P", {0, 4}, std::make_shared<WalkingClip>(FrameRange{0, 4}));
    EXPECT_TRUE(MatteFinisher::modalitiesOf(job, engine).none());
}

TEST(MatteFinisher, OtherFamiliesAndEnginesAreLeftAlone)
{
    RedEngine engine;
    FakeEngine fake;
    const auto reader = std::make_shared<WalkingClip>(FrameRange{0, 4});
    EXPECT_TRUE(MatteFinisher::modalitiesOf(jobFor("R2AIN", {0, 4}, reader), engine).none());
    EXPECT_TRUE(MatteFinisher::modalitiesOf(jobFor("PF2RB", {0, 4}, reader), engine).none());
    EXPECT_TRUE(MatteFinisher::modalitiesOf(jobFor("R2PFB", {0, 4}, reader), fake).none());
    EXPECT_EQ(MatteFinisher::modalitiesOf(jobFor("RB2PF", {0, 4}, reader), engine), modalitiesOf(alphaFamily, "PF"));
}

TEST(MatteFinisher, ACancelStopsThePreparation)
{
    RedEngine engine;
    CancelToken token;
    token.cancel();
    JobContext context(token);
    EXPECT_THROW(runGenerateJob(
                     jobFor("R2PFB", {0, 4}, std::make_shared<WalkingClip>(FrameRange{0, 4})), engine,
                     [](const FinishedFrame&) {}, context),
                 Cancelled);
}

} // namespace
} // namespace unividx
