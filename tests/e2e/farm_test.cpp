#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"
#include "tests/e2e/slurm_cluster.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;

/// One cluster for all tests of this program.
class FarmTest : public ProgramTest {
protected:
    static void SetUpTestSuite()
    {
        cluster_ = std::make_unique<SlurmCluster>(std::filesystem::path(testing::TempDir()) /
                                                  ("uvx-slurm-" + std::to_string(::getpid())));
    }
    static void TearDownTestSuite() { cluster_.reset(); }

    void SetUp() override
    {
        ProgramTest::SetUp();
        cluster_->restore();
        limit_ = std::chrono::seconds(120);
        environment_["UNIVIDX_QUEUE"] = (folder_ / "queue").string();
        for (const auto& [key, value] : cluster_->environment())
            environment_[key] = value;
    }
    std::vector<std::string> arguments(const std::filesystem::path& clip, const std::string& out) const
    {
        return {"--task",    "decompose",
                "--window",  "9",
                "--overlap", "3",
                "--in",      "rgb=" + clip.string(),
                "--out",     (folder_ / out).string()};
    }
    Outcome with(std::vector<std::string> first, const std::vector<std::string>& rest) const
    {
        first.insert(first.end(), rest.begin(), rest.end());
        return unividx(first);
    }
    Outcome submit(const std::filesystem::path& clip, const std::string& out,
                   const std::vector<std::string>& more = {}) const
    {
        auto all = arguments(clip, out);
        all.insert(all.end(), {"--windows-per-task", "2"});
        all.insert(all.end(), more.begin(), more.end());
        return with({"--json", "farm", "submit"}, all);
    }
    nlohmann::json item() const { return unividx({"--json", "queue", "list"}).event("queue").at("items").at(0); }

