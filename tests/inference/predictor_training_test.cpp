#include "core/base/error.h"
#include "inference/train/absolute_loss.h"
#include "inference/train/data/layer_batch.h"
#include "inference/train/data/layer_shards.h"
#include "inference/train/predictor_losses.h"
#include "inference/train/trainer.h"
#include "tests/inference/predictor_testing.h"
#include "tests/inference/weights_testing.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

#include <fstream>

namespace unividx {
namespace {

constexpr Resolution small{32, 32};

TEST(AbsoluteLoss, IsWhatPlainOperatorsGive)
{
    at::manual_seed(1);
    const at::Tensor weights = at::rand({2, 3, 17, 23});
    const at::Tensor values = at::randn({2, 3, 17, 23});
    const at::Tensor ours = values.clone().set_requires_grad(true);
    const at::Tensor loss = absoluteLoss(ours, weights, 0.7);
    (loss * 2).backward();

    const at::Tensor plain = values.clone().set_requires_grad(true);
    at::Tensor wanted = (plain.abs() * weights).sum();
    for (const std::int64_t axis : {2, 3}) {
        const std::int64_t count = plain.size(axis) - 1;
        const at::Tensor both = at::minimum(weights.narrow(axis, 1, count), weights.narrow(axis, 0, count));
        wanted = wanted + 0.7 * ((plain.narrow(axis, 1, count) - plain.narrow(axis, 0, count)).abs() * both).sum();
    }
    (wanted * 2).backward();
    EXPECT_NEAR(loss.item<double>(), wanted.item<double>(), 1e-3); // of some 3,000, summed in another order
    EXPECT_TRUE(at::allclose(ours.grad(), plain.grad(), 1e-5, 1e-5));
}

class LayerShardsTest : public testing::Test {
protected:
    LayerShards shards(LayerShards::Part part = LayerShards::Part::Training) const
    {
        return LayerShards({folder_ / "."}, part);
    }

    ScratchFolder folder_;
};

TEST_F(LayerShardsTest, GiveClipsOfTheirFrames)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 3, 2, 48, 32);
    const LayerShards read = shards();
    ASSERT_EQ(read.count(), 3);
    EXPECT_EQ(read.longest(), 2);
    EXPECT_EQ(read.clip(2).rgb.sizes(), at::IntArrayRef({2, 32, 48, 3}));
    EXPECT_TRUE(read.clip(2).subject);
}

TEST_F(LayerShardsTest, KeepSomeSeedsFromTraining)
{
    const std::int64_t held = seedOf(LayerShards::Part::HeldOut);
    for (const std::int64_t seed : {seedOf(LayerShards::Part::Training), held,
                                    seedOf(LayerShards::Part::HeldOut, held + 1), std::int64_t(900000001)})
        writeTestShard(folder_ / ("test_" + std::to_string(seed) + ".safetensors"), seed, 1, 1, 32, 32);
    EXPECT_EQ(shards().count(), 1);
    EXPECT_EQ(shards(LayerShards::Part::HeldOut).count(), 3);
}

TEST_F(LayerShardsTest, TakeUpNewOnesAndPassOverDamagedOnes)
{
    LayerShards read = shards();
    EXPECT_EQ(read.count(), 0);
    writeTestShard(folder_ / "test_1.safetensors", 1, 2, 1, 32, 32);
    std::ofstream(folder_ / "broken_2.safetensors") << "no shard";
    read.rescan();
    EXPECT_EQ(read.count(), 2);
    read.rescan();
    EXPECT_EQ(read.count(), 2);
}

TEST_F(LayerShardsTest, APartLooksLikeItsClip)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 1, 1, 48, 48);
    const LayerClip clip = shards().clip(0);
    const LayerBatch whole = wholeClip(clip, 1, {48, 48});
    EXPECT_TRUE(at::allclose(whole.values[0].narrow(0, 0, 3), clip.rgb[0].permute({2, 0, 1}).to(at::kFloat) / 255));
    EXPECT_EQ(whole.valid[0][3][2].max().item<float>(), 0); // sky has no normal
    EXPECT_EQ(whole.valid[0][7][2].max().item<float>(), 0); // and no depth
    EXPECT_EQ(whole.valid[0][3][20].min().item<float>(), 1);
    EXPECT_NEAR(whole.values[0][19][20][5].item<double>(), std::log(3.0), 1e-3); // float16 metres
    EXPECT_NEAR(whole.values[0][11][20][5].item<double>(), 1, 1e-3);             // faces the camera
}

