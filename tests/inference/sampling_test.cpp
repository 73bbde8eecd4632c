#include "tests/inference/dit_testing.h"

#include "core/base/error.h"
#include "inference/sampling/objective.h"
#include "inference/sampling/sampler.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing::maxDifference;

TEST(ScheduleTest, FourStepsAtShiftFiveAreThePublishedOnes)
{
    const Schedule schedule = makeSchedule(4, 5.0);
    EXPECT_LT(maxDifference(schedule.timesteps, at::tensor({1000.0f, 937.5f, 833.3333f, 625.0f})), 1e-3);
    EXPECT_EQ(schedule.sigmaAfter(3), 0.0);
}

TEST(ScheduleTest, ConditionsStandAtTheLastTrainingLevel)
{
    EXPECT_NEAR(trainingSchedule().conditionTimestep(), 4.98008, 1e-5);
    EXPECT_NEAR(trainingSchedule().conditionSigma(), 0.00498008, 1e-8);
    EXPECT_EQ(trainingSchedule().nearestId(4.98), TrainingSchedule::conditionId);
}

TEST(ScheduleTest, SettingsThatMakeNoScheduleAreRefused)
{
    EXPECT_THROW(makeSchedule(0), Error);
    EXPECT_THROW(makeSchedule(4, 0.0), Error);
    EXPECT_THROW(makeSchedule(4, 5.0, 0.0), Error);
    EXPECT_THROW(makeSchedule(4, 5.0, 1.5), Error);
}

TEST(ScheduleTest, StepsWithTheTrueVelocityEndAtTheCleanLatents)
{
    const at::Tensor x0 = seededNoise({2, 3}, 1);
    const at::Tensor noise = seededNoise({2, 3}, 2);
    for (const int steps : {1, 3, 20}) {
        const Schedule schedule = makeSchedule(steps, 5.0);
        at::Tensor x = addNoise(x0, noise, schedule.sigmas[0]);
        for (std::int64_t step = 0; step < steps; ++step)
            x = eulerStep(schedule, step, x, velocityTarget(x0, noise));
        EXPECT_LT(maxDifference(x, x0), 1e-5);
    }
}

TEST(SamplerTest, ConditionRowsKeepTheirLatentsThroughAllSteps)
{
    const at::NoGradGuard noGradients;
    const Dit dit = testing::tinyDit(intrinsicFamily);
    const Task task = *findTask("RI2AN");
    const at::Tensor noise = seededNoise({4, 16, 2, 4, 6}, 5);
    std::array<at::Tensor, 4> conditions;
    conditions[0] = seededNoise({1, 16, 2, 4, 6}, 6);
    conditions[2] = seededNoise({1, 16, 2, 4, 6}, 7);
    const at::Tensor start = withConditions(noise, conditions, task);
    const PreparedText text = dit.prepareText(seededNoise({1, 1, 5, 48}, 8));
    int steps = 0;
    SamplerOptions options;
    options.schedule = makeSchedule(3);
    const at::Tensor end =
        denoise(dit, start, text, nullptr, task, options, [&](std::int64_t, const at::Tensor& latents) {
            ++steps;
            EXPECT_TRUE(at::equal(latents[0], start[0]));
            EXPECT_TRUE(at::equal(latents[2], start[2]));
        });
    EXPECT_EQ(steps, 3);
    EXPECT_GT(maxDifference(end[1], start[1]), 1e-2);
}

TEST(SamplerTest, GuidanceOfTwoMovesTwiceAsFarFromTheNegative)
{
    const at::NoGradGuard noGradients;
    const Dit dit = testing::tinyDit(alphaFamily);
    const Task task = *findTask("t2RPFB");
    const at::Tensor latents = seededNoise({4, 16, 1, 4, 4}, 5);
    const PreparedText positive = dit.prepareText(seededNoise({1, 1, 5, 48}, 8));
    const PreparedText negative = dit.prepareText(seededNoise({1, 1, 5, 48}, 9));
    SamplerOptions options;
    options.schedule = makeSchedule(2);
    const auto velocity = [&](double guidance, const PreparedText& prompt) {
        options.guidance = guidance;
        return guidedVelocity(dit, latents, 900.0, prompt, &negative, task, options);
    };
    const at::Tensor with = velocity(1.0, positive);
    const at::Tensor without = velocity(1.0, negative);
    EXPECT_LT(maxDifference(velocity(2.0, positive), without + 2.0 * (with - without)), 1e-5);
}

TEST(ObjectiveTest, ConditionRowsGiveNoLoss)
{
    const Task task = *findTask("RA2IN");
    const at::Tensor x0 = seededNoise({2, 4, 3, 1, 2, 2}, 1);
    const at::Tensor noise = seededNoise({2, 4, 3, 1, 2, 2}, 2);
    const at::Tensor ids = at::tensor({500, 833}, at::kLong);
    at::Tensor velocity = velocityTarget(x0, noise).clone();
    velocity.narrow(1, 0, 2).add_(10.0);
    EXPECT_EQ(velocityLoss(velocity, x0, noise, publishedWeights(ids), task).item<double>(), 0.0);
    velocity[1][3].add_(1.0); // half of the second sample's target values are off by one
    EXPECT_NEAR(velocityLoss(velocity, x0, noise, publishedWeights(ids), task).item<double>(), 0.5 * 2.0764 / 2, 1e-3);
    velocity[1][3].sub_(0.5);
    const at::Tensor ones = at::ones({x0.size(0)});
    const double squared = velocityLoss(velocity, x0, noise, ones, task).item<double>();
    const double absolute = velocityLoss(velocity, x0, noise, ones, task, ones.to(at::kBool)).item<double>();
    EXPECT_NEAR(absolute, 2 * squared, 1e-5); // 1/2 where the square is 1/4
    EXPECT_EQ(velocityLoss(velocity, x0, noise, ones, task, at::zeros({x0.size(0)}, at::kBool)).item<double>(),
              squared);
}

} // namespace
} // namespace unividx
