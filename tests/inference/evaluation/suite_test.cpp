#include "core/base/error.h"
#include "core/engine/depth_predictor.h"
#include "core/engine/fake_engine.h"
#include "inference/evaluation/measure_clip.h"
#include "inference/evaluation/suite.h"
#include "inference/metrics/motion.h"
#include "inference/metrics/warped_error.h"
#include "inference/train/scene/scene_clip.h"
#include "tests/inference/evaluation/figures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

using testing_evaluation::figure;

SuiteOptions small(std::vector<std::string> tasks)
{
    SuiteOptions options;
    options.tasks = std::move(tasks);
    options.clips = 1;
    options.frames = 2;
    options.resolution = {32, 32};
    return options;
}

/// Makes plain layers, remembers what it was asked for, and says how it would window a clip.
class PlainEngine : public Engine {
public:
    void run(const GenerateRequest& request, const std::array<FrameSource, 4>& sources, const LayerSink& sink,
             JobContext& job) override
    {
        requests.push_back(request);
        for (std::int64_t frame = 0; frame < request.frames.count; ++frame) {
            job.throwIfCancelled();
            std::array<Image, 4> layers;
            for (std::size_t row = 0; row < 4; ++row) {
                EXPECT_EQ(static_cast<bool>(sources[row]), request.task.conditions[row]);
                if (request.task.targets()[row])
                    layers[row] = plain(request.task.family->modalities[row].decoding, *request.modelSize, frame);
            }
            sink(frame, layers);
        }
    }

    WindowOptions windowsOf(const GenerateRequest&) const override { return {}; }
    std::vector<std::pair<std::string, std::string>> provenance(const GenerateRequest&) const override
    {
        return {{"window", "5"}, {"overlap", "1"}};
    }

    std::vector<GenerateRequest> requests;

private:
    /// Colour that brightens a little with every frame; nothing else.
    static Image plain(Decoding decoding, Resolution size, std::int64_t frame)
    {
        std::vector<float> values;
        for (int pixel = 0; pixel < size.width * size.height; ++pixel) {
            if (decoding == Decoding::Matte)
                values.push_back(0);
            else if (decoding == Decoding::UnitNormal)
                values.insert(values.end(), {0, 0, 1});
            else
                values.insert(values.end(), 3, 0.3F + 0.02F * static_cast<float>(frame));
        }
        return {size, decoding == Decoding::Matte ? 1 : 3, std::move(values)};
    }
};

TEST(Suite, HasTheSameSeedsEveryTime)
{
    SuiteOptions options;
    options.clips = 3;
    EXPECT_EQ(seedsOf(options), (std::vector<std::int64_t>{900'000'001, 900'000'002, 900'000'003}));
    EXPECT_EQ(options.frames, 21);
}

TEST(Suite, MeasuresEachTaskOnEachSceneAndTellsTheSeed)
{
    FakeEngine engine;
    SuiteOptions options = small({"decompose", "matte"});
    options.clips = 2;
    const auto groups = runSuite(engine, options, {});
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].name, "decompose (R2AIN)");
    EXPECT_EQ(groups[1].name, "matte (R2PFB)");
    for (const FigureGroup& group : groups) {
        ASSERT_EQ(group.clips.size(), 2u);
        EXPECT_EQ(group.clips[1].clip, "900000002");
    }
    for (const char* key : {"normal_mean_degrees", "albedo_psnr", "irradiance_ssim", "composition_residual",
                            "albedo_chromaticity_error", "albedo_track_variance"})
        EXPECT_TRUE(figure(groups[0].clips[0].figures, key)) << key;
    for (const char* key : {"alpha_mad", "alpha_grad", "alpha_conn", "alpha_dtssd", "foreground_psnr",
                            "background_ssim", "alpha_warped_error"})
        EXPECT_TRUE(figure(groups[1].clips[0].figures, key)) << key;
}

TEST(Suite, MeasuresAgainstTheScenesOwnLayers)
{
    PlainEngine engine;
    const auto groups = runSuite(engine, small({"matte"}), {});
    scene::SceneOptions scene;
    scene.seed = 900'000'001;
    scene.resolution = {32, 32};
    scene.frames = 2;
    scene.samples = 2;
    const auto truth = scene::renderScene(alphaFamily, scene);
    double sum = 0;
    for (const Image& matte : truth.layers[1]) {
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x)
                sum += matte.at(x, y, 0);
        }
    }
    EXPECT_GT(sum, 0);
    EXPECT_NEAR(figure(groups[0].clips[0].figures, "alpha_mad")->value, sum / (2 * 32 * 32), 1e-5)
        << "an empty matte is wrong by the true one";
}

TEST(Suite, GivesEachTaskItsConditionsAndItsPrompt)
{
    PlainEngine engine;
    runSuite(engine, small({"RAI2N", "t2RAIN"}), {});
    ASSERT_EQ(engine.requests.size(), 2u);
    EXPECT_EQ(engine.requests[0].task.name(), "RAI2N");
    EXPECT_EQ(engine.requests[0].prompt, "");
    EXPECT_NE(engine.requests[1].prompt, "");
    EXPECT_EQ(engine.requests[1].seed, 900'000'001u);
}

