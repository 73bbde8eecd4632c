#include "inference/dit/block.h"
#include "tests/inference/kernels_weights.h"

#include <gtest/gtest.h>

#include <map>

namespace unividx {

namespace {

using namespace testing_weights;

struct Inputs {
    at::Tensor x;
    at::Tensor text;
    BlockContext context;
};

Inputs randomInputs(const DitSizes& sizes, std::int64_t heads, std::int64_t textRows)
{
    Inputs in;
    in.x = at::randn({1, 4, 3 * 2 * 5, sizes.dim});
    in.text = at::randn({1, textRows, 9, sizes.dim});
    in.context.modulation = 0.3 * at::randn({1, 4, 6, sizes.dim});
    in.context.rope = ropeTable(sizes.dim / heads, 3, 2, 5);
    in.context.attentionGates = ModalitySet(0b1010);
    in.context.feedForwardGates = ModalitySet(0b0110);
    in.context.heads = heads;
    return in;
}

at::Tensor run(const DitBlock& block, const Inputs& in)
{
    return block(in.x, block.crossAttention.keys(in.text, in.context.heads, in.context.eps), in.context);
}

double relative(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).norm() / b.norm()).item<double>();
}

} // namespace

TEST(FastBlock, GivesWhatThePlainOperatorsGive)
{
    at::manual_seed(3);
    const DitSizes sizes{.dim = 80, .feedForward = 160};
    for (const std::int64_t textRows : {1, 4}) {
        SCOPED_TRACE(textRows);
        WeightSource base = randomBase(sizes);
        WeightSource adapters = randomAdapters(sizes, intrinsicFamily);
        const DitBlock block = takeDitBlock(base, &adapters, intrinsicFamily, 0, sizes.dim);
        Inputs in = randomInputs(sizes, 4, textRows);
        for (const auto rule : {AdapterRules::FeedForward::SharedLast, AdapterRules::FeedForward::GatedByRow}) {
            in.context.rules.feedForward = rule;
            at::Tensor fast;
            {
                const at::NoGradGuard off;
                fast = run(block, in);
            }
            // With a gradient asked for, nothing takes the kernels.
            Inputs plain = in;
            plain.x = in.x.clone().requires_grad_(true);
            plain.text = in.text.clone().requires_grad_(true);
            const at::Tensor expected = run(block, plain);
            ASSERT_TRUE(expected.requires_grad());
            // Measured 3e-7; a gate of the wrong row gives more than 1e-2.
            EXPECT_LT(relative(fast, expected.detach()), 2e-6);
        }
    }
}

TEST(FastBlock, LeavesWhatAProbeSawUntouched)
{
    at::manual_seed(4);
    const DitSizes sizes{.dim = 32, .feedForward = 64};
    WeightSource base = randomBase(sizes);
    const DitBlock block = takeDitBlock(base, nullptr, intrinsicFamily, 0, sizes.dim);
    Inputs in = randomInputs(sizes, 1, 1);
    std::map<std::string, std::pair<at::Tensor, at::Tensor>> seen; // the tensor itself, and a copy
    const Probe probe = [&](const std::string& name, const at::Tensor& value) { seen[name] = {value, value.clone()}; };
    in.context.probe = &probe;
    const at::Tensor before = in.x.clone();
    const at::NoGradGuard off;
    run(block, in);
    EXPECT_TRUE(at::equal(in.x, before));
    EXPECT_GE(seen.size(), 5u);
    for (const auto& [name, values] : seen)
        EXPECT_TRUE(at::equal(values.first, values.second)) << name;
}

TEST(FastBlock, RunsInDoublePrecisionOnThePlainOperators)
{
    at::manual_seed(5);
    const DitSizes sizes{.dim = 32, .feedForward = 64};
    WeightSource base = randomBase(sizes);
    base.castTo(at::kDouble);
    const DitBlock block = takeDitBlock(base, nullptr, intrinsicFamily, 0, sizes.dim);
    Inputs in = randomInputs(sizes, 1, 4);
    in.x = in.x.to(at::kDouble);
    in.text = in.text.to(at::kDouble);
    in.context.modulation = in.context.modulation.to(at::kDouble);
    const at::NoGradGuard off;
    EXPECT_EQ(run(block, in).scalar_type(), at::kDouble);
}

} // namespace unividx
