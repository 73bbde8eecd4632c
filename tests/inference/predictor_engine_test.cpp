#include "core/base/error.h"
#include "core/engine/window_join.h"
#include "inference/engine/predicted_rows.h"
#include "inference/engine/torch_engine.h"
#include "tests/inference/engine_testing.h"
#include "tests/inference/predictor_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace unividx {
namespace {

using testing::Recorded;
using testing::requestFor;
using testing::sameBits;
using testing::TinyPackage;

/// The tiny package with a predictor of random weights for every task that has a condition.
class PredictorEngine : public ::testing::Test {
protected:
    void SetUp() override
    {
        const std::filesystem::path file = package_.folder() / "predictor.safetensors";
        writeSafetensors(file, randomPredictor(7));
        PredictorModel predictor{file, 96, 64, 5, {}, false, "source", "Apache-2.0", "0"};
        for (const Task& task : allTasks()) {
            if (task.conditions.any())
                predictor.tasks.push_back(task.name());
        }
        package_.description().predictor = predictor;
        open();
    }

    void open()
    {
        writeModelPackage(package_.description());
        engine_ = makeTorchEngine(package_.folder(), {"cpu", "", 1});
    }

    std::vector<LayerFrame> resultOf(const GenerateRequest& request)
    {
        Recorded got;
        got.run(*engine_, request);
        return got.layers;
    }

    bool predicts(const GenerateRequest& request)
    {
        const auto entries = engine_->provenance(request);
        return std::any_of(entries.begin(), entries.end(),
                           [](const auto& entry) { return entry.first == "predictor"; });
    }

    TinyPackage package_;
    std::unique_ptr<ModelEngine> engine_;
};

TEST_F(PredictorEngine, AnswersEveryTaskWithAConditionInThePicturesShape)
{
    for (const Task& task : allTasks()) {
        SCOPED_TRACE(task.name());
        GenerateRequest request = requestFor("R2AIN", 7);
        request.task = task;
        ASSERT_EQ(predicts(request), task.conditions.any());
        if (task.conditions.none())
            continue;
        const std::vector<LayerFrame> got = resultOf(request);
        ASSERT_EQ(got.size(), 7U);
        for (std::size_t row = 0; row < 4; ++row) {
            const Image& layer = got[6][row];
            ASSERT_EQ(layer.empty(), task.conditions[row]);
            if (layer.empty())
                continue;
            EXPECT_EQ(layer.resolution(), (Resolution{96, 64})); // 60x40 at the area of 96x64
            if (task.family->modalities[row].decoding == Decoding::UnitNormal) {
                const float* pixel = layer.row(7);
                EXPECT_NEAR(std::hypot(pixel[0], pixel[1], pixel[2]), 1.0F, 1e-3F);
            }
        }
    }
}

TEST_F(PredictorEngine, LeavesTasksThatItDoesNotNameToTheDit)
{
    package_.description().predictor->tasks = {"R2AIN"};
    open();
    EXPECT_TRUE(predicts(requestFor("R2AIN", 5)));
    EXPECT_FALSE(predicts(requestFor("R2PFB", 5)));
    EXPECT_FALSE(predicts(requestFor("t2RAIN", 5)));
}

TEST_F(PredictorEngine, LeavesARunThatIsToldItsStepsToTheDit)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    request.steps = 2;
    EXPECT_FALSE(predicts(request));
    EXPECT_EQ(resultOf(request)[0][1].resolution(), (Resolution{48, 32}));
}

TEST_F(PredictorEngine, AStatedModelSizeIsKept)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    request.modelSize = Resolution{64, 32};
    EXPECT_EQ(resultOf(request)[0][1].resolution(), (Resolution{64, 32}));
}

TEST_F(PredictorEngine, APreviewIsOnePassAndAFullRunTheMeanOfTwo)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    const std::vector<LayerFrame> full = resultOf(request);
    request.stepsShare = 0.5;
    const std::vector<LayerFrame> preview = resultOf(request);
    EXPECT_FALSE(sameBits(full[0][1], preview[0][1]));
    EXPECT_TRUE(sameBits(preview[0][1], resultOf(request)[0][1]));
}

