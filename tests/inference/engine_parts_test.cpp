#include "tests/inference/engine_testing.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "inference/engine/condition_augmentation.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/memory_plan.h"
#include "inference/engine/output_check.h"
#include "inference/engine/run_plan.h"
#include "inference/engine/window_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(ImageTensorTest, AMatteIsTheMeanOfItsChannels)
{
    const at::Tensor video = at::tensor({-1.0f, 0.0f, 1.0f}).view({3, 1, 1, 1}).expand({3, 2, 4, 5});
    const auto pictures = layerImages(video, Decoding::Matte);
    ASSERT_EQ(pictures.size(), 2u);
    EXPECT_EQ(pictures[0].channels(), 1);
    EXPECT_FLOAT_EQ(pictures[1].at(3, 2, 0), 0.5f);
}

TEST(ImageTensorTest, AGreyConditionFillsThreeChannelsAndTheLastFrameIsHeld)
{
    int asked = 0;
    const at::Tensor video = conditionVideo(
        [&](std::int64_t i) {
            ++asked;
            return Image({2, 2}, 1, std::vector<float>(4, i == 0 ? 0.0f : 1.0f));
        },
        2, {16, 16}, 5, resizeBilinear);
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(video.sizes(), at::IntArrayRef({1, 3, 5, 16, 16}));
    EXPECT_EQ(video.select(2, 0).max().item<float>(), -1.0f);
    EXPECT_EQ(video.slice(2, 1).min().item<float>(), 1.0f);
}

TEST(ImageTensorTest, AConditionIsMadeSmallerTheWayTheModelLearntIt)
{
    const auto stripes = [](std::int64_t) { // four columns of one pixel of the model's size
        std::vector<float> values;
        for (int pixel = 0; pixel < 64 * 64; ++pixel)
            values.push_back(pixel % 4 == 0 ? 1.0f : 0.0f);
        return Image({64, 64}, 1, std::move(values));
    };
    const at::Tensor mean = conditionVideo(stripes, 1, {16, 16}, 1, resizeArea);
    EXPECT_LT((mean + 0.5).abs().max().item<double>(), 1e-6);
    EXPECT_EQ(conditionVideo(stripes, 1, {16, 16}, 1, resizeBilinear).max().item<double>(), -1) << "it falls between";
}

TEST(ImageTensorTest, AFrameIsMixedWithThoseBesideIt)
{
    at::Tensor video = at::zeros({3, 7, 2, 2});
    video.select(1, 3).fill_(9);
    const at::Tensor mixed = withFramesBeside(video);
    const std::array<double, 7> wanted{0, 9.0 * 1 / 8, 2, 3, 2, 9.0 * 1 / 8, 0};
    for (std::int64_t frame = 0; frame < 7; ++frame)
        EXPECT_NEAR(mixed[1][frame][1][0].item<double>(), wanted[static_cast<std::size_t>(frame)], 1e-5) << frame;
    for (const std::int64_t frames : {1, 2, 3})
        EXPECT_LT(testing::maxDifference(withFramesBeside(at::full({3, frames, 2, 2}, 0.3)),
                                         at::full({3, frames, 2, 2}, 0.3)),
                  1e-6);
}

TEST(OutputCheckTest, AnEmptyMatteIsFineButAGreyOneIsNot)
{
    const Modality& matte = alphaFamily.modalities[1];
    EXPECT_NO_THROW(refuseBadPictures(at::full({3, 2, 4, 4}, -1.0), matte, {1, 2}));
    EXPECT_NO_THROW(refuseBadPictures(at::full({3, 2, 4, 4}, 1.0), matte, {1, 2}));
    EXPECT_THROW(refuseBadPictures(at::full({3, 2, 4, 4}, 0.25), matte, {1, 2}), Error);
}

