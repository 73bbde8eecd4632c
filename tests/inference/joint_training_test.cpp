#include "inference/dit/dit.h"
#include "inference/sampling/schedule.h"
#include "inference/train/converted_weights.h"
#include "inference/train/trainer.h"
#include "inference/vae/vae.h"
#include "inference/weights/layout.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/dit_testing.h"
#include "tests/inference/tiny_training.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

#include <fstream>
#include <numeric>

namespace unividx {
namespace {

using testing::maxDifference;

Layout layoutFound(const TensorMap& tensors)
{
    Layout layout;
    for (const auto& [name, tensor] : tensors)
        layout[name] = tensor.sizes().vec();
    return layout;
}

Vae opened(const TensorMap& tensors)
{
    WeightSource source("vae", tensors);
    Vae vae(source);
    source.finish();
    return vae;
}

at::Tensor someVideo(std::int64_t frames)
{
    return seededNoise({1, 3, frames, 16, 32}, 5).mul_(0.4).clamp_(-1, 1);
}

TEST(PictureVae, GivesEachFrameWhatTheVideoVaeGivesAFirstOne)
{
    const at::NoGradGuard noGradients;
    TensorMap weights = initialVae({8, 16}, 3);
    for (auto& [name, tensor] : weights) { // the taps of earlier frames too, which begin as zeros
        if (tensor.dim() == 5)
            tensor = tensor + 0.02 * seededNoise(tensor.sizes().vec(), 7);
    }
    const Vae video = opened(weights);
    const Vae pictures = opened(pictureVae(weights));
    EXPECT_EQ(video.framesPerCell(), 4);
    EXPECT_EQ(pictures.framesPerCell(), 1);
    const at::Tensor frames = someVideo(3);
    const at::Tensor latents = pictures.encode(frames);
    ASSERT_EQ(latents.size(2), 3);
    EXPECT_LT(maxDifference(pictures.distribution(frames).first, latents), 1e-5);
    const at::Tensor back = pictures.decode(latents);
    ASSERT_EQ(back.size(2), 3);
    EXPECT_LT(maxDifference(pictures.decodeWhole(latents), back), 1e-5);
    for (std::int64_t frame = 0; frame < 3; ++frame) {
        EXPECT_LT(maxDifference(latents.narrow(2, frame, 1), video.encode(frames.narrow(2, frame, 1))), 1e-5);
        EXPECT_LT(maxDifference(back.narrow(2, frame, 1), video.decode(latents.narrow(2, frame, 1))), 1e-5);
    }
}

TEST(PictureVae, HasTheLayoutOfItsSizes)
{
    const VaeSizes sizes{.dim = 8, .latentChannels = 16, .timeTaps = 1};
    const TensorMap weights = initialVae(sizes, 3);
    EXPECT_EQ(layoutFound(weights), layoutOf(sizes));
    EXPECT_EQ(layoutFound(pictureVae(initialVae({8, 16}, 3))), layoutOf(sizes));
    EXPECT_EQ(layoutFound(pictureVae(weights)), layoutOf(sizes));
}

TEST(Patches, OfSmoothLatentsMeanNearlyTheSameWhereTheyAreFiner)
{
    const at::NoGradGuard noGradients;
    DitSizes sizes{.dim = 24, .feedForward = 32, .layers = 0, .textDim = 16, .frequencyDim = 16};
    sizes.patchHeight = sizes.patchWidth = 2;
    TensorMap base = initialDit(sizes, 2);
    for (const char* name : {"head.head.weight", "head.head.bias"}) // begins as zeros; every place alike
        base[name] = name == std::string("head.head.weight") ? seededNoise({16, 24}, 8).repeat({4, 1})
                                                             : seededNoise({16}, 8).repeat({4});
    const TensorMap finer = withPatches(base, 1, 1);
    EXPECT_EQ(finer.at("patch_embedding.weight").sizes(), at::IntArrayRef({24, 16, 1, 1, 1}));
    EXPECT_EQ(finer.at("head.head.bias").sizes(), at::IntArrayRef({16}));
    const at::Tensor even = seededNoise({1, 4, 16, 1, 1, 1}, 9).expand({1, 4, 16, 1, 4, 4}).contiguous();
    const Task task = *findTask("R2AIN");
    std::vector<at::Tensor> answers;
    for (const TensorMap& weights : {base, finer}) {
        WeightSource source("base", weights);
        const Dit dit(source, nullptr, intrinsicFamily, 1);
        const PreparedText text = dit.prepareText(at::zeros({1, 1, 3, 16}));
        answers.push_back(dit.velocity(even, at::full({1, 4}, 500.0), text, task));
    }
    EXPECT_GT(answers[0].abs().max().item<double>(), 0.1);
    EXPECT_LT(maxDifference(answers[0], answers[1]), 1e-5);
    EXPECT_TRUE(at::equal(withPatches(finer, 1, 1).at("head.head.weight"), finer.at("head.head.weight")));
}

class JointTraining : public ::testing::Test {
protected:
    void SetUp() override
    {
        root_ = std::filesystem::path(::testing::TempDir()) /
                ("unividx_joint_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(root_);
        std::filesystem::create_directories(root_);
        writeSafetensors(root_ / "vae.safetensors", initialVae({2, 16}, 1));
    }

    TrainConfig tiny(const std::string& out)
    {
        TrainConfig config = tinyTraining(root_ / "vae.safetensors", root_ / out);
        config.stage = TrainConfig::Stage::Joint;
        config.vaeSizes.timeTaps = 1;
        config.ditSizes.patchHeight = config.ditSizes.patchWidth = 1;
        config.zeroStart = 0.7;
        config.singles = 0.5;
        config.pictureSteps = 0.5;
        config.clips = 9;
        config.firstClips = 2;
        config.freshClips = 2;
        config.keptClips = 4;
        config.views = 2;
        return config;
    }

    static void run(const TrainConfig& config, const CancelToken& token = CancelToken(),
                    std::function<void(const Progress&)> tell = {})
    {
        JobContext job(token, std::move(tell));
        train(config, job);
    }

    std::filesystem::path root_;
};

TEST_F(JointTraining, GivesTheSameWeightsWhenItsRunIsCutInTwo)
{
    const TrainConfig whole = tiny("whole");
    EXPECT_EQ(whole.firstClipAt(0), 0);
    EXPECT_EQ(whole.firstClipAt(3), 4); // 8 there are, 4 are kept
    run(whole);
    TrainConfig cut = tiny("cut");
    CancelToken token;
    EXPECT_THROW(run(cut, token,
                     [&](const Progress& progress) {
                         if (progress.done >= 2)
                             token.cancel();
                     }),
                 Cancelled);
    run(cut);
    for (const char* file : {"vae", "base", "text", "intrinsic", "alpha"}) {
        const std::string name = std::string(file) + ".safetensors";
        const TensorMap a = readSafetensors(whole.out / name), b = readSafetensors(cut.out / name);
        ASSERT_EQ(layoutFound(a), layoutFound(b));
        for (const auto& [key, tensor] : a)
            EXPECT_TRUE(at::equal(tensor, b.at(key))) << name << ' ' << key;
    }
}

TEST_F(JointTraining, ChangesEncoderAndDecoderAndFitsThePackageTheyAreFor)
{
    const TrainConfig config = tiny("all");
    run(config);
    const TensorMap before = pictureVae(readSafetensors(config.vaeWeights));
    const TensorMap after = readSafetensors(config.out / "vae.safetensors");
    EXPECT_EQ(layoutFound(after), layoutOf(VaeSizes{.dim = 2, .latentChannels = 16, .timeTaps = 1}));
    for (const char* name : {"encoder.conv1.weight", "conv1.weight", "decoder.head.2.weight"})
        EXPECT_FALSE(at::equal(before.at(name), after.at(name))) << name;
    EXPECT_EQ(readSafetensors(config.out / "base.safetensors").at("patch_embedding.weight").size(3), 1);
}

TEST_F(JointTraining, LeavesTheAutoencoderAloneInStepsWithoutPictures)
{
    TrainConfig config = tiny("velocity");
    config.pictureSteps = 0;
    run(config);
    const TensorMap before = pictureVae(readSafetensors(config.vaeWeights));
    for (const auto& [name, tensor] : readSafetensors(config.out / "vae.safetensors"))
        EXPECT_TRUE(at::equal(before.at(name), tensor)) << name;
}

TEST_F(JointTraining, LearnsToAnswerInPictures)
{
    TrainConfig config = tiny("learns");
    config.families = {&intrinsicFamily};
    config.steps = 24;
    config.pictureSteps = 1;
    config.singles = 1;
    config.clips = config.firstClips = 2;
    config.freshClips = config.keptClips = 0;
    config.views = 1;
    config.averaging = 0;
    config.taskWeights = {{"R2AIN", 1e6}};
    config.flowWeight = 0; // what is left is what the answers look like
    config.checkpointMinutes = 60;
    run(config);
    std::ifstream log(config.out / "log.csv");
    std::vector<double> losses;
    std::string line;
    std::getline(log, line);
    while (std::getline(log, line))
        losses.push_back(std::stod(line.substr(line.find(',') + 1)));
    ASSERT_EQ(losses.size(), 24U);
    const auto mean = [&](std::ptrdiff_t first, std::ptrdiff_t count) {
        return std::accumulate(losses.begin() + first, losses.begin() + first + count, 0.0) /
               static_cast<double>(count);
    };
    EXPECT_LT(mean(16, 8), 0.85 * mean(0, 4));
}

} // namespace
} // namespace unividx
