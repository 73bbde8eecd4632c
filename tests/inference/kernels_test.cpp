#include "inference/nn/kernels/attention.h"
#include "inference/nn/kernels/elementwise.h"

#include <gtest/gtest.h>
#include <torch/utils.h>

#include <cmath>
#include <limits>
#include <string>

namespace unividx::kernels {

namespace {

/// Every instruction set of this processor is held to the same results.
class Kernels : public testing::TestWithParam<int> {
protected:
    void SetUp() override
    {
        at::manual_seed(7);
        int count = 0;
        const KernelTable* const* tables = runnableTables(count);
        if (GetParam() >= count)
            GTEST_SKIP() << "this processor runs " << count << " of the instruction sets";
        table_ = tables[GetParam()];
    }

    const KernelTable& table() const { return *table_; }

private:
    c10::InferenceMode withoutGradients_;
    const KernelTable* table_ = nullptr;
};

double largest(const at::Tensor& x)
{
    return x.abs().max().item<double>();
}

double difference(const at::Tensor& fast, const at::Tensor& wide)
{
    return largest(fast.to(at::kDouble) - wide);
}

std::string setName(const testing::TestParamInfo<int>& set)
{
    return set.param == 0 ? "Portable" : "Wider" + std::to_string(set.param);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(OfEverySet, Kernels, testing::Range(0, 3), setName);

TEST_P(Kernels, AttentionIsThePlainOneInAnyShape)
{
    struct Case {
        std::int64_t batch, rows, keys, heads, dim;
    };
    // Heads as in the fixtures, mini and published; rows and keys at, below and above every block's edge.
    for (const Case& c : {Case{1, 1, 1, 1, 2}, Case{2, 13, 7, 4, 20}, Case{1, 96, 256, 2, 32}, Case{1, 97, 257, 3, 64},
                          Case{3, 5, 600, 1, 30}, Case{1, 300, 300, 2, 128}, Case{1, 40, 40, 1, 384}}) {
        SCOPED_TRACE(testing::Message() << c.rows << " x " << c.keys << ", " << c.heads << " of " << c.dim);
        const at::Tensor q = at::randn({c.batch, c.rows, c.heads, c.dim});
        const at::Tensor k = at::randn({c.batch, c.keys, c.heads, c.dim});
        const at::Tensor v = at::randn({c.batch, c.keys, c.heads, c.dim});
        const double scale = 1.0 / std::sqrt(static_cast<double>(c.dim));
        const at::Tensor wide = plainAttention(q.to(at::kDouble), k.to(at::kDouble), v.to(at::kDouble), scale);
        // Measured 1e-6 at most; one key left out gives more than 1e-3.
        EXPECT_LT(difference(fastAttention(q, k, v, scale, table()), wide), 1e-5);
    }
}

TEST_P(Kernels, AttentionReadsViewsWithoutCopying)
{
    // Heads side by side in one product's output, as q, k and v come from a joint projection.
    const at::Tensor joint = at::randn({2, 50, 3, 4, 24});
    const auto parts = joint.unbind(2);
    const at::Tensor wide =
        plainAttention(parts[0].to(at::kDouble), parts[1].to(at::kDouble), parts[2].to(at::kDouble), 0.2);
    EXPECT_LT(difference(fastAttention(parts[0], parts[1], parts[2], 0.2, table()), wide), 1e-5);
}

TEST_P(Kernels, AttentionHoldsWhereScoresAreHuge)
{
    // Scores of some thousands: the softmax is nearly a maximum, and a plain exp would overflow.
    const at::Tensor q = 60.0 * at::randn({1, 30, 1, 16});
    const at::Tensor k = 60.0 * at::randn({1, 700, 1, 16});
    const at::Tensor v = at::randn({1, 700, 1, 16});
    const at::Tensor fast = fastAttention(q, k, v, 1.0, table());
    EXPECT_TRUE(at::isfinite(fast).all().item<bool>());
    // Rounding of the scores themselves (2^-24 of 10,000) comes out as a relative error of 1e-3 here.
    EXPECT_LT(difference(fast, plainAttention(q.to(at::kDouble), k.to(at::kDouble), v.to(at::kDouble), 1.0)), 2e-2);
}

TEST_P(Kernels, AttentionDoesNotHideBadNumbers)
{
    const at::Tensor q = at::randn({1, 8, 1, 16});
    const at::Tensor k = at::randn({1, 300, 1, 16});
    const at::Tensor v = at::randn({1, 300, 1, 16});
    k.select(1, 290).fill_(std::numeric_limits<float>::quiet_NaN());
    EXPECT_TRUE(at::isnan(fastAttention(q, k, v, 0.25, table())).all().item<bool>());
}

TEST_P(Kernels, ActivationsArePlainOnesOverTheWholeRange)
{
    // Every magnitude from 1e-6 to 1e4, both signs, and a length that leaves a rest in every vector.
    const at::Tensor size = at::logspace(-6, 4, 4001);
    const at::Tensor x = at::cat({size, -size, at::zeros({1})});
    const at::Tensor wide = x.to(at::kDouble);
    at::Tensor geluOf = x.clone();
    gelu(geluOf, table());
    at::Tensor siluOf = x.clone();
    silu(siluOf, table());
    // Relative to the input's size: measured 2e-7.
    const at::Tensor scale = wide.abs().clamp_min(1e-30);
    EXPECT_LT(largest((geluOf.to(at::kDouble) - at::gelu(wide, "tanh")) / scale), 5e-7);
    EXPECT_LT(largest((siluOf.to(at::kDouble) - at::silu(wide)) / scale), 5e-7);
}

TEST_P(Kernels, ActivationsPassBadNumbersOn)
{
    const float bad = std::numeric_limits<float>::quiet_NaN();
    at::Tensor x = at::full({11}, bad);
    gelu(x, table());
    EXPECT_TRUE(at::isnan(x).all().item<bool>());
    at::Tensor y = at::full({11}, bad);
    silu(y, table());
    EXPECT_TRUE(at::isnan(y).all().item<bool>());
}

TEST_P(Kernels, AddNormIsResidualGateLayerNormAndModulation)
{
    for (const std::int64_t dim : {5, 80, 256, 1536}) {
        SCOPED_TRACE(dim);
        const at::Tensor x = at::randn({4, 9, dim}) * 3.0 + 5.0;
        for (const bool gated : {true, false}) {
            NormTerms terms{at::randn({4, 9, dim}), gated ? at::randn({4, dim}) : at::Tensor(), at::randn({4, dim}),
                            at::randn({1, dim}), gated ? 1.0f : 0.0f};
            const auto wideOf = [](const at::Tensor& t) { return t.defined() ? t.to(at::kDouble) : t; };
            const NormTerms wideTerms{wideOf(terms.added), wideOf(terms.gate), wideOf(terms.multiply),
                                      wideOf(terms.shift), terms.multiplyOffset};
            const SumAndNorm fast = addNorm(x, terms, 1e-6, table());
            const SumAndNorm wide = plainAddNorm(x.to(at::kDouble), wideTerms, 1e-6);
            EXPECT_LT(difference(fast.sum, wide.sum), 5e-6);
            EXPECT_LT(difference(fast.normed, wide.normed), 2e-5); // measured 4e-6; a mean left in gives 1
        }
    }
}

TEST_P(Kernels, AddNormWithoutAnAdditionLeavesItsInput)
{
    const at::Tensor x = at::randn({2, 3, 24});
    const SumAndNorm fast = addNorm(x, {{}, {}, at::ones({1, 24}), at::zeros({1, 24}), 0.0f}, 1e-6, table());
    EXPECT_TRUE(fast.sum.is_same(x));
    EXPECT_LT(difference(fast.normed, at::layer_norm(x.to(at::kDouble), {24}, {}, {}, 1e-6)), 2e-6);
}

TEST_P(Kernels, RmsNormAndRotationTurnPairsOfEveryHead)
{
    for (const std::int64_t headDim : {2, 20, 32, 128}) {
        SCOPED_TRACE(headDim);
        const std::int64_t dim = 3 * headDim;
        const at::Tensor x = at::randn({4, 10, dim});
        const at::Tensor weight = at::randn({dim});
        const at::Tensor angle = 10.0 * at::randn({10, headDim / 2}, at::kDouble);
        const at::Tensor c = angle.cos().to(at::kFloat);
        const at::Tensor s = angle.sin().to(at::kFloat);
        const at::Tensor wide =
            plainRmsRotate(x.to(at::kDouble), weight.to(at::kDouble), 1e-6, angle.cos(), angle.sin());
        EXPECT_LT(difference(rmsRotate(x, weight, 1e-6, c, s, table()), wide), 3e-6);
        const at::Tensor still = plainRmsRotate(x.to(at::kDouble), weight.to(at::kDouble), 1e-6, {}, {});
        EXPECT_LT(difference(rmsRotate(x, weight, 1e-6, {}, {}, table()), still), 3e-6);
    }
}

TEST(KernelChoice, TakesTheWidestSetOfThisProcessor)
{
    int count = 0;
    const KernelTable* const* tables = runnableTables(count);
    ASSERT_GE(count, 1);
    EXPECT_STREQ(tables[0]->name, "portable");
    EXPECT_EQ(&kernelTable(), tables[count - 1]);
}

TEST(KernelChoice, LeavesGradientsAndOtherTypesToThePlainOperators)
{
    const at::Tensor x = at::randn({1, 4, 2, 8});
    EXPECT_TRUE(usableAttention(x, x, x));
    EXPECT_FALSE(usableAttention(x.to(at::kBFloat16), x, x));
    EXPECT_FALSE(usableAttention(x, x.transpose(2, 3), x));
    at::Tensor trained = at::randn({1, 4, 2, 8});
    trained.requires_grad_(true);
    EXPECT_FALSE(usableAttention(x, x, trained));
    EXPECT_FALSE(usable(trained));
    const at::NoGradGuard off;
    EXPECT_TRUE(usableAttention(x, x, trained));
    EXPECT_TRUE(usable(trained));
}

} // namespace unividx::kernels
