#include "core/layers/condition_picture.h"
#include "core/run/generate_job.h"

#include "core/base/error.h"
#include "core/engine/fake_engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>

namespace unividx {
namespace {

/// A clip whose every pixel says the frame's number.
class NumberedClip final : public MediaReader {
public:
    NumberedClip(FrameRange frames, Resolution size)
    {
        info_.frames = frames;
        info_.resolution = size;
    }

    const MediaInfo& info() const override { return info_; }

    Image read(std::int64_t frame) override
    {
        if (!info_.frames.contains(frame))
            throw Error(ErrorKind::Input, "clip.mp4: there is no frame " + std::to_string(frame));
        const auto count = static_cast<std::size_t>(info_.resolution.width * info_.resolution.height * 3);
        return Image(info_.resolution, 3, std::vector<float>(count, static_cast<float>(frame % 100) / 100.0f));
    }

private:
    MediaInfo info_;
};

/// Makes one layer that is broken.
class BrokenEngine final : public Engine {
public:
    void run(const GenerateRequest& request, const std::array<FrameSource, 4>&, const LayerSink& sink,
             JobContext&) override
    {
        std::array<Image, 4> layers;
        for (std::size_t row = 0; row < 4; ++row)
            layers[row] = Image({1, 1}, 3, {0.5f, 0.5f, std::numeric_limits<float>::quiet_NaN()});
        sink(request.frames.first, layers);
    }
    WindowOptions windowsOf(const GenerateRequest&) const override { return {}; }
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest&) const override { return {}; }
};

GenerateJob jobFor(const char* task, FrameRange frames, FrameRange clip)
{
    GenerateJob job;
    job.request.task = *findTask(task);
    job.request.frames = frames;
    job.kept = job.request.task.targets();
    for (std::size_t row = 0; row < 4; ++row) {
        if (job.request.task.conditions[row])
            job.clips[row] = ConditionClip{std::make_shared<NumberedClip>(clip, Resolution{90, 70}), 0, false};
    }
    job.outputSize = Resolution{90, 70};
    return job;
}

TEST(GenerateJob, LayersComeOutAtTheSourcesSizeAndOnlyThoseAskedFor)
{
    GenerateJob job = jobFor("R2AIN", {1001, 22}, {1001, 22});
    job.kept = modalitiesOf(intrinsicFamily, "AN");
    CancelToken token;
    JobContext context(token);
    FakeEngine engine;
    std::int64_t expected = 1001;
    runGenerateJob(
        job, engine,
        [&](const FinishedFrame& finished) {
            const auto& layers = finished.layers;
            EXPECT_EQ(finished.frame, expected++);
            EXPECT_EQ(layers[1].resolution(), (Resolution{90, 70}));
            EXPECT_TRUE(layers[0].empty());
            EXPECT_TRUE(layers[2].empty());
            const float* n = layers[3].row(35) + 3 * 40;
            EXPECT_NEAR(n[0] * n[0] + n[1] * n[1] + n[2] * n[2], 1.0f, 1e-4f);
        },
        context);
    EXPECT_EQ(expected, 1023);
    EXPECT_EQ(context.progress().framesDone, 22);
}

TEST(GenerateJob, AClipWithOtherNumbersIsReadAtItsOwn)
{
    GenerateJob job = jobFor("RA2IN", {1001, 3}, {1001, 3});
    job.clips[1] = ConditionClip{std::make_shared<NumberedClip>(FrameRange{1, 3}, Resolution{90, 70}), -1000, false};
    CancelToken token;
    JobContext context(token);
    FakeEngine engine;
    int frames = 0;
    runGenerateJob(
        job, engine, [&](const FinishedFrame&) { ++frames; }, context);
    EXPECT_EQ(frames, 3);
}

TEST(GenerateJob, AGivenMatteComesWithTheLayersThatNeedIt)
{
    const GenerateJob job = jobFor("RP2FB", {1001, 1}, {1001, 1});
    CancelToken token;
    JobContext context(token);
    FakeEngine engine;
    runGenerateJob(
        job, engine,
        [&](const FinishedFrame& finished) {
            EXPECT_TRUE(finished.layers[0].empty());
            ASSERT_EQ(finished.layers[1].channels(), 1);
            EXPECT_EQ(finished.layers[1].resolution(), (Resolution{90, 70}));
            EXPECT_NEAR(finished.layers[1].at(5, 5, 0), 0.01f, 1e-6f);
        },
        context);
}

TEST(GenerateJob, AStillIsHeldForEveryFrame)
{
    GenerateJob job = jobFor("PFB2R", {1001, 25}, {1001, 25});
    job.clips[3] = ConditionClip{std::make_shared<NumberedClip>(FrameRange{7, 1}, Resolution{90, 70}), 0, true};
    CancelToken token;
    JobContext context(token);
    FakeEngine engine;
    int frames = 0;
    runGenerateJob(
        job, engine, [&](const FinishedFrame&) { ++frames; }, context);
    EXPECT_EQ(frames, 25);
}

TEST(GenerateJob, ValuesThatAreNotNumbersAreAnErrorThatNamesFrameAndLayer)
{
    const GenerateJob job = jobFor("R2AIN", {1001, 1}, {1001, 1});
    CancelToken token;
    JobContext context(token);
    BrokenEngine engine;
    try {
        runGenerateJob(
            job, engine, [](const FinishedFrame&) {}, context);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model);
        EXPECT_NE(std::string(error.what()).find("frame 1001"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("albedo"), std::string::npos);
    }
}

TEST(GenerateJob, ClipsThatAreNotTheTasksConditionsAreABug)
{
    GenerateJob job = jobFor("R2AIN", {1001, 1}, {1001, 1});
    job.clips[0].reset();
    CancelToken token;
    JobContext context(token);
    FakeEngine engine;
    EXPECT_THROW(runGenerateJob(
                     job, engine, [](const FinishedFrame&) {}, context),
                 Error);
}

TEST(ConditionPicture, AMatteComesFromTheAlphaChannelWhereThereIsOne)
{
    const Image frame({1, 1}, 4, {0.9f, 0.8f, 0.7f, 0.25f});
    const Image picture = conditionPicture(frame, Decoding::Matte, false, {}, {});
    ASSERT_EQ(picture.channels(), 3);
    EXPECT_FLOAT_EQ(picture.at(0, 0, 0), 0.25f);
    EXPECT_FLOAT_EQ(picture.at(0, 0, 2), 0.25f);
}

TEST(ConditionPicture, SignedNormalsBecomeWhatAVideoOfNormalsHolds)
{
    const Image frame({1, 1}, 3, {-1.0f, 0.0f, 1.0f});
    const Image fromExr = conditionPicture(frame, Decoding::UnitNormal, true, {}, {});
    EXPECT_FLOAT_EQ(fromExr.at(0, 0, 0), 0.0f);
    EXPECT_FLOAT_EQ(fromExr.at(0, 0, 1), 0.5f);
    EXPECT_FLOAT_EQ(fromExr.at(0, 0, 2), 1.0f);
    const Image video({1, 1}, 3, {0.25f, 0.5f, 0.75f});
    EXPECT_FLOAT_EQ(conditionPicture(video, Decoding::UnitNormal, false, {}, {}).at(0, 0, 0), 0.25f);
}

TEST(ConditionPicture, ASceneLinearPlateIsShownToTheModelInItsDisplayEncoding)
{
    const Image plate({1, 1}, 3, {0.18f, 4.0f, std::numeric_limits<float>::quiet_NaN()});
    const Image picture =
        conditionPicture(plate, Decoding::Color, true, makeTransform(sceneLinearRole, modelColorSpace),
                         makeTransform(modelColorSpace, sceneLinearRole));
    EXPECT_NEAR(picture.at(0, 0, 0), 0.4613f, 2e-3f); // sRGB of 18 % grey
    EXPECT_FLOAT_EQ(picture.at(0, 0, 1), 1.0f);
    EXPECT_FLOAT_EQ(picture.at(0, 0, 2), 0.0f);
}

} // namespace
} // namespace unividx