TEST(MemoryPlanTest, NeedsGrowWithThePictureAndShrinkWithTheNumberType)
{
    ModelSizes model;
    model.dit.dim = 256;
    model.dit.feedForward = 1024;
    model.dit.layers = 8;
    model.ditParameters = 10'000'000;
    model.vaeParameters = 1'000'000;
    model.vaeChannels = 16;
    model.textLength = 64;
    const RunShape small{{320, 240}, 21, false, {320, 240}};
    const RunShape large{{640, 480}, 21, false, {640, 480}};
    EXPECT_LT(predictMemory(model, small, 4).total(), predictMemory(model, large, 4).total());
    EXPECT_LT(predictMemory(model, large, 2).total(), predictMemory(model, large, 4).total());
    EXPECT_EQ(predictMemory(model, small, 4).weights, predictMemory(model, large, 4).weights);

    const std::int64_t enough = predictMemory(model, large, 2).total();
    EXPECT_THAT(whatWouldFit(model, large, 4, enough), ::testing::HasSubstr("bfloat16"));
    EXPECT_THAT(whatWouldFit(model, large, 2, predictMemory(model, small, 2).total()),
                ::testing::HasSubstr("--size 320x240"));
    EXPECT_THAT(whatWouldFit(model, large, 2, 1000), ::testing::HasSubstr("smaller model"));
}

