#include "tests/inference/dit_testing.h"

#include "inference/nn/attention.h"
#include "inference/sampling/sampler.h"
#include "inference/sampling/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unividx {
namespace {

using testing::maxDifference;

/// One evaluation's inputs, the same for every model.
struct Inputs {
    at::Tensor latents = seededNoise({1, 4, 16, 2, 4, 6}, 3);
    at::Tensor context = seededNoise({1, 1, 7, 48}, 4);

    at::Tensor predict(const Dit& dit, const Task& task) const
    {
        const at::NoGradGuard noGradients;
        const at::Tensor timesteps = rowTimesteps(task, 700.0, true).unsqueeze(0);
        return dit.velocity(latents, timesteps, dit.prepareText(context), task);
    }
};

TEST(AttentionTest, TheJointSequenceEqualsEachRowAskingAllRows)
{
    const at::NoGradGuard noGradients;
    const at::Tensor q = seededNoise({4, 33, 3, 20}, 1); // four rows of 33 tokens, three heads
    const at::Tensor k = seededNoise({4, 33, 3, 20}, 2);
    const at::Tensor v = seededNoise({4, 33, 3, 20}, 3);
    const double scale = 1.0 / std::sqrt(20.0);
    const auto joined = [](const at::Tensor& x) { return x.flatten(0, 1).unsqueeze(0); };
    const at::Tensor joint = attention(joined(q), joined(k), joined(v), scale).view(q.sizes());
    for (std::int64_t row = 0; row < 4; ++row) {
        const at::Tensor alone = attention(q.narrow(0, row, 1), joined(k), joined(v), scale);
        EXPECT_LT(maxDifference(joint.narrow(0, row, 1), alone), 2e-6);
    }
}

TEST(AttentionTest, WithAndWithoutGradientsItIsTheSame)
{
    const at::Tensor q = seededNoise({2, 40, 2, 16}, 1);
    const at::Tensor k = seededNoise({2, 23, 2, 16}, 2);
    const at::Tensor v = seededNoise({2, 23, 2, 16}, 3);
    const at::Tensor trained = attention(q.clone().set_requires_grad(true), k, v, 0.25);
    const at::NoGradGuard noGradients;
    EXPECT_LT(maxDifference(trained.detach(), attention(q, k, v, 0.25)), 2e-6);
}

/// The gradients of everything that asks for one, of a sum over the prediction.
TensorMap gradientsOf(bool baseToo, bool recompute)
{
    TensorMap base = testing::tinyBase();
    TensorMap adapters = testing::tinyAdapters(intrinsicFamily);
    for (TensorMap* map : {&base, &adapters}) {
        for (auto& [name, tensor] : *map)
            tensor.set_requires_grad(map == &adapters || baseToo);
    }
    Dit dit = testing::tinyDit(intrinsicFamily, base, &adapters);
    dit.setRecompute(recompute);
    const Inputs inputs;
    const Task task = *findTask("R2AIN");
    const at::Tensor timesteps = rowTimesteps(task, 700.0, true).unsqueeze(0);
    const at::Tensor made = dit.velocity(inputs.latents, timesteps, dit.prepareText(inputs.context), task);
    (made - seededNoise(made.sizes(), 9)).square().mean().backward();
    TensorMap gradients;
    for (const TensorMap* map : {&base, &adapters}) {
        for (const auto& [name, tensor] : *map) {
            if (tensor.grad().defined())
                gradients[name] = tensor.grad();
        }
    }
    return gradients;
}

TEST(DitTest, GradientsAreTheSameWhenBlocksRunAgainInTheBackwardPass)
{
    for (const bool baseToo : {true, false}) { // alone, the first block's adapters have nothing before them that learns
        SCOPED_TRACE(baseToo);
        const TensorMap kept = gradientsOf(baseToo, false);
        const TensorMap again = gradientsOf(baseToo, true);
        ASSERT_EQ(kept.size(), again.size());
        for (const auto& [name, gradient] : kept) {
            ASSERT_TRUE(again.contains(name)) << name;
            // Without gradients the blocks use kernels that round differently: measured 1.6e-6.
            const double off = (gradient - again.at(name)).norm().item<double>();
            EXPECT_LE(off, 1e-5 * gradient.norm().item<double>() + 1e-9) << name;
        }
    }
}

TEST(DitTest, SwappingTwoConditionsSwapsTheirOutputsAndNothingElse)
{
    const Dit dit = testing::tinyDit(intrinsicFamily);
    const Task task = *findTask("AI2RN"); // rows 1 and 2 are conditions
    Inputs inputs;
    const at::Tensor before = inputs.predict(dit, task);
    const at::Tensor order = at::tensor({0, 2, 1, 3}, at::kLong);
    inputs.latents = inputs.latents.index_select(1, order);
    EXPECT_LT(maxDifference(inputs.predict(dit, task), before.index_select(1, order)), 1e-5);
}

TEST(DitTest, DeadAdapterTensorsChangeNoBit)
{
    struct Dead {
        const Family* family;
        const char* task;
        std::vector<std::string> parts; ///< of the names that must not matter
    };
    const std::vector<Dead> examples{
        // the feed-forward runs the last adapter alone; conditions run on base weights in attention
        {&intrinsicFamily, "R2AIN", {"ffn.0.lora_A.albedo", "ffn.2.lora_B.rgb", "ffn.0.lora_B.irradiance"}},
        {&intrinsicFamily, "RA2IN", {"self_attn.q.lora_B.rgb", "self_attn.o.lora_A.albedo"}},
        {&alphaFamily, "R2PFB", {"ffn.2.lora_B.com", "ffn.0.lora_A.pha", "ffn.2.lora_A.fgr"}},
        {&alphaFamily, "t2RPFB", {"self_attn.q.lora_B.com", "self_attn.v.lora_A.com", "self_attn.o.lora_B.com"}},
    };
    for (const Dead& example : examples) {
        SCOPED_TRACE(example.task);
        const TensorMap base = testing::tinyBase();
        TensorMap adapters = testing::tinyAdapters(*example.family);
        const Task task = *findTask(example.task);
        const at::Tensor before = Inputs().predict(testing::tinyDit(*example.family, base, &adapters), task);
        for (auto& [name, tensor] : adapters) {
            for (const std::string& part : example.parts) {
                if (name.find(part) != std::string::npos)
                    tensor.add_(1.0);
            }
        }
        EXPECT_TRUE(at::equal(before, Inputs().predict(testing::tinyDit(*example.family, base, &adapters), task)));
    }
}

TEST(DitTest, LiveAdapterTensorsChangeTheOutput)
{
    const TensorMap base = testing::tinyBase();
    for (const char* part : {"ffn.2.lora_B.normal", "self_attn.q.lora_B.albedo"}) {
        TensorMap adapters = testing::tinyAdapters(intrinsicFamily);
        const at::Tensor before =
            Inputs().predict(testing::tinyDit(intrinsicFamily, base, &adapters), *findTask("R2AIN"));
        for (auto& [name, tensor] : adapters) {
            if (name.find(part) != std::string::npos)
                tensor.add_(1.0);
        }
        const at::Tensor after =
            Inputs().predict(testing::tinyDit(intrinsicFamily, base, &adapters), *findTask("R2AIN"));
        EXPECT_GT(maxDifference(before, after), 1e-3) << part;
    }
}

TEST(DitTest, TheFeedForwardAdapterCanBeMergedIntoTheBase)
{
    TensorMap base = testing::tinyBase();
    TensorMap adapters = testing::tinyAdapters(intrinsicFamily);
    const at::Tensor apart = Inputs().predict(testing::tinyDit(intrinsicFamily, base, &adapters), *findTask("RI2AN"));
    for (auto& [name, weight] : base) {
        const std::size_t at = name.find(".ffn.");
        if (at == std::string::npos || name.find(".weight") == std::string::npos)
            continue;
        const std::string layer = name.substr(0, name.size() - std::string(".weight").size());
        at::Tensor& b = adapters.at(layer + ".lora_B.normal.weight");
        weight = weight + at::matmul(b, adapters.at(layer + ".lora_A.normal.weight"));
        b = at::zeros_like(b);
    }
    const at::Tensor merged = Inputs().predict(testing::tinyDit(intrinsicFamily, base, &adapters), *findTask("RI2AN"));
    EXPECT_LT(maxDifference(apart, merged), 1e-5);
}

TEST(DitTest, ABatchOfTwoEqualsEachSampleAlone)
{
    const at::NoGradGuard noGradients;
    const Dit dit = testing::tinyDit(alphaFamily);
    const Task task = *findTask("PB2RF");
    const at::Tensor latents = seededNoise({2, 4, 16, 2, 4, 6}, 8);
    const at::Tensor timesteps = rowTimesteps(task, 500.0, false).unsqueeze(0).repeat({2, 1});
    timesteps[1][0] = 250.0;
    const at::Tensor context = seededNoise({2, 4, 7, 48}, 9);
    const at::Tensor both = dit.velocity(latents, timesteps, dit.prepareText(context), task);
    for (std::int64_t i = 0; i < 2; ++i) {
        const at::Tensor alone = dit.velocity(latents.narrow(0, i, 1), timesteps.narrow(0, i, 1),
                                              dit.prepareText(context.narrow(0, i, 1)), task);
        EXPECT_LT(maxDifference(both.narrow(0, i, 1), alone), 1e-5);
    }
}

TEST(DitTest, OnePromptForAllRowsEqualsFourCopies)
{
    const at::NoGradGuard noGradients;
    const Dit dit = testing::tinyDit(intrinsicFamily);
    Inputs inputs;
    const at::Tensor one = inputs.predict(dit, *findTask("t2RAIN"));
    inputs.context = inputs.context.repeat({1, 4, 1, 1});
    EXPECT_LT(maxDifference(one, inputs.predict(dit, *findTask("t2RAIN"))), 1e-5);
}

TEST(DitTest, APauseBetweenBlocksCanStopIt)
{
    const at::NoGradGuard noGradients;
    const Dit dit = testing::tinyDit(intrinsicFamily);
    const Task task = *findTask("R2AIN");
    struct Stop {};
    int pauses = 0;
    const auto evaluate = [&] {
        const Inputs inputs;
        dit.velocity(inputs.latents, rowTimesteps(task, 700, true).unsqueeze(0), dit.prepareText(inputs.context), task,
                     [&] {
                         if (++pauses == 2)
                             throw Stop();
                     });
    };
    EXPECT_THROW(evaluate(), Stop);
    EXPECT_EQ(pauses, 2);
}

} // namespace
} // namespace unividx