TEST(Suite, KnowsTheJoinsFromTheEngine)
{
    PlainEngine engine;
    SuiteOptions options = small({"decompose"});
    EXPECT_FALSE(figure(runSuite(engine, options, {})[0].clips[0].figures, "albedo_seam_ratio")) << "one window";
    options.frames = 9; // windows 0-4 and 4-8
    const auto figures = runSuite(engine, options, {})[0].clips[0].figures;
    ASSERT_TRUE(figure(figures, "albedo_seam_ratio"));
    EXPECT_NEAR(figure(figures, "albedo_seam_ratio")->value, 1, 1e-4) << "its colour grows evenly";
    FakeEngine silent; // does not tell its overlap
    EXPECT_FALSE(figure(runSuite(silent, options, {})[0].clips[0].figures, "albedo_seam_ratio"));
}

/// Answers depth 1 at the left half of a frame and e at the right one.
class DepthEngine : public PlainEngine, public DepthPredictor {
public:
    bool predictsDepth() const override { return true; }
    void depth(FrameRange frames, const FrameSource& rgb, const DepthSink& sink, JobContext&) override
    {
        for (std::int64_t frame = frames.first; frame < frames.end(); ++frame) {
            const Resolution size = rgb(frame).resolution();
            sink(frame,
                 {halves(size, 0, 1), Image(size, 1, std::vector<float>(std::size_t(size.width * size.height)))});
        }
    }

    static Image halves(Resolution size, float left, float right)
    {
        std::vector<float> values;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x)
                values.push_back(x < size.width / 2 ? left : right);
        }
        return {size, 1, std::move(values)};
    }
};

TEST(Suite, MeasuresDepthWhereEngineAndScenesHaveIt)
{
    DepthEngine engine;
    SuiteOptions options = small({"decompose", "matte", "RAI2N"});
    const char* const key = "depth_log_rmse";
    EXPECT_FALSE(figure(runSuite(engine, options, {})[0].clips[0].figures, key)) << "the scenes have no depth";
    options.scenes = [plain = options.scenes](const Family& family, const SuiteOptions& wanted, std::int64_t seed) {
        scene::SceneClip clip = plain(family, wanted, seed);
        clip.depth.assign(static_cast<std::size_t>(wanted.frames),
                          DepthEngine::halves(wanted.resolution, 2, 2 * std::exp(3.0F)));
        return clip;
    };
    const auto groups = runSuite(engine, options, {});
    const auto measured = figure(groups[0].clips[0].figures, key);
    ASSERT_TRUE(measured);
    EXPECT_NEAR(measured->value, 1, 1e-5) << "a difference of 1 instead of 3, the mean taken out";
    EXPECT_NEAR(measured->beside.value(), 1.5, 1e-5);
    EXPECT_FALSE(figure(groups[1].clips[0].figures, key)) << "once a scene";
    EXPECT_FALSE(figure(groups[2].clips[0].figures, key));
}

TEST(Suite, RefusesAnUnknownTask)
{
    FakeEngine engine;
    EXPECT_THROW(runSuite(engine, small({"paint"}), {}), Error);
}

TEST(Suite, StopsWhenAsked)
{
    PlainEngine engine;
    CancelToken cancel;
    cancel.cancel();
    EXPECT_THROW(runSuite(engine, small({"decompose"}), cancel), Cancelled);
}

TEST(Suite, MotionOfAHeldOutSceneExplainsItsPicture)
{
    // What the temporal figures rest on: along the estimated motion rgb changes far less than in place.
    double along = 0;
    double inPlace = 0;
    double known = 0;
    for (const std::uint64_t seed : {900'000'001, 900'000'002, 900'000'003, 900'000'004}) {
        scene::SceneOptions options;
        options.seed = seed;
        options.frames = 2;
        options.samples = 2;
        const auto clip = scene::renderScene(intrinsicFamily, options);
        Motion motion = estimateMotion(clip.layers[0][0], clip.layers[0][1]);
        known += motion.knownShare() / 4;
        WarpedError withMotion;
        withMotion.add(clip.layers[0][0], {});
        withMotion.add(clip.layers[0][1], motion);
        along += withMotion.error().value_or(1);
        motion.offset = Image(options.resolution, 2, std::vector<float>(128 * 96 * 2));
        WarpedError without;
        without.add(clip.layers[0][0], {});
        without.add(clip.layers[0][1], motion);
        inPlace += without.error().value_or(0);
    }
    RecordProperty("along", std::to_string(along));
    RecordProperty("in_place", std::to_string(inPlace));
    RecordProperty("known", std::to_string(known));
    EXPECT_LT(along, inPlace / 3);
    EXPECT_GT(known, 0.5);
}

} // namespace
} // namespace unividx
