#include "tests/inference/people/people_testing.h"

#include "core/base/error.h"

#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace unividx {
namespace {

using Effort = PersonSegmenter::Effort;
using testing::embeddedSegmenter;
using testing::goldenAnswers;
using testing::goldenFrames;

std::optional<at::Tensor> probabilitiesOf(const at::Tensor& frames, Effort effort = Effort::Thorough)
{
    const c10::NoGradGuard noGradients;
    return embeddedSegmenter().probabilities(frames, frames.size(2), frames.size(3), effort, [] {});
}

at::Tensor subjectFrames()
{
    return goldenFrames(goldenAnswers()).narrow(0, 0, 3);
}

double meanIn(const at::Tensor& mattes, std::int64_t top, std::int64_t left, std::int64_t height, std::int64_t width)
{
    return mattes.narrow(1, top, height).narrow(2, left, width).mean().item<double>();
}

TEST(PersonSegmenter, FindsTheSubjectInEveryFrame)
{
    const auto mattes = probabilitiesOf(subjectFrames());
    ASSERT_TRUE(mattes);
    EXPECT_EQ(mattes->sizes(), at::IntArrayRef({3, 256, 256}));
    EXPECT_GE(mattes->min().item<double>(), 0);
    EXPECT_LE(mattes->max().item<double>(), 1);
    for (const at::Tensor& matte : mattes->unbind(0)) {
        EXPECT_GT((matte > 0.5).to(at::kFloat).mean().item<double>(), 0.1);
        EXPECT_LT((matte > 0.5).to(at::kFloat).mean().item<double>(), 0.5);
    }
}

TEST(PersonSegmenter, FindsSomebodySmallAndOffCentre)
{
    const at::Tensor wide = at::full({3, 3, 360, 640}, 96, at::TensorOptions().dtype(at::kByte));
    wide.narrow(2, 100, 256).narrow(3, 380, 256).copy_(subjectFrames());
    const auto alone = probabilitiesOf(subjectFrames());
    const auto placed = probabilitiesOf(wide);
    ASSERT_TRUE(alone && placed);
    EXPECT_LT((placed->narrow(1, 100, 256).narrow(2, 380, 256) - *alone).abs().mean().item<double>(), 0.05);
    EXPECT_LT(meanIn(*placed, 0, 0, 360, 320), 0.02) << "where nobody is";
}

TEST(PersonSegmenter, FindsNobodyWhereNobodyIs)
{
    EXPECT_FALSE(probabilitiesOf(at::full({1, 3, 240, 320}, 128, at::TensorOptions().dtype(at::kByte))));
    at::manual_seed(3);
    EXPECT_FALSE(probabilitiesOf(at::randint(0, 256, {1, 3, 200, 300}, at::TensorOptions().dtype(at::kByte))));
}

TEST(PersonSegmenter, AWindowDependsOnItsFramesAlone)
{
    const at::Tensor frames = subjectFrames();
    const auto first = probabilitiesOf(frames);
    probabilitiesOf(frames.flip(3));
    const auto again = probabilitiesOf(frames);
    ASSERT_TRUE(first && again);
    EXPECT_TRUE(at::equal(*first, *again));
}

TEST(PersonSegmenter, AQuickLookIsNearAThoroughOne)
{
    const auto thorough = probabilitiesOf(subjectFrames());
    const auto quick = probabilitiesOf(subjectFrames(), Effort::Quick);
    ASSERT_TRUE(thorough && quick);
    EXPECT_LT((*thorough - *quick).abs().mean().item<double>(), 0.04);
}

TEST(PersonSegmenter, StopsWhenAsked)
{
    const at::Tensor frames = subjectFrames();
    int calls = 0;
    EXPECT_THROW(embeddedSegmenter().probabilities(frames, 256, 256, Effort::Quick,
                                                   [&] {
                                                       if (++calls == 3)
                                                           throw std::runtime_error("stop");
                                                   }),
                 std::runtime_error);
    EXPECT_EQ(calls, 3);
}

TEST(PersonSegmenter, AFileWithoutNetworksIsRefused)
{
    const auto path = std::filesystem::path(UNIVIDX_SOURCE_DIR) / "tests/inference/people/golden.safetensors";
    EXPECT_THROW(PersonSegmenter(path, at::kCPU), Error);
}

} // namespace
} // namespace unividx
