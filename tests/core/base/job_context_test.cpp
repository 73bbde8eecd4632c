#include "core/base/job_context.h"

#include <gtest/gtest.h>

#include <vector>

namespace unividx {
namespace {

TEST(JobContext, ACancelledJobStopsAtItsNextStep)
{
    CancelToken token;
    JobContext job(token);
    job.plan(3, 1);
    EXPECT_NO_THROW(job.advance(1));
    token.cancel();
    EXPECT_THROW(job.advance(1), Cancelled);
    EXPECT_THROW(job.enter(Stage::Decoding), Cancelled);
    EXPECT_THROW(job.throwIfCancelled(), Cancelled);
}

TEST(JobContext, WorkThatIsDoneCountsEvenIfTheJobIsThenCancelled)
{
    CancelToken token;
    JobContext job(token);
    job.plan(3, 1);
    token.cancel();
    EXPECT_THROW(job.advance(2), Cancelled);
    EXPECT_EQ(job.progress().done, 2);
}

TEST(JobContext, ThePlanNeverShrinks)
{
    CancelToken token;
    JobContext job(token);
    job.plan(10, 5);
    job.plan(4, 5);
    EXPECT_EQ(job.progress().total, 10);
}

TEST(JobContext, TheObserverSeesEveryChange)
{
    CancelToken token;
    std::vector<Progress> seen;
    JobContext job(token, [&](const Progress& progress) { seen.push_back(progress); });
    job.plan(2, 7);
    job.enter(Stage::Denoising, 1, 2);
    job.advance(1);
    job.finishFrames(3);
    ASSERT_EQ(seen.size(), 4u);
    EXPECT_EQ(seen[0].framesTotal, 7);
    EXPECT_EQ(seen[1].stage, Stage::Denoising);
    EXPECT_EQ(seen[1].step, 1);
    EXPECT_EQ(seen[2].done, 1);
    EXPECT_EQ(seen[3].framesDone, 3);
}

} // namespace
} // namespace unividx
