#include "core/base/error.h"
#include "inference/predictor/conv_layer.h"
#include "inference/predictor/layer_predictor.h"
#include "tests/inference/predictor_testing.h"
#include "tests/inference/weights_testing.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

#include <cstdlib>

namespace unividx {
namespace {

/// encoder_weights.py's `made_up`: the same numbers, to the bit.
at::Tensor madeUp(at::IntArrayRef shape, std::uint32_t seed, double scale)
{
    at::Tensor values = at::empty(shape);
    float* const first = values.data_ptr<float>();
    std::uint32_t state = seed;
    for (std::int64_t index = 0; index < values.numel(); ++index) {
        state = state * 1664525U + 1013904223U;
        first[index] = static_cast<float>(((state >> 16) / 65536.0 * 2.0 - 1.0) * scale);
    }
    return values;
}

/// The weights that the script's golden features were made with. Layers count in the order they are passed.
TensorMap madeUpEncoder()
{
    TensorMap weights = randomEncoder(1);
    std::uint32_t seed = 1;
    const auto makeUp = [&](const std::string& name) {
        const auto weight = weights.find(name + ".weight");
        if (weight == weights.end())
            return;
        const double fanIn = static_cast<double>(weight->second[0].numel());
        weight->second = madeUp(weight->second.sizes().vec(), seed, std::sqrt(3.0 / fanIn));
        weights[name + ".bias"] = madeUp({weight->second.size(0)}, seed + 1000, 0.5);
        ++seed;
    };
    makeUp("stem");
    for (int block = 0; block < 16; ++block) {
        for (const char* part : {"expand", "depthwise", "project"})
            makeUp("blocks." + std::to_string(block) + "." + part);
    }
    return weights;
}

double worstDifference(const TensorMap& encoderWeights, const std::string& label)
{
    const TensorMap golden = readSafetensors(fixture("predictor_encoder.safetensors"));
    WeightSource source("encoder", encoderWeights);
    const PredictorEncoder encoder(source);
    source.finish();
    const FeatureLevels features = encoder(golden.at("picture"), at::Tensor());
    double worst = 0;
    for (std::size_t level = 0; level < features.size(); ++level) {
        const at::Tensor wanted = golden.at(label + "." + std::to_string(level));
        EXPECT_EQ(features[level].sizes(), wanted.sizes());
        worst = std::max(worst, (features[level] - wanted).abs().max().item<double>());
    }
    return worst;
}

TEST(Predictor, ItsEncoderGivesTheOriginalsFeatures)
{
    // Features reach 3. Measured 1e-6 in float32; padding on the other side gives 2.
    EXPECT_LT(worstDifference(madeUpEncoder(), "made_up"), 1e-4);
}

TEST(Predictor, ThePublishedEncoderGivesTheOriginalsFeatures)
{
    const char* file = std::getenv("UNIVIDX_EFFICIENTNET_LITE0");
    if (!file)
        GTEST_SKIP() << "set UNIVIDX_EFFICIENTNET_LITE0 to what inference/predictor/encoder_weights.py wrote";
    // Features reach 60. Measured 5e-5 in float32, of which folding the norms takes as much.
    EXPECT_LT(worstDifference(readSafetensors(file), "pretrained"), 1e-4);
}

class PredictorNetwork : public testing::Test {
protected:
    static KnownLayers known(std::int64_t count, std::int64_t height, std::int64_t width)
    {
        at::manual_seed(3);
        KnownLayers known = nothingKnown(count, height, width);
        known.values = at::rand({count, layerPlanes, height, width});
        known.masks.select(1, 0).fill_(1);
        return known;
    }