TEST_F(LayerShardsTest, AMirroredNormalPointsTheOtherWay)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 1, 1, 32, 32);
    LayerClip clip = shards().clip(0);
    clip.normal = at::zeros({1, 32, 32, 3}, at::kByte).fill_(128);
    clip.normal.select(3, 0).fill_(255);
    bool both[2] = {};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        scene::Random random(seed);
        const float x = randomPart(clip, 1, {32, 32}, random).values[0][9].mean().item<float>();
        EXPECT_NEAR(std::abs(x), 1, 1e-3);
        both[x > 0] = true;
    }
    EXPECT_TRUE(both[0] && both[1]);
}

TEST_F(LayerShardsTest, AReplacedBackgroundIsThatOfTheNextClip)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 2, 1, 32, 32);
    const LayerShards read = shards();
    LayerBatch batch = joined({wholeClip(read.clip(0), 1, small), wholeClip(read.clip(1), 1, small)});
    const LayerBatch before{batch.values.clone(), batch.valid.clone(), batch.subject, 1};
    scene::Random random(1);
    replaceBackgrounds(batch, 1, random);
    EXPECT_TRUE(at::equal(batch.values[0].narrow(0, 16, 3), before.values[1].narrow(0, 16, 3)));
    const at::Tensor alpha = batch.values.narrow(1, 12, 1);
    const at::Tensor composite = alpha * batch.values.narrow(1, 13, 3) + (1 - alpha) * batch.values.narrow(1, 16, 3);
    EXPECT_TRUE(at::allclose(batch.values.narrow(1, 0, 3), composite));
    EXPECT_EQ(batch.valid[0][7][10][10].item<float>(), 0); // the subject's depth beside another room's
    // The other clip's subject hides the layers of its own background there.
    EXPECT_EQ(batch.valid[0][1][30][30].item<float>(), 1);
}

TEST_F(LayerShardsTest, LightKeepsTheProductAndCameraFaultsMoveRgbAlone)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 1, 1, 32, 32);
    LayerBatch batch = wholeClip(shards().clip(0), 1, small);
    const at::Tensor before = batch.values.clone();
    scene::Random random(3);
    varyLight(batch, random);
    for (const std::int64_t plane : {3, 9, 12, 19})
        EXPECT_TRUE(at::equal(batch.values.select(1, plane), before.select(1, plane))) << plane;
    EXPECT_FALSE(at::equal(batch.values.narrow(1, 0, 3), before.narrow(1, 0, 3)));
    EXPECT_GE(batch.values.narrow(1, 0, 3).min().item<float>(), 0);
    EXPECT_LE(batch.values.narrow(1, 0, 3).max().item<float>(), 1);
}

TEST_F(LayerShardsTest, RandomlyKnownLayersCoverEveryKindOfTask)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 1, 1, 32, 32);
    const LayerBatch batch = wholeClip(shards().clip(0), 1, small);
    int alone = 0, withoutRgb = 0, partial = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        scene::Random random(seed);
        const at::Tensor masks = randomlyKnown(batch, random).masks;
        EXPECT_GT(masks.max().item<float>(), 0) << seed;
        EXPECT_EQ(masks.select(1, 3).select(1, 2).max().item<float>(), 0); // sky is never shown
        const at::Tensor shares = masks.mean({0, 2, 3});
        alone += shares[0].item<float>() == 1 && shares.slice(0, 1).max().item<float>() == 0;
        withoutRgb += shares[0].item<float>() == 0;
        for (const std::int64_t index : {1, 2, 4, 5, 6})
            partial += shares[index].item<float>() > 0 && shares[index].item<float>() < 1;
    }
    EXPECT_GT(alone, 70);
    EXPECT_GT(withoutRgb, 8);
    EXPECT_GT(partial, 10);
}

