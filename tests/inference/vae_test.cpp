#include "tests/inference/dit_testing.h"

#include "inference/sampling/schedule.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing::maxDifference;

at::Tensor someVideo(std::int64_t frames, std::int64_t height = 32, std::int64_t width = 48)
{
    return seededNoise({1, 3, frames, height, width}, 11).mul_(0.4).clamp_(-1, 1);
}

class VaeTest : public ::testing::Test {
protected:
    const at::NoGradGuard noGradients_;
    const Vae vae_ = testing::tinyVae();
};

TEST_F(VaeTest, FramesInChunksEqualAllFramesAtOnce)
{
    for (const std::int64_t frames : {1, 5, 13}) {
        SCOPED_TRACE(frames);
        const at::Tensor video = someVideo(frames);
        EXPECT_LT(maxDifference(vae_.encode(video), vae_.distribution(video).first), 2e-5);
        const at::Tensor latent = seededNoise({1, 16, (frames - 1) / 4 + 1, 4, 6}, 12);
        EXPECT_LT(maxDifference(vae_.decode(latent), vae_.decodeWhole(latent)), 2e-5);
    }
}

TEST_F(VaeTest, DecodingTLatentFramesGivesFourTMinusThreeFrames)
{
    for (const std::int64_t frames : {1, 5, 9, 21}) {
        const at::Tensor latent = vae_.encode(someVideo(frames, 16, 16));
        EXPECT_EQ(latent.size(2), (frames - 1) / 4 + 1);
        EXPECT_EQ(vae_.decode(latent).size(2), 4 * latent.size(2) - 3);
    }
}

TEST_F(VaeTest, FramesBeyondAWholeChunkAreDropped)
{
    const at::Tensor video = someVideo(8);
    EXPECT_TRUE(at::equal(vae_.encode(video), vae_.encode(video.narrow(2, 0, 5))));
}

TEST_F(VaeTest, LaterFramesChangeNoEarlierLatent)
{
    const at::Tensor video = someVideo(9);
    const at::Tensor other = video.clone();
    other.narrow(2, 5, 4).neg_();
    const at::Tensor a = vae_.encode(video);
    const at::Tensor b = vae_.encode(other);
    EXPECT_TRUE(at::equal(a.narrow(2, 0, 2), b.narrow(2, 0, 2)));
    EXPECT_GT(maxDifference(a.narrow(2, 2, 1), b.narrow(2, 2, 1)), 1e-3);
    EXPECT_LT(maxDifference(a.narrow(2, 0, 1), vae_.encode(video.narrow(2, 0, 1))), 1e-6);
}

TEST_F(VaeTest, LaterLatentsChangeNoEarlierFrame)
{
    const at::Tensor latent = seededNoise({1, 16, 3, 4, 6}, 13);
    const at::Tensor other = latent.clone();
    other.narrow(2, 2, 1).neg_();
    EXPECT_TRUE(at::equal(vae_.decode(latent).narrow(2, 0, 5), vae_.decode(other).narrow(2, 0, 5)));
}

TEST_F(VaeTest, OneTileThatCoversAllEqualsNoTiles)
{
    const at::Tensor latent = seededNoise({1, 16, 2, 4, 6}, 14);
    EXPECT_LT(maxDifference(decodeTiled(vae_, latent, {30, 52, 15, 26}), vae_.decode(latent).clamp(-1, 1)), 1e-6);
    const at::Tensor video = someVideo(5);
    EXPECT_LT(maxDifference(encodeTiled(vae_, video, {30, 52, 15, 26}), vae_.encode(video)), 1e-6);
}

TEST_F(VaeTest, TilesOfAConstantPictureBlendWithoutSeams)
{
    // every pixel's weights sum to what they are divided by, whatever the overlap
    for (const TileLayout& tiles : {TileLayout{4, 6, 2, 4}, TileLayout{3, 4, 2, 3}, TileLayout{5, 5, 4, 4}}) {
        const at::Tensor latent = at::zeros({1, 16, 1, 12, 14});
        const at::Tensor tiled = decodeTiled(vae_, latent, tiles);
        EXPECT_EQ(tiled.sizes(), at::IntArrayRef({1, 3, 1, 96, 112}));
        EXPECT_TRUE(at::isfinite(tiled).all().item<bool>());
    }
}

TEST_F(VaeTest, APauseBetweenChunksCanStopIt)
{
    struct Stop {};
    int pauses = 0;
    const auto stopAtSecond = [&] {
        if (++pauses == 2)
            throw Stop();
    };
    EXPECT_THROW(vae_.encode(someVideo(13), stopAtSecond), Stop);
    pauses = 0;
    EXPECT_THROW(vae_.decode(seededNoise({1, 16, 4, 4, 6}, 1), stopAtSecond), Stop);
}

TEST(VaeGradientTest, TheWholeClipFormsCarryGradients)
{
    const Vae vae = testing::tinyVae();
    const at::Tensor video = someVideo(5).set_requires_grad(true);
    const auto [mean, logVariance] = vae.distribution(video);
    (vae.decodeWhole(mean).square().mean() + logVariance.mean()).backward();
    EXPECT_GT(video.grad().abs().sum().item<double>(), 0.0);
}

} // namespace
} // namespace unividx