TEST_F(PredictorEngine, ADetailScaleChangesNormalsAloneAndNoPreview)
{
    const GenerateRequest request = requestFor("R2AIN", 5);
    GenerateRequest preview = request;
    preview.stepsShare = 0.5;
    package_.description().predictor->scales = {1, 0.5};
    open();
    const std::vector<LayerFrame> plain = resultOf(request);
    const std::vector<LayerFrame> plainPreview = resultOf(preview);
    package_.description().predictor->detailScale = 1;
    open();
    const std::vector<LayerFrame> fine = resultOf(request);
    EXPECT_TRUE(sameBits(fine[0][1], plain[0][1]));
    EXPECT_FALSE(sameBits(fine[0][3], plain[0][3]));
    EXPECT_TRUE(sameBits(resultOf(preview)[0][3], plainPreview[0][3]));
}

TEST(Detail, IsWhatIsBelowTheBlurAndTheRestStays)
{
    const at::Tensor coarse = at::arange(64, at::TensorOptions().dtype(at::kFloat)).div(64).expand({1, 1, 48, 64});
    const at::Tensor pattern = at::zeros({1, 1, 48, 64});
    pattern.slice(3, 0, 64, 2).fill_(0.1);
    const at::Tensor joined = withDetailOf(coarse, coarse * 0 + pattern);
    const auto inside = [](const at::Tensor& video) { return video.slice(2, 8, 40).slice(3, 8, 56); };
    // The pattern's mean of 0.05 is coarse, and so replaced.
    EXPECT_LT((inside(joined) - inside(coarse) - inside(pattern) + 0.05).abs().max().item<float>(), 0.02F);
    EXPECT_LT((withDetailOf(coarse, coarse) - coarse).abs().max().item<float>(), 1e-6F);
}

TEST_F(PredictorEngine, MakesDepthOfEveryFrameWithTheErrorToExpect)
{
    const CancelToken token;
    JobContext job(token);
    std::map<std::int64_t, RelativeDepth> got;
    engine_->depth(
        {1001, 7}, [](std::int64_t frame) { return testing::testPicture(frame, 0); },
        [&](std::int64_t frame, const RelativeDepth& depth) { got[frame] = depth; }, job);
    ASSERT_EQ(got.size(), 7u);
    const Image& depth = got.at(1007).logDistance;
    EXPECT_EQ(depth.resolution(), (Resolution{96, 64}));
    EXPECT_EQ(got.at(1007).logError.resolution(), depth.resolution());
    double sum = 0;
    for (int y = 0; y < depth.height(); ++y) {
        for (int x = 0; x < depth.width(); ++x)
            sum += depth.row(y)[x];
    }
    EXPECT_NEAR(sum / (96 * 64), 0, 1e-3);
}

TEST_F(PredictorEngine, APackageWithoutOneSaysThatItMakesNoDepth)
{
    package_.description().predictor.reset();
    open();
    const CancelToken token;
    JobContext job(token);
    try {
        engine_->depth(
            {1001, 1}, [](std::int64_t frame) { return testing::testPicture(frame, 0); },
            [](std::int64_t, const RelativeDepth&) {}, job);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model);
    }
}

/// A source of one hint: `value` on the left half of frame 1002, and nothing anywhere else.
HintSource leftHalfKnown(float value)
{
    return [value](std::int64_t frame) -> std::optional<HintPicture> {
        if (frame != 1002)
            return std::nullopt;
        constexpr Resolution size{60, 40};
        std::vector<float> known;
        for (int pixel = 0; pixel < size.width * size.height; ++pixel)
            known.push_back(pixel % size.width < size.width / 2 ? 1.0F : 0.0F);
        return HintPicture{Image(size, 3, std::vector<float>(3 * known.size(), value)), Image(size, 1, known)};
    };
}

TEST_F(PredictorEngine, AHintIsKeptWhereItIsKnownAndChangesTheRest)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    const std::vector<LayerFrame> plain = resultOf(request);
    request.hints[1] = leftHalfKnown(0.25F);
    const std::vector<LayerFrame> hinted = resultOf(request);
    for (const int y : {3, 30, 60}) {
        for (int channel = 0; channel < 3; ++channel)
            EXPECT_NEAR(hinted[1][1].at(20, y, channel), 0.25F, 1e-4F);
    }
    EXPECT_NE(hinted[1][1].at(90, 30, 0), 0.25F);
    EXPECT_FALSE(sameBits(hinted[1][2], plain[1][2])) << "other layers of the frame see the hint";
}

