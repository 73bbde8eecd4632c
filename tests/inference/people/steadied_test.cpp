#include "inference/people/steadied.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

namespace unividx {
namespace {

/// Five frames of noise that is the same in each.
at::Tensor stillFrames()
{
    at::manual_seed(1);
    return (at::rand({1, 3, 32, 48}) * 255).to(at::kByte).expand({5, -1, -1, -1}).clone();
}

TEST(Steadied, AHoleInOneFrameOfAStillPictureIsClosed)
{
    at::Tensor odds = at::full({5, 32, 48}, 4.0F);
    odds[2].narrow(0, 10, 8).narrow(1, 10, 8).fill_(-2);
    const at::Tensor steady = steadied(odds, stillFrames());
    EXPECT_GT(steady.min().item<float>(), 0);
    EXPECT_NEAR(steady[2][0][0].item<float>(), 4, 1e-5);
}

TEST(Steadied, FramesThatShowSomethingElseDoNotCount)
{
    at::Tensor frames = stillFrames();
    frames[2].copy_(255 - frames[2]);
    at::Tensor odds = at::full({5, 32, 48}, 4.0F);
    odds[2].fill_(-2);
    const at::Tensor steady = steadied(odds, frames);
    EXPECT_NEAR(steady[2].max().item<float>(), -2, 0.05);
    EXPECT_NEAR(steady[1].min().item<float>(), 4, 0.05);
}

TEST(Steadied, OneFrameStaysAsItIs)
{
    const at::Tensor odds = at::randn({1, 16, 24});
    EXPECT_TRUE(at::allclose(steadied(odds, stillFrames().narrow(0, 0, 1)), odds));
}

} // namespace
} // namespace unividx
