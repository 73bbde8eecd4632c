#include "core/base/error.h"
#include "inference/train/run_loop.h"
#include "inference/train/trainer.h"
#include "inference/train/vae_training.h"
#include "inference/vae/vae.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/tiny_training.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace unividx {
namespace {

bool sameBits(const TensorMap& a, const TensorMap& b)
{
    if (a.size() != b.size())
        return false;
    for (const auto& [name, tensor] : a) {
        if (b.count(name) == 0 || !at::equal(tensor, b.at(name)))
            return false;
    }
    return true;
}

class Trainer : public testing::Test {
protected:
    void SetUp() override
    {
        root_ = std::filesystem::path(testing::TempDir()) /
                ("unividx_trainer_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(root_);
        std::filesystem::create_directories(root_);
        writeSafetensors(root_ / "vae.safetensors", initialVae({2, 16}, 1));
    }

    TrainConfig tiny(const std::string& out) { return tinyTraining(root_ / "vae.safetensors", root_ / out); }

    static void run(const TrainConfig& config)
    {
        const CancelToken token;
        JobContext job(token);
        train(config, job);
    }

    /// Stops after `steps` and starts anew in the same folder.
    static void runInTwo(const TrainConfig& config, std::int64_t steps)
    {
        CancelToken token;
        JobContext job(token, [&](const Progress& progress) {
            if (progress.done >= steps)
                token.cancel();
        });
        EXPECT_THROW(train(config, job), Cancelled);
        EXPECT_FALSE(std::filesystem::exists(config.out / "base.safetensors"));
        run(config);
    }

    static std::vector<double> learningRatesOf(const TrainConfig& config)
    {
        std::ifstream log(config.out / "log.csv");
        std::string line;
        std::vector<double> rates;
        std::getline(log, line);
        while (std::getline(log, line)) {
            std::istringstream cells(line);
            std::string cell;
            for (int column = 0; column < 4; ++column)
                std::getline(cells, cell, ',');
            rates.push_back(std::stod(cell));
        }
        return rates;
    }

    std::filesystem::path root_;
};

TEST_F(Trainer, GivesTheSameWeightsWhenItsRunIsCutInTwo)
{
    run(tiny("whole"));
    runInTwo(tiny("cut"), 2);
    for (const char* file : {"base.safetensors", "text.safetensors", "intrinsic.safetensors", "alpha.safetensors"})
        EXPECT_TRUE(sameBits(readSafetensors(root_ / "whole" / file), readSafetensors(root_ / "cut" / file))) << file;
}

TEST_F(Trainer, GivesTheSameWeightsWithFreshClipsWhenItsRunIsCutInTwo)
{
    TrainConfig config = tiny("whole");
    config.clips = 9;
    config.firstClips = 2;
    config.freshClips = 2;
    config.zeroStart = 0.5;
    EXPECT_EQ(config.clipsAt(0), 2);
    EXPECT_EQ(config.clipsAt(3), 8);
    EXPECT_EQ(config.clipsAt(40), 9);
    run(config);
    config.out = root_ / "cut";
    runInTwo(config, 2);
    EXPECT_TRUE(
        sameBits(readSafetensors(root_ / "whole/base.safetensors"), readSafetensors(root_ / "cut/base.safetensors")));
}

TEST_F(Trainer, GivesTheSameWeightsHoweverManyThreadsMakeTheViewsOfItsClips)
{
    TrainConfig config = tiny("one");
    config.clips = 12;
    config.firstClips = 3;
    config.freshClips = 3;
    config.freshEvery = 2;
    config.views = 3;
    config.shape.frames = 1;
    run(config);
    config.out = root_ / "three";
    config.dataThreads = 3;
    run(config);
    config.out = root_ / "cut";
    runInTwo(config, 3);
    for (const char* other : {"three", "cut"}) {
        EXPECT_TRUE(sameBits(readSafetensors(root_ / "one/base.safetensors"),
                             readSafetensors(root_ / other / "base.safetensors")))
            << other;
    }
}

TEST_F(Trainer, EndsWhenItsTimeIsOverAndFallsWithIt)
{
    std::vector<double> rates;
    double minutes = 0.01;
    while (rates.size() < 3) { // however slow the machine is
        minutes *= 2;
        TrainConfig config = tiny("timed" + std::to_string(minutes));
        config.steps = 1;
        config.minutes = minutes;
        config.shape.frames = 1;
        run(config);
        EXPECT_TRUE(std::filesystem::exists(config.out / "base.safetensors"));
        rates = learningRatesOf(config);
    }
    EXPECT_TRUE(std::is_sorted(rates.rbegin(), rates.rend()));
    EXPECT_LT(rates.back(), rates.front());
}

TEST_F(Trainer, LearnsNearlyTheSameWithRoundedProducts)
{
    TrainConfig config = tiny("float32");
    config.learningRate = 1e-4;
    run(config);
    config.out = root_ / "bfloat16";
    config.precision = TrainConfig::Precision::Bfloat16;
    run(config);
    std::vector<double> losses;
    for (const char* name : {"float32", "bfloat16"}) {
        std::ifstream log(root_ / name / "log.csv");
        std::string line;
        while (std::getline(log, line) && !line.starts_with("3,")) {}
        losses.push_back(std::stod(line.substr(line.find(',') + 1))); // the last step's; the first knows no products
    }
    EXPECT_NE(losses[0], losses[1]);
    EXPECT_NEAR(losses[0], losses[1], 0.01 * losses[0]); // measured 0.1 %
}

TEST_F(Trainer, WritesItsValidationBesideTheStepsItIsDueAt)
{
    TrainConfig config = tiny("validated");
    config.validateEvery = 2;
    config.validationTasks = 2;
    run(config);
    std::ifstream log(config.out / "log.csv");
    std::string line;
    std::vector<bool> validated;
    std::getline(log, line);
    EXPECT_EQ(line, "step,loss,gradient,learning_rate,seconds,validation");
    while (std::getline(log, line)) {
        const std::string last = line.substr(line.rfind(',') + 1);
        validated.push_back(!last.empty());
        if (!last.empty()) {
            EXPECT_GT(std::stod(last), 0);
        }
    }
    EXPECT_EQ(validated, (std::vector<bool>{false, true, false, true}));
}

TEST_F(Trainer, LearnsTheSameWhetherItValidatesOrNot)
{
    TrainConfig watched = tiny("watched");
    watched.validateEvery = 1;
    run(watched);
    run(tiny("unwatched"));
    EXPECT_TRUE(sameBits(readSafetensors(root_ / "watched/base.safetensors"),
                         readSafetensors(root_ / "unwatched/base.safetensors")));
}

TEST_F(Trainer, ResumesAVaeExactly)
{
    TrainConfig whole = tiny("whole");
    whole.stage = TrainConfig::Stage::Vae;
    whole.vaeWeights.clear();
    TrainConfig cut = whole;
    cut.out = root_ / "cut";
    run(whole);
    runInTwo(cut, 3);
    EXPECT_TRUE(
        sameBits(readSafetensors(root_ / "whole/vae.safetensors"), readSafetensors(root_ / "cut/vae.safetensors")));
}

TEST_F(Trainer, LeavesTheLatentsOfPicturesAloneWhenItLearnsTime)
{
    TrainConfig config = tiny("time");
    config.stage = TrainConfig::Stage::Vae;
    config.trained = TrainConfig::Trained::Time;
    config.videoEvery = 1;
    run(config);
    const auto latents = [&](const std::filesystem::path& file, const at::Tensor& video) {
        const at::NoGradGuard noGradients;
        WeightSource weights("vae", readSafetensors(file));
        return Vae(weights).encode(video);
    };
    const at::Tensor video = at::rand({1, 3, 5, 16, 32}) * 2 - 1;
    const at::Tensor before = latents(root_ / "vae.safetensors", video);
    const at::Tensor after = latents(root_ / "time/vae.safetensors", video);
    EXPECT_TRUE(at::equal(before.narrow(2, 0, 1), after.narrow(2, 0, 1)));
    EXPECT_FALSE(at::allclose(before.narrow(2, 1, 1), after.narrow(2, 1, 1), 1e-3, 1e-3));
}

TEST_F(Trainer, PassesOverADamagedCheckpoint)
{
    run(tiny("whole"));
    TrainConfig cut = tiny("cut");
    cut.steps = 2;
    run(cut);
    std::filesystem::path newest;
    for (const auto& entry : std::filesystem::directory_iterator(cut.out / "checkpoints"))
        newest = std::max(newest, entry.path());
    std::filesystem::resize_file(newest, std::filesystem::file_size(newest) / 2);
    EXPECT_NO_THROW(run(cut));
}

TEST_F(Trainer, ChangesAdaptersAloneWhenToldTo)
{
    run(tiny("base"));
    TrainConfig config = tiny("adapters");
    config.trained = TrainConfig::Trained::Adapters;
    config.ditWeights = root_ / "base/base.safetensors";
    config.textWeights = root_ / "base/text.safetensors";
    config.families = {&intrinsicFamily};
    run(config);
    EXPECT_FALSE(std::filesystem::exists(config.out / "base.safetensors"));
    const TensorMap adapters = readSafetensors(config.out / "intrinsic.safetensors");
    EXPECT_EQ(adapters.size(), 2U * 6 * 4 * 2); // blocks, layers, modalities, A and B
    // The feed-forward layers run the last adapter alone, so only its B can have moved from zero.
    EXPECT_TRUE(adapters.at("blocks.0.ffn.0.lora_B.albedo.weight").eq(0).all().item<bool>());
    EXPECT_FALSE(adapters.at("blocks.0.ffn.0.lora_B.normal.weight").eq(0).all().item<bool>());
}

TEST_F(Trainer, DropsStepsWithoutAFiniteLossAndStopsAfterTen)
{
    TrainConfig config = tiny("loop");
    config.steps = 40;
    const TensorMap parameters = asParameters({{"x", at::ones({2})}}, at::kCPU);
    const CancelToken token;
    JobContext job(token);
    int calls = 0;
    const auto step = [&](std::int64_t) {
        ++calls;
        const at::Tensor loss = parameters.at("x").square().sum();
        loss.backward();
        return calls > 5 ? std::nan("") : loss.item<double>();
    };
    EXPECT_THROW(runTraining(config, parameters, step, {}, Ranks(), job), Error);
    EXPECT_EQ(calls, 15);
    EXPECT_TRUE(parameters.at("x").isfinite().all().item<bool>());
}

TEST(RescaleLatents, KeepsWhatIsDecodedAndGivesTheLatentsAskedFor)
{
    const at::NoGradGuard noGradients;
    at::manual_seed(5);
    TensorMap weights = initialVae({2, 16}, 9);
    WeightSource before(std::string("before"), weights);
    const Vae vae(before);
    const at::Tensor mean = at::randn({16});
    const at::Tensor deviation = at::rand({16}) + 0.5;
    TensorMap changed = weights;
    rescaleLatents(changed, mean, deviation);
    WeightSource after(std::string("after"), changed);
    const Vae rescaled(after);
    const at::Tensor video = at::rand({1, 3, 5, 16, 16}) * 2 - 1;
    const auto alongChannels = [](const at::Tensor& v) { return v.view({1, 16, 1, 1, 1}); };
    const at::Tensor wanted = (vae.encode(video) - alongChannels(mean)) / alongChannels(deviation);
    // Float32 sums run in another order on every processor: 1.19e-4 was measured with OpenBLAS's kernels for Haswell,
    // so this leaves a factor of 8. A mean (of size 1) or a deviation (0.5 to 1.5) that is not folded in changes the
    // latents by as much as they are large.
    constexpr double tolerance = 1e-3;
    EXPECT_TRUE(at::allclose(rescaled.encode(video), wanted, tolerance, tolerance));
    const at::Tensor kept = vae.decode(vae.encode(video));
    const at::Tensor difference = (rescaled.decode(rescaled.encode(video)) - kept).norm() / kept.norm();
    EXPECT_LT(difference.item<double>(), tolerance);
}

} // namespace
} // namespace unividx
