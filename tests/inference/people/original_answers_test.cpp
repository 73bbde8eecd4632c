#include "tests/inference/people/people_testing.h"

#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing::embeddedSegmenter;
using testing::goldenAnswers;
using testing::goldenFrames;

/// What the golden file keeps of a mask. Shape: [1, 1, 256, 256] -> [64, 64]
at::Tensor everyFourth(const at::Tensor& mask)
{
    return mask[0][0].slice(0, 2, 256, 4).slice(1, 2, 256, 4);
}

double largest(const at::Tensor& a, const at::Tensor& b)
{
    return (a.to(at::kFloat) - b.to(at::kFloat)).abs().max().item<double>();
}

/// Every frame of a golden file, in [0, 1].
class OriginalAnswers : public ::testing::Test {
protected:
    at::Tensor frame(std::int64_t index) const { return goldenFrames(golden).narrow(0, index, 1).to(at::kFloat) / 255; }

    TensorMap golden = goldenAnswers();
    std::int64_t count = golden.at("frames").size(0);
    c10::NoGradGuard noGradients;
};

// Measured on the golden frames: at most 7.8e-4, the figure's mask. Over all frames of two clips the selfie mask
// differs by at most 2.6e-4 and the figure's by 1.6e-3, where TFLite's own two kernels differ by 8e-4 from each other.
constexpr double maskTolerance = 1e-3;

TEST_F(OriginalAnswers, TheSelfieMaskIsTheirs)
{
    double worst = 0;
    for (std::int64_t index = 0; index < count; ++index)
        worst = std::max(
            worst, largest(everyFourth(embeddedSegmenter().selfie()(frame(index))[0]), golden.at("selfie")[index]));
    RecordProperty("largest_difference", std::to_string(worst));
    EXPECT_LT(worst, maskTolerance);
}

TEST_F(OriginalAnswers, TheFiguresMaskIsTheirs)
{
    double worst = 0;
    for (std::int64_t index = 0; index < count; ++index)
        worst = std::max(worst, largest(everyFourth(embeddedSegmenter().figure()(frame(index))[0].sigmoid()),
                                        golden.at("figure")[index]));
    RecordProperty("largest_difference", std::to_string(worst));
    EXPECT_LT(worst, maskTolerance);
}

TEST_F(OriginalAnswers, TheDetectorsScoresAndBoxesAreTheirs)
{
    double worstScore = 0;
    double worstBox = 0;
    for (std::int64_t index = 0; index < count; ++index) {
        const at::Tensor view = frame(index).slice(2, 16, 240).slice(3, 16, 240);
        const std::vector<at::Tensor> answers = embeddedSegmenter().detector().answers(view);
        worstScore = std::max(worstScore, largest(answers[1][0].select(1, 0).sigmoid(), golden.at("scores")[index]));
        worstBox = std::max(
            worstBox, largest(answers[0][0].index_select(0, golden.at("anchors")[index]), golden.at("boxes")[index]));
    }
    RecordProperty("largest_difference", std::to_string(worstScore));
    RecordProperty("largest_box_difference", std::to_string(worstBox));
    EXPECT_LT(worstScore, 1e-3);
    EXPECT_LT(worstBox, 0.01); // pixels of 224; values reach 200
}

} // namespace
} // namespace unividx
