#include "core/jobs/farm/slurm.h"

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
    const auto states = jobStatesIn("123_4 RUNNING\n123_[5-9] PENDING\nslurm_load_jobs error\n\n124 COMPLETED\n");
    EXPECT_EQ(states.size(), 3U);
    EXPECT_EQ(states.at("123_4"), "RUNNING");
    EXPECT_TRUE(isUnderWay("PENDING"));
    EXPECT_TRUE(isUnderWay("COMPLETING"));
    for (const char* over : {"COMPLETED", "FAILED", "CANCELLED", "NODE_FAIL", "TIMEOUT", "OUT_OF_MEMORY", "anything"})
        EXPECT_FALSE(isUnderWay(over)) << over;
}

TEST(Slurm, ArraysAreWrittenShortly)
{
    EXPECT_EQ(arrayText({3}), "3");
    EXPECT_EQ(arrayText({2, 0, 1, 5, 7, 6}), "0-2,5-7");
    EXPECT_EQ(arrayText({}), "");
}

} // namespace
} // namespace unividx
