#include "inference/vae/channel_norm.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

namespace unividx {
namespace {

at::Tensor ofOperators(const at::Tensor& x, const at::Tensor& gamma)
{
    const at::Tensor length = x.square().sum(2, true).sqrt().clamp_min(1e-12);
    return x / length * std::sqrt(static_cast<double>(x.size(2))) * gamma.view({1, 1, x.size(2), 1, 1});
}

TEST(ChannelNorm, GivesTheValuesAndGradientsOfItsOperators)
{
    at::manual_seed(3);
    for (const std::int64_t side : {1, 7, 40}) {
        const at::Tensor x = at::randn({2, 3, 5, side, side + 2});
        const at::Tensor gamma = at::randn({5, 1, 1, 1});
        const at::Tensor gradient = at::randn_like(x);
        const at::Tensor fastX = x.clone().set_requires_grad(true);
        const at::Tensor fastGamma = gamma.clone().set_requires_grad(true);
        const at::Tensor slowX = x.clone().set_requires_grad(true);
        const at::Tensor slowGamma = gamma.clone().set_requires_grad(true);
        const at::Tensor fast = channelRmsNorm(fastX, fastGamma);
        const at::Tensor slow = ofOperators(slowX, slowGamma);
        fast.backward(gradient);
        slow.backward(gradient);
        // float32 rounding: values and gradients are of order 1, sums over up to 10^4 pixels of order 100
        EXPECT_TRUE(at::allclose(fast, slow, 1e-5, 1e-5));
        EXPECT_TRUE(at::allclose(fastX.grad(), slowX.grad(), 1e-4, 1e-4));
        EXPECT_TRUE(at::allclose(fastGamma.grad(), slowGamma.grad(), 1e-4, 1e-3));
    }
}

TEST(ChannelNorm, HasTheSlopesOfItsFormulaWhereOperatorsDoIt)
{
    at::manual_seed(4);
    const at::Tensor x = at::randn({2, 2, 5, 4, 3}, at::kDouble);
    const at::Tensor gamma = at::randn({5, 1, 1, 1}, at::kDouble);
    const at::Tensor gradient = at::randn_like(x);
    const at::Tensor ownX = x.clone().set_requires_grad(true), ownGamma = gamma.clone().set_requires_grad(true);
    const at::Tensor plainX = x.clone().set_requires_grad(true), plainGamma = gamma.clone().set_requires_grad(true);
    const at::Tensor own = channelRmsNorm(ownX, ownGamma);
    const at::Tensor plain = ofOperators(plainX, plainGamma);
    own.backward(gradient);
    plain.backward(gradient);
    EXPECT_TRUE(at::allclose(own, plain, 1e-10, 1e-10));
    EXPECT_TRUE(at::allclose(ownX.grad(), plainX.grad(), 1e-9, 1e-9));
    EXPECT_TRUE(at::allclose(ownGamma.grad(), plainGamma.grad(), 1e-9, 1e-9));
}

TEST(ChannelNorm, LeavesZerosZero)
{
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16, at::kHalf}) {
        const at::Tensor zeros = at::zeros({1, 1, 4, 3, 3}, type);
        EXPECT_TRUE(channelRmsNorm(zeros, at::ones({4, 1, 1, 1}, type)).eq(0).all().item<bool>()) << type;
    }
}

} // namespace
} // namespace unividx