    /// Waits until Slurm says this of the tests' jobs.
    bool slurmSays(const std::string& state) const
    {
        for (int attempt = 0; attempt < 600; ++attempt) {
            if (cluster_->ask({"squeue", "--noheader", "--format=%T"}).find(state) != std::string::npos)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return false;
    }

    static std::unique_ptr<SlurmCluster> cluster_;
};

std::unique_ptr<SlurmCluster> FarmTest::cluster_;

TEST_F(FarmTest, AShotOnTheFarmHasTheFilesOfOneMadeHere)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    const auto submitted = submit(clip, "farm");
    ASSERT_EQ(submitted.code, 0) << submitted.out;
    EXPECT_EQ(submitted.event("submitted").at("shards"), 4);
    const auto run = unividx({"--json", "queue", "run"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(item().at("state"), "done") << item();
    EXPECT_EQ(item().at("lane"), "farm");
    EXPECT_EQ(item().at("files").size(), 3U);
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, ADeadNodeADeadControllerAndADeadWatcherCostOnlyTime)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "800";
    const auto begun = std::filesystem::file_time_type::clock::now();
    ASSERT_EQ(submit(clip, "farm").code, 0);
    ASSERT_TRUE(slurmSays("RUNNING"));
    // The watcher dies; the tasks go on.
    bool shot = false;
    runProgram(
        {UNIVIDX_BINARY_DIR "/unividx", "--json", "queue", "run"}, environment_,
        [&](int process, const std::string& text) {
            if (!shot && text.find("running") != std::string::npos)
                shot = ::kill(process, SIGKILL) == 0;
        },
        limit_);
    EXPECT_TRUE(shot);
    // So does the node, and then the controller, which finds both again.
    cluster_->killNode(folder_.string());
    ASSERT_TRUE(cluster_->waitUntilSaved(folder_.string(), begun));
    cluster_->killController();
    cluster_->startController();
    ASSERT_TRUE(cluster_->nodeBecomes("down"));
    ASSERT_TRUE(slurmSays("PENDING"));
    cluster_->startNode();
    const auto run = unividx({"--json", "queue", "run", "--resume"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(item().at("state"), "done") << item();
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, WhatAControllerHasLostIsHandedToItAgain)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "300";
    ASSERT_EQ(submit(clip, "farm").code, 0);
    ASSERT_TRUE(slurmSays("RUNNING"));
    cluster_->killNode(folder_.string());
    cluster_->killController();
    cluster_->loseSavedJobs();
    cluster_->restore();
    const auto run = unividx({"--json", "queue", "run"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(item().at("state"), "done") << item();
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, WhatAControllerHasForgottenWhileItsNodeWorksOnIsMadeOnce)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "300";
    ASSERT_EQ(submit(clip, "farm").code, 0);
    ASSERT_TRUE(slurmSays("RUNNING"));
    cluster_->killNode(folder_.string());
    cluster_->killController();
    cluster_->loseSavedJobs();
    // One that Slurm knows nothing of works at the first shard, as on a node that does not hear of the controller.
    const std::string program = UNIVIDX_BINARY_DIR "/unividx";
    const std::string spool = (folder_ / "farm" / ".shot.decompose.unividx.slurm").string();
    Outcome forgotten;
    std::atomic<bool> begun = false;
    std::thread node([&] {
        forgotten = runProgram(
            {program, "--json", "farm", "task", "--spool", spool, "--shard", "0"}, environment_,
            [&](int, const std::string&) { begun = true; }, limit_);
    });
    while (!begun)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    cluster_->restore();
    const auto run = unividx({"--json", "queue", "run"});
    node.join();
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(item().at("state"), "done") << item();
    EXPECT_EQ(forgotten.code, 0) << forgotten.out;
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, ATaskThatWaitsForAForgottenOneGivesItsPlaceToOthersAndIsBegunAgain)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_LOCK_PATIENCE"] = "0";
    // One that the farm knows nothing of is at the first shard, and never comes to its end.
    std::vector<std::string> forgotten = arguments(clip, "farm");
    forgotten.insert(forgotten.begin(), {UNIVIDX_BINARY_DIR "/unividx", "--json", "run"});
    forgotten.insert(forgotten.end(), {"--shard", "1/4"});
    auto slow = environment_;
    slow["UNIVIDX_FAKE_STEP_MS"] = "3600000";
    Outcome run;
    std::thread queue;
    runProgram(
        forgotten, slow,
        [&](int process, const std::string& text) {
            if (queue.joinable() || text.find("denoising") == std::string::npos)
                return;
            EXPECT_EQ(submit(clip, "farm").code, 0);
            queue = std::thread([&] { run = unividx({"--json", "queue", "run"}); });
            std::string waits;
            for (int attempt = 0; attempt < 300 && waits.find("BeginTime") == std::string::npos; ++attempt) {
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
                waits = cluster_->ask({"squeue", "--noheader", "--format=%i %r"});
            }
            EXPECT_THAT(waits, HasSubstr("BeginTime"));
            ::kill(process, SIGKILL);
            std::istringstream lines(waits);
            for (std::string line; std::getline(lines, line);) {
                if (line.find("BeginTime") != std::string::npos)
                    cluster_->ask({"scontrol", "update", "JobId=" + line.substr(0, line.find(' ')), "StartTime=now"});
            }
        },
        limit_);
    if (queue.joinable())
        queue.join();
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(item().at("state"), "done") << item();
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, ACancelTakesTheTasksOffTheFarmAndARetryGoesOn)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "500";
    ASSERT_EQ(submit(clip, "farm").code, 0);
    ASSERT_TRUE(slurmSays("RUNNING"));
    bool asked = false;
    runProgram(
        {UNIVIDX_BINARY_DIR "/unividx", "--json", "queue", "run"}, environment_,
        [&](int, const std::string& text) {
            if (!asked && text.find("running") != std::string::npos)
                asked = unividx({"queue", "cancel", "1"}).code == 0;
        },
        limit_);
    EXPECT_TRUE(asked);
    EXPECT_EQ(item().at("state"), "cancelled");
    for (int attempt = 0; attempt < 100; ++attempt) {
        if (cluster_->ask({"squeue", "--noheader"}).empty())
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    EXPECT_EQ(cluster_->ask({"squeue", "--noheader"}), "");
    environment_.erase("UNIVIDX_FAKE_STEP_MS");
    ASSERT_EQ(unividx({"queue", "retry", "1"}).code, 0);
    const auto run = unividx({"--json", "queue", "run"});
    EXPECT_EQ(run.code, 0) << run.out;
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, ATaskThatIsPutBackAndHeldSaysSoAndGoesOnWhenItIsLetGo)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "300";
    const auto submitted = submit(clip, "farm");
    ASSERT_EQ(submitted.code, 0) << submitted.out;
    ASSERT_TRUE(slurmSays("RUNNING"));
    const std::string array = submitted.event("submitted").at("array");
    cluster_->ask({"scontrol", "requeuehold", array});
    std::string held;
    runProgram(
        {UNIVIDX_BINARY_DIR "/unividx", "--json", "queue", "run"}, environment_,
        [&](int, const std::string& text) {
            if (!held.empty() || text.find("is held at the farm") == std::string::npos)
                return;
            held = item().at("message");
            EXPECT_THAT(unividx({"queue", "list"}).out, HasSubstr("is held at the farm"));
            cluster_->ask({"scontrol", "release", array});
        },
        limit_);
    EXPECT_THAT(held, HasSubstr("scontrol release " + array));
    EXPECT_EQ(item().at("state"), "done") << item();
    EXPECT_EQ(item().at("message"), "");
    expectSameFiles(folder_ / "farm", folder_ / "here");
}

TEST_F(FarmTest, WhatFailsOnANodeIsToldInTheQueue)
{
    const auto clip = makeClip("shot.mp4", 20, "48x32");
    environment_["UNIVIDX_FAKE_STEP_MS"] = "300";
    ASSERT_EQ(submit(clip, "farm", {"--later"}).code, 0);
    std::filesystem::create_directories(folder_ / "farm");
    // A picture is in the way of a frame in the second shard.
    std::ofstream(folder_ / "farm" / "shot_albedo.1019.exr") << "somebody's";
    const auto run = unividx({"--json", "queue", "run"});
    EXPECT_EQ(run.code, 7) << run.out;
    EXPECT_EQ(item().at("state"), "failed");
    EXPECT_THAT(item().at("message"), HasSubstr("shot_albedo.1019.exr"));
}

TEST_F(FarmTest, ATemplateIsWrittenForOtherFarms)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    auto all = arguments(clip, "out");
    all.insert(all.end(), {"--bundle", (folder_ / "bundle").string(), "--windows-per-task", "2"});
    ASSERT_EQ(with({"farm", "template"}, all).code, 0);
    std::ifstream file(folder_ / "bundle" / "template.json");
    const auto job = nlohmann::json::parse(file);
    EXPECT_EQ(job.at("specificationVersion"), "jobtemplate-2023-09");
    EXPECT_TRUE(std::filesystem::exists(folder_ / "bundle" / "asset_references.json"));

    // The template's own words, with its parameters filled in, make the layers.
    ASSERT_EQ(with({"run"}, arguments(clip, "here")).code, 0);
    for (const auto& step : job.at("steps")) {
        std::vector<std::string> command;
        for (std::string argument : step.at("script").at("actions").at("onRun").at("args")) {
            const std::vector<std::pair<std::string, std::string>> values{
                {"{{Param.InputRgb}}", clip.string()},
                {"{{Param.OutputFolder}}", (folder_ / "out").string()},
                {"{{Param.StateFolder}}", (folder_ / "state").string()},
                {"{{Task.Param.Shard}}", "1-4"}};
            for (const auto& [name, value] : values) {
                if (const std::size_t at = argument.find(name); at != std::string::npos)
                    argument.replace(at, name.size(), value);
            }
            command.push_back(argument);
        }
        const auto run = unividx(command);
        ASSERT_EQ(run.code, 0) << run.err;
        EXPECT_THAT(run.out, HasSubstr("openjd_progress: "));
    }
    expectSameFiles(folder_ / "out", folder_ / "here");
}

} // namespace
} // namespace unividx::e2e