    const at::NoGradGuard noGradients_;
    const LayerPredictor predictor_ = predictorOf(randomPredictor(5));
};

TEST_F(PredictorNetwork, AnswersEveryLayerAtThePicturesSize)
{
    for (const auto& [height, width] : {std::pair(64, 96), std::pair(48, 80), std::pair(32, 160)}) {
        const auto answer = predictor_(networkInput(known(2, height, width)), 1);
        EXPECT_EQ(answer.values.sizes(), at::IntArrayRef({2, layerPlanes, height, width}));
        EXPECT_EQ(answer.scales.sizes(), at::IntArrayRef({2, layerCount, height / 2, width / 2}));
        EXPECT_TRUE(at::isfinite(answer.values).all().item<bool>());
    }
}

TEST_F(PredictorNetwork, ReadsNothingWhereTheMaskIsZero)
{
    KnownLayers some = known(1, 32, 64);
    const auto before = predictor_(networkInput(some), 1);
    some.values.narrow(1, 3, layerPlanes - 3).add_(7);
    EXPECT_TRUE(at::equal(predictor_(networkInput(some), 1).values, before.values));
}

TEST_F(PredictorNetwork, ReadsWhatAMaskShowsOfALayer)
{
    KnownLayers some = known(1, 32, 64);
    const auto before = predictor_(networkInput(some), 1);
    some.masks.select(1, 4).slice(1, 8, 16).fill_(1);
    const auto after = predictor_(networkInput(some), 1);
    EXPECT_GT((after.values - before.values).abs().max().item<double>(), 1e-4);
}

TEST_F(PredictorNetwork, DepthIsKnownUpToAConstant)
{
    KnownLayers some = known(1, 32, 64);
    some.masks.select(1, 7).fill_(1);
    const auto before = predictor_(networkInput(some), 1);
    some.values.select(1, 19).add_(2);
    // The mean is taken out in float32. Measured 1e-6.
    EXPECT_TRUE(at::allclose(predictor_(networkInput(some), 1).values, before.values, 1e-3, 1e-4));
}

TEST_F(PredictorNetwork, AStillRepeatedIsAnsweredAsTheStill)
{
    const KnownLayers one = known(1, 32, 64);
    const KnownLayers five{one.values.repeat({5, 1, 1, 1}), one.masks.repeat({5, 1, 1, 1})};
    const auto alone = predictor_(networkInput(one), 1);
    const auto clip = predictor_(networkInput(five), 5);
    // Batches are summed in another order. Measured 1e-6.
    EXPECT_TRUE(at::allclose(clip.values, alone.values.expand({5, -1, -1, -1}), 1e-3, 1e-4));
}

TEST_F(PredictorNetwork, AFrameSeesItsNeighboursAndNoOtherClip)
{
    KnownLayers clips = known(6, 32, 64);
    const auto before = predictor_(networkInput(clips), 3).values;
    clips.values[1].add_(0.3);
    const at::Tensor changed = (predictor_(networkInput(clips), 3).values - before).abs().amax({1, 2, 3});
    EXPECT_GT(changed[0].item<double>(), 1e-5);
    EXPECT_GT(changed[2].item<double>(), 1e-5);
    EXPECT_LT(changed.slice(0, 3).max().item<double>(), 1e-5); // the second clip, up to the order of sums
}

TEST(PredictorWeights, EveryOneGetsAGradient)
{
    TensorMap weights = randomPredictor(5);
    for (auto& [name, tensor] : weights)
        tensor = tensor.clone().set_requires_grad(!isRunningStatistic(name));
    at::manual_seed(4);
    KnownLayers known{at::rand({2, layerPlanes, 64, 64}), at::ones({2, layerCount, 64, 64})};
    const auto answer = predictorOf(weights)(networkInput(known), 2);
    (answer.values.square().mean() + answer.scales.square().mean()).backward();
    for (const auto& [name, tensor] : weights) {
        if (isRunningStatistic(name))
            continue;
        ASSERT_TRUE(tensor.grad().defined()) << name;
        EXPECT_GT(tensor.grad().abs().max().item<double>(), 0) << name;
    }
}

TEST(PredictorWeights, RunningStatisticsFollowABatchInTrainingAlone)
{
    const TensorMap weights = randomPredictor(5);
    const LayerPredictor predictor = predictorOf(weights);
    const at::Tensor input = networkInput({at::rand({2, layerPlanes, 64, 64}), at::ones({2, layerCount, 64, 64})});
    const at::Tensor mean = weights.at("decoder.8a.mean").clone();
    {
        const at::NoGradGuard noGradients;
        predictor(input, 1);
    }
    EXPECT_TRUE(at::equal(weights.at("decoder.8a.mean"), mean));
    predictor(input, 1);
    EXPECT_FALSE(at::equal(weights.at("decoder.8a.mean"), mean));
}

TEST(PredictorWeights, BeginOnThePretrainedFeaturesAlone)
{
    const LayerPredictor predictor = predictorOf(initialPredictor(randomEncoder(2), 2));
    const TensorMap weights = initialPredictor(randomEncoder(2), 2);
    EXPECT_EQ(weights.at("encoder.known.weight").abs().max().item<double>(), 0);
    EXPECT_EQ(weights.at("time8.weight").abs().max().item<double>(), 0);
}

TEST(PredictorWeights, WhatIsMissingLeftOverOrMisshapedIsNamed)
{
    const auto messageOf = [](const TensorMap& weights) {
        try {
            predictorOf(weights);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    TensorMap weights = randomPredictor(1);
    weights.erase("decoder.8b.weight");
    EXPECT_NE(messageOf(weights).find("decoder.8b.weight"), std::string::npos);
    weights = randomPredictor(1);
    weights["extra"] = at::zeros({1});
    EXPECT_NE(messageOf(weights).find("extra"), std::string::npos);
    weights = randomPredictor(1);
    weights["encoder.blocks.3.depthwise.weight"] = at::zeros({144, 1, 3, 3});
    EXPECT_NE(messageOf(weights).find("encoder.blocks.3.depthwise.weight"), std::string::npos);
}

} // namespace
} // namespace unividx
