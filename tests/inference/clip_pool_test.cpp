#include "inference/train/clip_pool.h"
#include "tests/inference/tiny_training.h"

#include <gtest/gtest.h>

#include <torch/utils.h>

namespace unividx {
namespace {

TrainConfig freshClips()
{
    TrainConfig config = tinyTraining("vae.safetensors", "out");
    config.shape.frames = 1;
    config.clips = 9;
    config.firstClips = 2;
    config.freshClips = 3;
    config.keptClips = 4;
    return config;
}

at::Tensor pictureOf(ClipPool& pool, std::int64_t number)
{
    return pool.clip(intrinsicFamily, number).kept;
}

TEST(ClipPool, OfARunThatIsToldItsStepsHasWhatTheyAskFor)
{
    const TrainConfig config = freshClips();
    ClipPool pool(config, at::kCPU, ClipPool::pictures());
    for (const std::int64_t step : {0, 1, 2, 3, 4}) {
        const ClipPool::Numbers numbers = pool.atStep(step);
        EXPECT_EQ(numbers.first, config.firstClipAt(step)) << step;
        EXPECT_EQ(numbers.first + numbers.count, config.clipsAt(step)) << step;
    }
}

TEST(ClipPool, OfARunThatIsToldItsTimeHasWhatIsMadeByThen)
{
    TrainConfig config = freshClips();
    ClipPool once(config, at::kCPU, ClipPool::pictures());
    config.minutes = 1;
    ClipPool pool(config, at::kCPU, ClipPool::pictures());
    ClipPool::Numbers numbers = pool.atStep(0);
    EXPECT_EQ(numbers.first, 0);
    EXPECT_EQ(numbers.count, 2) << "the first are waited for";
    std::int64_t end = 2;
    for (std::int64_t step = 1; end < config.clips; ++step) {
        numbers = pool.atStep(step);
        EXPECT_GE(numbers.first + numbers.count, end) << "none is lost but the oldest";
        EXPECT_LE(numbers.count, config.keptClips);
        end = numbers.first + numbers.count;
        EXPECT_TRUE(at::equal(pictureOf(pool, end - 1), pictureOf(once, end - 1))) << "the same clip has a number";
    }
    EXPECT_EQ(end, config.clips);
    numbers = pool.atStep(1000);
    EXPECT_EQ(numbers.first, config.clips - config.keptClips);
    EXPECT_EQ(numbers.count, config.keptClips);
}

} // namespace
} // namespace unividx
