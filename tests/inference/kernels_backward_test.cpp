#include "inference/nn/kernels/elementwise_backward.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/utils.h>

#include <cstdint>
#include <limits>
#include <string>

namespace unividx::kernels {

namespace {

/// Every instruction set of this processor is held to LibTorch's own gradients of the plain twins, in double precision.
class BackwardKernels : public testing::TestWithParam<int> {
protected:
    void SetUp() override
    {
        at::manual_seed(11);
        int count = 0;
        const KernelTable* const* tables = runnableTables(count);
        if (GetParam() >= count)
            GTEST_SKIP() << "this processor runs " << count << " of the instruction sets";
        table_ = tables[GetParam()];
    }

    const KernelTable& table() const { return *table_; }

private:
    const KernelTable* table_ = nullptr;
};

at::Tensor wide(const at::Tensor& x)
{
    return x.defined() ? x.to(at::kDouble).set_requires_grad(true) : x;
}

double difference(const at::Tensor& gradient, const at::Tensor& wanted)
{
    return (gradient.to(at::kDouble) - wanted).abs().max().item<double>();
}

std::string setName(const testing::TestParamInfo<int>& set)
{
    return set.param == 0 ? "Portable" : "Wider" + std::to_string(set.param);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(OfEverySet, BackwardKernels, testing::Range(0, 3), setName);

TEST_P(BackwardKernels, AddNormHasTheSlopesOfThePlainOne)
{
    constexpr std::int64_t tokens = 7;
    for (const std::int64_t dim : {3, 32, 80, 257}) {
        for (const bool adds : {false, true}) {
            for (const bool gates : {false, true}) {
                for (const std::int64_t shared : {1, 5}) {
                    if (gates && !adds)
                        continue;
                    SCOPED_TRACE(testing::Message() << dim << " channels, adds " << adds << ", gates " << gates);
                    const at::Tensor x = at::randn({5, tokens, dim});
                    const NormTerms terms{adds ? at::randn({5, tokens, dim}) : at::Tensor(),
                                          gates ? at::randn({5, dim}) : at::Tensor(), at::randn({shared, dim}),
                                          at::randn({shared, dim}), 1.0F};
                    const at::Tensor dSum = adds ? at::randn({5, tokens, dim}) : at::Tensor();
                    const at::Tensor dNormed = at::randn({5, tokens, dim});
                    const at::Tensor sum = addNorm(x, terms, 1e-6, table()).sum;
                    const NormTermGradients made = addNormBackward(sum, terms, 1e-6, dSum, dNormed, table());

                    const at::Tensor wideX = wide(x);
                    const NormTerms wideTerms{wide(terms.added), wide(terms.gate), wide(terms.multiply),
                                              wide(terms.shift), 1.0F};
                    const SumAndNorm both = plainAddNorm(wideX, wideTerms, 1e-6);
                    at::Tensor loss = (both.normed * dNormed.to(at::kDouble)).sum();
                    if (adds)
                        loss = loss + (both.sum * dSum.to(at::kDouble)).sum();
                    loss.backward();
                    // Measured 2e-5 at most; a mean left out gives more than 1e-2.
                    EXPECT_LT(difference(made.x, wideX.grad()), 1e-4);
                    EXPECT_LT(difference(made.multiply, wideTerms.multiply.grad()), 1e-4);
                    EXPECT_LT(difference(made.shift, wideTerms.shift.grad()), 1e-4);
                    if (adds) {
                        EXPECT_LT(difference(made.added, wideTerms.added.grad()), 1e-4);
                    }
                    if (gates) {
                        EXPECT_LT(difference(made.gate, wideTerms.gate.grad()), 1e-4);
                    }
                }
            }
        }
    }
}

TEST_P(BackwardKernels, RmsRotateHasTheSlopesOfThePlainOne)
{
    for (const std::int64_t headDim : {6, 20, 32}) {
        for (const bool rotates : {false, true}) {
            SCOPED_TRACE(testing::Message() << headDim << " channels a head, rotates " << rotates);
            const at::Tensor x = at::randn({4, 9, 3 * headDim});
            const at::Tensor weight = at::randn({3 * headDim});
            const at::Tensor angle = at::randn({9, headDim / 2});
            const at::Tensor cos = rotates ? at::cos(angle) : at::Tensor();
            const at::Tensor sin = rotates ? at::sin(angle) : at::Tensor();
            const at::Tensor dz = at::randn_like(x);
            const RmsGradients made = rmsRotateBackward(x, weight, 1e-6, cos, sin, dz, table());

            const at::Tensor wideX = wide(x);
            const at::Tensor wideWeight = wide(weight);
            const at::Tensor z = plainRmsRotate(wideX, wideWeight, 1e-6, rotates ? cos.to(at::kDouble) : cos,
                                                rotates ? sin.to(at::kDouble) : sin);
            (z * dz.to(at::kDouble)).sum().backward();
            // Measured 4e-6; an angle of the wrong sign gives more than 0.1.
            EXPECT_LT(difference(made.x, wideX.grad()), 1e-4);
            EXPECT_LT(difference(made.weight, wideWeight.grad()), 1e-4);
        }
    }
}

TEST_P(BackwardKernels, GeluHasItsSlopeInBothTypes)
{
    for (const std::int64_t count : {1, 15, 16, 1000}) {
        SCOPED_TRACE(count);
        const at::Tensor x = at::randn({count}) * 3;
        const at::Tensor dy = at::randn({count});
        const at::Tensor wideX = wide(x);
        (at::gelu(wideX, "tanh") * dy.to(at::kDouble)).sum().backward();
        // Measured 4e-6.
        EXPECT_LT(difference(geluBackward(x, dy, table()), wideX.grad()), 2e-5);

        const at::Tensor rounded = x.to(at::kBFloat16);
        const at::Tensor roundedSlope = dy.to(at::kBFloat16);
        const at::Tensor again = wide(rounded.to(at::kFloat));
        const at::Tensor y = at::gelu(again, "tanh");
        (y * roundedSlope.to(at::kDouble)).sum().backward();
        // One rounding to eight bits: half of 2^-7 of values up to 10.
        EXPECT_LT(difference(geluOf(rounded, table()), y.detach()), 0.04);
        EXPECT_LT(difference(geluBackward(rounded, roundedSlope, table()), again.grad()), 0.04);
    }
}

TEST_P(BackwardKernels, RoundingIsLibTorchsOwn)
{
    for (const std::int64_t count : {1, 7, 16, 333}) {
        at::Tensor x = at::randn({count}) * 100;
        x[0] = std::numeric_limits<float>::infinity();
        if (count > 2)
            x[2] = std::numeric_limits<float>::quiet_NaN();
        at::Tensor rounded = at::empty({count}, at::kBFloat16);
        at::Tensor widened = at::empty({count});
        auto* bits = reinterpret_cast<std::uint16_t*>(rounded.data_ptr<at::BFloat16>());
        table().round(x.data_ptr<float>(), bits, count);
        table().widen(bits, widened.data_ptr<float>(), count);
        EXPECT_TRUE(at::equal(at::nan_to_num(widened), at::nan_to_num(x.to(at::kBFloat16).to(at::kFloat))));
        EXPECT_TRUE(at::equal(at::isnan(widened), at::isnan(x)));
    }
}

} // namespace unividx::kernels