TEST_F(PredictorEngine, AHintOfNothingChangesNothing)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    const std::vector<LayerFrame> plain = resultOf(request);
    request.hints[1] = [](std::int64_t) -> std::optional<HintPicture> { return std::nullopt; };
    EXPECT_TRUE(sameBits(resultOf(request)[1][1], plain[1][1]));
}

TEST_F(PredictorEngine, HintsWithoutThePredictorAreRefused)
{
    GenerateRequest request = requestFor("R2AIN", 5);
    request.hints[1] = leftHalfKnown(0.5F);
    request.steps = 2;
    try {
        resultOf(request);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Usage);
        EXPECT_NE(std::string(error.what()).find("--steps"), std::string::npos) << error.what();
    }
}

TEST_F(PredictorEngine, WeightsThatDoNotFitAreAModelErrorWithTheirFile)
{
    TensorMap weights = randomPredictor(7);
    weights.erase("head.bias");
    writeSafetensors(package_.folder() / "predictor.safetensors", weights);
    open();
    try {
        resultOf(requestFor("R2AIN", 1));
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model);
        EXPECT_NE(std::string(error.what()).find("predictor.safetensors"), std::string::npos);
    }
}

TEST(PredictedSize, KeepsTheShapeAndTheArea)
{
    EXPECT_EQ(predictedSize({640, 480}, {256, 192}), (Resolution{256, 192}));
    EXPECT_EQ(predictedSize({1920, 1080}, {256, 192}), (Resolution{288, 160}));
    EXPECT_EQ(predictedSize({1080, 1920}, {256, 192}), (Resolution{160, 288}));
    EXPECT_EQ(predictedSize({4000, 10}, {256, 192}).height, 32);
    EXPECT_EQ(scaledSize({320, 224}, 0.6), (Resolution{192, 128}));
    EXPECT_EQ(scaledSize({320, 224}, 0.1), (Resolution{32, 32}));
}

TEST(KnownLayersOfARun, HoldHintsAsFarAsTheyCount)
{
    FamilyVideos given;
    const Task task = *findTask("R2AIN");
    given[0] = at::full({3, 2, 32, 32}, 0.5);
    std::array<HintSource, 4> sources;
    sources[3] = [](std::int64_t frame) -> std::optional<HintPicture> {
        if (frame != 8)
            return std::nullopt;
        std::vector<float> up;
        for (int pixel = 0; pixel < 32 * 32; ++pixel)
            up.insert(up.end(), {0.5F, 1.0F, 0.5F});
        return HintPicture{Image({32, 32}, 3, up), Image({32, 32}, 1, std::vector<float>(32 * 32, 0.5F))};
    };
    const KnownLayers known = knownLayers(task, given, readHints(sources, {7, 2}, 9, {32, 32}));
    EXPECT_EQ(known.masks[0][3].max().item<float>(), 0);
    EXPECT_NEAR(known.masks[1][3][5][5].item<float>(), 0.5, 1e-6);
    EXPECT_NEAR(known.values[1][10][5][5].item<float>(), 1, 1e-5);
    EXPECT_FALSE(readHints(sources, {7, 2}, 8, {32, 32}).any()) << "padding frames have no hints";
}

TEST(KnownLayersOfARun, AreTheConditionsAndNormalsWhereThereAreAny)
{
    FamilyVideos given;
    const Task task = *findTask("RN2AI");
    given[0] = at::full({3, 2, 32, 32}, 0.5);
    given[3] = at::zeros({3, 2, 32, 32});
    given[3].select(0, 2).slice(1, 16).fill_(0.9);
    const KnownLayers known = knownLayers(task, given);
    EXPECT_EQ(known.masks.select(1, 0).min().item<float>(), 1);
    EXPECT_EQ(known.masks.select(1, 1).max().item<float>(), 0);
    EXPECT_EQ(known.masks[0][3][0][0].item<float>(), 0);
    EXPECT_EQ(known.masks[1][3][20][0].item<float>(), 1);
    EXPECT_FLOAT_EQ(known.values[0][0][3][3].item<float>(), 0.75F);
    EXPECT_NEAR(known.values[0][11][20][3].item<float>(), 1, 1e-5);
}

} // namespace
} // namespace unividx