TEST_F(LayerShardsTest, TheLossIsLeastForTheTruth)
{
    writeTestShard(folder_ / "test_1.safetensors", 1, 1, 1, 32, 32);
    const LayerBatch batch = wholeClip(shards().clip(0), 1, small);
    const KnownLayers known = rgbKnown(batch);
    const at::Tensor scales = at::full({1, layerCount, 16, 16}, -3.0);
    const double truth = predictorLoss({batch.values, scales}, batch, known).item<double>();
    at::Tensor further = batch.values.clone();
    further.select(1, 19).add_(1); // a farther camera is the same depth
    EXPECT_NEAR(predictorLoss({further, scales}, batch, known).item<double>(), truth, 1e-3);
    for (const std::int64_t plane : {0, 3, 6, 9, 12, 14, 17}) {
        at::Tensor wrong = batch.values.clone();
        wrong.select(1, plane).add_(0.3);
        EXPECT_GT(predictorLoss({wrong, scales}, batch, known).item<double>(), truth + 1e-3) << plane;
    }
}

class PredictorTraining : public testing::Test {
protected:
    TrainConfig tiny(const std::string& out)
    {
        TrainConfig config;
        config.stage = TrainConfig::Stage::Predictor;
        config.out = folder_ / out;
        config.steps = 4;
        config.batch = 4;
        config.shape = {{32, 32}, 5};
        config.singles = 0.5;
        config.learningRate = 1e-3;
        config.encoderRate = 0.1;
        config.averaging = 0.5;
        config.validateEvery = 2;
        config.checkpointMinutes = 0; // after every step
        config.precision = TrainConfig::Precision::Float32;
        config.encoderWeights = folder_ / "encoder.safetensors";
        config.data.front().kind = DataSource::Kind::Shards;
        config.data.front().path = folder_ / "shards";
        std::filesystem::create_directories(folder_ / "shards");
        writeSafetensors(config.encoderWeights, randomEncoder(1));
        writeTestShard(folder_ / "shards" / "test_1.safetensors", 1, 3, 2, 48, 40);
        writeTestShard(folder_ / "shards" / "held.safetensors", seedOf(LayerShards::Part::HeldOut), 2, 1, 48, 40);
        return config;
    }

    static void run(const TrainConfig& config)
    {
        const CancelToken token;
        JobContext job(token);
        train(config, job);
    }

    ScratchFolder folder_;
};

TEST_F(PredictorTraining, LeavesWeightsAndHeldOutFigures)
{
    const TrainConfig config = tiny("run");
    run(config);
    predictorOf(readSafetensors(config.out / "predictor.safetensors"));
    std::ifstream figures(config.out / "held_out.csv");
    std::string line;
    int lines = 0;
    while (std::getline(figures, line))
        ++lines;
    EXPECT_EQ(lines, 3); // a heading, and two of four steps
}

TEST_F(PredictorTraining, ARunCutInTwoIsTheSameRun)
{
    const TrainConfig whole = tiny("whole");
    run(whole);
    const TrainConfig cut = tiny("cut");
    CancelToken token;
    JobContext job(token, [&](const Progress& progress) {
        if (progress.done >= 2)
            token.cancel();
    });
    EXPECT_THROW(train(cut, job), Cancelled);
    run(cut);
    const TensorMap one = readSafetensors(whole.out / "predictor.safetensors");
    for (const auto& [name, tensor] : readSafetensors(cut.out / "predictor.safetensors"))
        EXPECT_TRUE(at::equal(tensor, one.at(name))) << name;
}

TEST_F(PredictorTraining, AFrozenEncoderStaysAsItIs)
{
    TrainConfig config = tiny("frozen");
    config.encoderRate = 0;
    config.averaging = 0;
    run(config);
    const TensorMap trained = readSafetensors(config.out / "predictor.safetensors");
    for (const auto& [name, tensor] : readSafetensors(config.encoderWeights))
        EXPECT_TRUE(at::equal(trained.at("encoder." + name), tensor)) << name;
    EXPECT_EQ(trained.at("encoder.known.weight").abs().max().item<double>(), 0) << "it belongs to the encoder";
    EXPECT_GT(trained.at("time16.weight").abs().max().item<double>(), 0);
}

TEST_F(PredictorTraining, WithoutShardsItSaysSo)
{
    TrainConfig config = tiny("none");
    config.data.front().path = folder_ / "elsewhere";
    EXPECT_THROW(run(config), Error);
}

} // namespace
} // namespace unividx
