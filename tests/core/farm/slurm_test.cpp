#include "core/farm/slurm.h"

#include "core/base/error.h"

#include <gmock/gmock.h>

namespace unividx {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

SlurmShot shot()
{
    SlurmShot made;
    made.name = "unividx-7";
    made.spool = "/shots/it's here/.s";
    made.program = "/opt/unividx/bin/unividx";
    made.shards = 5;
    made.farm = {"slurm", 8, "16G", "4:00:00", "gpu"};
    made.accelerator = true;
    made.threads = 4;
    return made;
}

TEST(Slurm, AnArrayAsksForWhatItsTasksNeedAndSurvivesItsNodes)
{
    const auto arguments = sbatchShards(shot(), {0, 1, 2, 4});
    for (const char* wanted : {"--requeue", "--array=0-2,4", "--gres=gpu:1", "--mem=16G", "--time=4:00:00",
                               "--partition=gpu", "--cpus-per-task=4", "--parsable"})
        EXPECT_THAT(arguments, Contains(wanted));
    EXPECT_EQ(arguments.back(), "/shots/it's here/.s/task.sh");
}

TEST(Slurm, TheJoinWaitsForEveryTaskAndTakesNoAccelerator)
{
    const auto arguments = sbatchJoin(shot(), "17");
    EXPECT_THAT(arguments, Contains("--dependency=afterok:17"));
    EXPECT_THAT(arguments, Contains("--kill-on-invalid-dep=yes"));
    EXPECT_THAT(arguments, Not(Contains("--gres=gpu:1")));
    EXPECT_EQ(arguments.back(), "join");
    for (const std::string& argument : sbatchJoin(shot(), ""))
        EXPECT_THAT(argument, Not(HasSubstr("dependency")));
}

TEST(Slurm, TheScriptKeepsStrangePathsInOnePiece)
{
    EXPECT_THAT(slurmScript(shot()), HasSubstr(R"('/shots/it'\''s here/.s')"));
}

TEST(Slurm, WhatItPrintsIsRead)
{
    EXPECT_EQ(jobNumberIn("123\n"), "123");
    EXPECT_EQ(jobNumberIn("123;cluster\n"), "123");
    for (const char* wrong : {"", "sbatch: error", "-5", "12a"})
        EXPECT_THROW(jobNumberIn(wrong), Error);
    const auto tasks = tasksIn("123_4 RUNNING 2026-01-31T22:30:00 None\n"
                               "123_[5-9] PENDING N/A launch failed requeued held\nslurm_load_jobs error\n\n"
                               "124 COMPLETED\n");
    ASSERT_EQ(tasks.size(), 3U);
    EXPECT_EQ(tasks[0].id, "123_4");
    EXPECT_EQ(tasks[0].state, "RUNNING");
    EXPECT_EQ(tasks[0].start, "2026-01-31T22:30:00");
    EXPECT_EQ(tasks[0].reason, "");
    EXPECT_EQ(tasks[1].id, "123_[5-9]");
    EXPECT_EQ(tasks[1].start, "");
    EXPECT_EQ(tasks[1].reason, "launch failed requeued held");
    EXPECT_EQ(tasks[2].state, "COMPLETED");
    EXPECT_TRUE(isUnderWay("PENDING"));
    EXPECT_TRUE(isUnderWay("COMPLETING"));
    for (const char* over : {"COMPLETED", "FAILED", "CANCELLED", "NODE_FAIL", "TIMEOUT", "OUT_OF_MEMORY", "anything"})
        EXPECT_FALSE(isUnderWay(over)) << over;
}

TEST(Slurm, ATaskThatWaitsForSomebodyIsToldWithWhatToDo)
{
    const std::string running = "123_1 RUNNING 2026-01-31T22:30:00 None\n";
    for (const char* held : {"123_4 PENDING N/A launch failed requeued held\n", "123_4 PENDING N/A JobHeldAdmin\n",
                             "123_4 PENDING N/A job requeued in held state\n", "123_4 REQUEUE_HOLD N/A None\n",
                             "123_4 SPECIAL_EXIT N/A None\n"}) {
        SCOPED_TRACE(held);
        EXPECT_THAT(whyItWaits(tasksIn(running + held)), HasSubstr("scontrol release 123_4"));
    }
    EXPECT_THAT(whyItWaits(tasksIn("123_4 PENDING N/A launch failed requeued held\n")),
                HasSubstr("(launch failed requeued held)"));
    EXPECT_THAT(whyItWaits(tasksIn(running + "123_4 SUSPENDED N/A None\n")), HasSubstr("scontrol resume 123_4"));
}

TEST(Slurm, WhileNothingRunsWhatSlurmSaysOfItIsTold)
{
    const std::string join = "124 PENDING N/A Dependency\n";
    EXPECT_THAT(whyItWaits(tasksIn(join + "123_[0-3] PENDING 2026-01-31T22:30:00 BeginTime\n")),
                testing::AllOf(HasSubstr("(BeginTime)"), HasSubstr("at 2026-01-31T22:30:00")));
    EXPECT_THAT(whyItWaits(tasksIn("123_[0-3] PENDING N/A Resources\n")), HasSubstr("(Resources)"));
    EXPECT_EQ(whyItWaits(tasksIn(join + "123_[1-3] PENDING N/A Resources\n123_0 RUNNING 2026-01-31T22:30:00 None\n")),
              "");
    EXPECT_EQ(whyItWaits(tasksIn(join)), "");
    EXPECT_EQ(whyItWaits({}), "");
}

TEST(Slurm, ArraysAreWrittenShortly)
{
    EXPECT_EQ(arrayText({3}), "3");
    EXPECT_EQ(arrayText({2, 0, 1, 5, 7, 6}), "0-2,5-7");
    EXPECT_EQ(arrayText({}), "");
}

} // namespace
} // namespace unividx
