#include "core/base/error.h"
#include "inference/train/vae_fit.h"
#include "inference/vae/vae.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>
#include <torch/utils.h>

namespace unividx {
namespace {

/// Soft blobs of colour, in [-1, 1].
at::Tensor smoothPictures(std::int64_t count, std::uint64_t seed)
{
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    const at::Tensor coarse = at::rand({count, 3, 4, 4}, generator, at::TensorOptions().dtype(at::kFloat)) * 2 - 1;
    return at::upsample_bilinear2d(coarse, at::IntArrayRef{48, 48}, false);
}

double errorOf(const at::Tensor& made, const at::Tensor& wanted)
{
    return (made - wanted).square().mean().sqrt().item<double>();
}

class FittedVae : public testing::Test {
protected:
    FittedVae() : source_("fitted", fittedVae({12, 16}, smoothPictures(24, 1), 3)), vae_(source_) {}

    at::NoGradGuard noGradients_;
    WeightSource source_;
    Vae vae_;
};

TEST_F(FittedVae, GivesPicturesBackThatItHasNotSeen)
{
    const at::Tensor pictures = smoothPictures(4, 2).unsqueeze(2);
    const double flat = errorOf(pictures.mean({3, 4}, true).expand_as(pictures), pictures);
    EXPECT_LT(errorOf(vae_.decode(vae_.encode(pictures)), pictures), 0.2 * flat);
}

TEST_F(FittedVae, HasLatentsOfUnitMeanSquare)
{
    const at::Tensor latents = vae_.encode(smoothPictures(24, 1).unsqueeze(2));
    EXPECT_NEAR(latents.square().mean().item<double>(), 1.0, 0.05);
    EXPECT_NEAR(latents.mean().item<double>(), 0.0, 0.05);
}

TEST_F(FittedVae, KeepsTheLastFrameOfEachFour)
{
    const at::Tensor frames = smoothPictures(9, 5).transpose(0, 1).unsqueeze(0); // [1, 3, 9, H, W]
    const at::Tensor clip = vae_.encode(frames);
    ASSERT_EQ(clip.size(2), 3);
    for (std::int64_t cell = 0; cell < 3; ++cell) {
        const at::Tensor alone = vae_.encode(frames.narrow(2, 4 * cell, 1));
        EXPECT_LT(errorOf(clip.narrow(2, cell, 1), alone), 1e-4) << cell;
    }
}

TEST_F(FittedVae, LearnsUnderNoiseOfTheLevelItSays)
{
    const at::Tensor logVariance = vae_.distribution(smoothPictures(2, 4).unsqueeze(2)).second;
    EXPECT_NEAR(logVariance.min().item<double>(), -4.0, 1e-3);
    EXPECT_NEAR(logVariance.max().item<double>(), -4.0, 1e-3);
}

TEST(FittedVaeWidth, BelowTenIsRefused)
{
    EXPECT_THROW(fittedVae({8, 16}, smoothPictures(2, 1), 1), Error);
}

} // namespace
} // namespace unividx