TEST(MemoryPlanTest, BytesAreWrittenForPeople)
{
    EXPECT_EQ(bytesText(28'100'000'000), "28 GB");
    EXPECT_EQ(bytesText(3'400'000'000), "3.4 GB");
    EXPECT_EQ(bytesText(999'900), "1.0 MB");
}

TEST(RunPlanTest, AShareOfThePackagesStepsIsAtLeastOneAndYieldsToACount)
{
    const testing::TinyPackage package; // two steps of its own
    const ModelPackage opened = openModelPackage(package.folder());
    GenerateRequest request = testing::requestFor("R2AIN", 5);
    EXPECT_EQ(planRun(request, opened).steps, 2);
    request.stepsShare = 1.0 / 6;
    EXPECT_EQ(planRun(request, opened).steps, 1);
    request.stepsShare = 2;
    EXPECT_EQ(planRun(request, opened).steps, 4);
    request.steps = 7;
    EXPECT_EQ(planRun(request, opened).steps, 7);
}

TEST(RunPlanTest, AModelTrainedForItTakesOneStepFromZerosWhereSomethingIsGiven)
{
    const testing::TinyPackage package; // two steps of its own
    ModelPackage opened = openModelPackage(package.folder());
    EXPECT_FALSE(planRun(testing::requestFor("R2AIN", 5), opened).zeroStart);
    opened.quirks.zeroStart = true;
    GenerateRequest request = testing::requestFor("R2AIN", 5);
    request.stepsShare = 2;
    EXPECT_EQ(planRun(request, opened).steps, 1);
    EXPECT_TRUE(planRun(request, opened).zeroStart);
    request.steps = 3;
    EXPECT_EQ(planRun(request, opened).steps, 3);
    EXPECT_FALSE(planRun(request, opened).zeroStart);
    const RunPlan fromNoise = planRun(testing::requestFor("t2RAIN", 5), opened);
    EXPECT_EQ(fromNoise.steps, 2);
    EXPECT_FALSE(fromNoise.zeroStart);
}

TEST(RunPlanTest, LayersThatAreMeansAreSettled)
{
    const testing::TinyPackage package;
    ModelPackage opened = openModelPackage(package.folder());
    opened.quirks.zeroStart = true;
    EXPECT_FALSE(planRun(testing::requestFor("R2PFB", 5), opened).reconciles);
    opened.quirks.reconcileLayers = true;
    EXPECT_TRUE(planRun(testing::requestFor("R2PFB", 5), opened).reconciles);
    GenerateRequest request = testing::requestFor("R2PFB", 5);
    request.steps = 4;
    EXPECT_FALSE(planRun(request, opened).reconciles) << "they are no means";
    EXPECT_FALSE(planRun(testing::requestFor("t2RPFB", 5), opened).reconciles);
}

TEST(RunPlanTest, OnlyMeansAtFullQualityAreOfSeveralViews)
{
    const testing::TinyPackage package;
    ModelPackage opened = openModelPackage(package.folder());
    opened.quirks.zeroStart = true;
    std::vector<ConditionAugmentation>& views = opened.families["alpha"].views;
    views = {{false, 0, {"background"}}, {true, 0.8, {}}, {false, 0, {"rgb"}}};
    GenerateRequest request = testing::requestFor("R2PFB", 5);
    const RunPlan whole = planRun(request, opened);
    EXPECT_EQ(whole.views, views);
    EXPECT_EQ(windowUnits(whole), (1 + 1 + 1) + (1 + 1 + 3)) << "the last has nothing to answer";
    request.stepsShare = 0.5;
    const RunPlan quick = planRun(request, opened);
    EXPECT_EQ(quick.views, std::vector<ConditionAugmentation>(1));
    EXPECT_EQ(windowUnits(quick), 1 + 1 + 3);
    opened.quirks.framesAlone = true;
    EXPECT_TRUE(planRun(request, opened).framesAlone);
    EXPECT_EQ(windowUnits(planRun(request, opened)), 1 + 5 + 3);
    request.stepsShare = 1;
    request.steps = 4;
    EXPECT_FALSE(planRun(request, opened).framesAlone);
    EXPECT_EQ(planRun(request, opened).views, std::vector<ConditionAugmentation>(1)) << "samples, whose mean is none";
}

TEST(ConditionViewTest, WhatIsMirroredComesBackAndTurnsItsNormals)
{
    const at::Tensor video = seededNoise({3, 2, 4, 6}, 3);
    const Modality& color = intrinsicFamily.modalities[0];
    const Modality& normal = intrinsicFamily.modalities[3];
    const ConditionAugmentation mirror{true, 0, {}};
    EXPECT_TRUE(at::equal(augmented(mirror, video, color), video.flip(-1)));
    const at::Tensor turned = augmented(mirror, video, normal);
    EXPECT_TRUE(at::equal(turned[0], -video[0].flip(-1)));
    EXPECT_TRUE(at::equal(turned[1], video[1].flip(-1)));
    for (const Modality* modality : {&color, &normal})
        EXPECT_TRUE(at::equal(augmentationUndone(mirror, augmented(mirror, video, *modality), *modality), video));
    EXPECT_TRUE(at::equal(augmented({}, video, normal), video));
}

TEST(ConditionViewTest, SoftnessBlursEachFrameAndKeepsWhatIsEven)
{
    const Modality& color = intrinsicFamily.modalities[0];
    const ConditionAugmentation soft{false, 1.0, {}};
    EXPECT_LT(testing::maxDifference(augmented(soft, at::full({3, 2, 8, 8}, 0.3), color), at::full({3, 2, 8, 8}, 0.3)),
              1e-6);
    at::Tensor point = at::zeros({3, 2, 9, 9});
    point[1][0][4][4] = 1;
    const at::Tensor blurred = augmented(soft, point, color);
    EXPECT_NEAR(blurred.sum().item<double>(), 1, 1e-5);
    EXPECT_EQ(blurred[1][1].abs().max().item<double>(), 0) << "of another frame";
    EXPECT_EQ(blurred[0].abs().max().item<double>(), 0) << "of another channel";
    EXPECT_NEAR(blurred[1][0][4][5].item<double>() / blurred[1][0][4][4].item<double>(), std::exp(-0.5), 1e-5);
    EXPECT_NEAR(blurred[1][0][3][4].item<double>() / blurred[1][0][4][4].item<double>(), std::exp(-0.5), 1e-5);
}

TEST(RunPlanTest, OptionsOutOfRangeAreUsageErrors)
{
    const testing::TinyPackage package;
    const ModelPackage opened = openModelPackage(package.folder());
    const auto refused = [&](const std::function<void(GenerateRequest&)>& change) {
        GenerateRequest request = testing::requestFor("R2AIN", 5);
        change(request);
        try {
            planRun(request, opened);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::Usage;
        }
        return false;
    };
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.steps = 0; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.guidance = -1.0f; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.shift = 0.0f; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.modelSize = Resolution{0, 16}; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.windowLength = 0; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.windowOverlap = 5; }));
    EXPECT_TRUE(refused([](GenerateRequest& r) { r.frames.count = 0; }));
    EXPECT_FALSE(refused([](GenerateRequest&) {}));
}

} // namespace
} // namespace unividx
