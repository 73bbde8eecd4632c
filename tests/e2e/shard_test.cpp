#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"
#include "tests/without_locks.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <random>
#include <thread>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class ShardTest : public ProgramTest {
protected:
    std::vector<std::string> command(const std::filesystem::path& clip, const std::string& out,
                                     const std::vector<std::string>& more) const
    {
        std::vector<std::string> arguments{
            "run",      "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", (folder_ / out).string(),
            "--window", "9",      "--overlap", "3"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
};

TEST_F(ShardTest, OneTwoAndFiveShardsMakeTheFilesOfOneRun)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    for (const char* format : {"exr", "mp4"}) {
        const std::string whole = std::string("whole-") + format;
        ASSERT_EQ(unividx(command(clip, whole, {"--format", format})).code, 0);
        for (const int shards : {1, 2, 5}) {
            SCOPED_TRACE(std::string(format) + " " + std::to_string(shards));
            const std::string out = std::string(format) + "-" + std::to_string(shards);
            for (int shard = shards; shard > 0; --shard) {
                const auto run = unividx(command(
                    clip, out, {"--format", format, "--shard", std::to_string(shard) + "/" + std::to_string(shards)}));
                ASSERT_EQ(run.code, 0) << run.err;
            }
            const auto join = unividx(command(clip, out, {"--format", format, "--join", std::to_string(shards)}));
            ASSERT_EQ(join.code, 0) << join.err;
            expectSameFiles(folder_ / out, folder_ / whole);
        }
    }
}

TEST_F(ShardTest, ARunKeepsItsVersionThroughItsShardsAndWhenItGoesOn)
{
    const auto clip = makeClip("shot.mp4", 30, "48x32");
    const std::string pattern = "{shot}_{layer}_{version}.{frame}.{extension}";
    for (const char* version : {"v001", "v002"}) {
        SCOPED_TRACE(version);
        for (const char* shard : {"3/3", "1/3", "2/3"}) {
            const auto run = unividx(command(clip, "out", {"--pattern", pattern, "--shard", shard}));
            ASSERT_EQ(run.code, 0) << run.err;
        }
        const auto join = unividx(command(clip, "out", {"--pattern", pattern, "--join", "3"}));
        ASSERT_EQ(join.code, 0) << join.err;
        EXPECT_EQ(filesIn(folder_ / "out", std::string(version) + ".1030.exr").size(), 3U);
    }
    EXPECT_EQ(filesIn(folder_ / "out").size(), 180U) << "90 files a version and no mark";
    // One that is stopped after its first frames has the same number when it goes on.
    const auto state = (folder_ / "state").string();
    const auto arguments = command(clip, "out", {"--pattern", pattern, "--state", state});
    std::vector<std::string> killed{UNIVIDX_BINARY_DIR "/unividx", "--json"};
    killed.insert(killed.end(), arguments.begin(), arguments.end());
    runProgram(killed, environment_, [&](int process, const std::string& text) {
        if (text.find("\"frames_done\":3") != std::string::npos)
            ::kill(process, SIGKILL);
    });
    EXPECT_LT(filesIn(folder_ / "out").size(), 270U);
    const auto resumed = unividx(arguments);
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(filesIn(folder_ / "out").size(), 270U) << "one more version, all of it";
}

TEST_F(ShardTest, ShardsThatHaveNotFinishedAreNotPutTogether)
{
    const auto clip = makeClip("shot.mp4", 30, "48x32");
    ASSERT_EQ(unividx(command(clip, "out", {"--shard", "2/3"})).code, 0);
    const auto join = unividx(command(clip, "out", {"--join", "3"}));
    EXPECT_EQ(join.code, 3);
    EXPECT_THAT(join.err, HasSubstr("shard 1 of 3"));
    const auto other = unividx(command(clip, "out", {"--shard", "1/3", "--seed", "7"}));
    EXPECT_EQ(other.code, 2) << "the state is of a run with another seed";
    EXPECT_THAT(other.err, HasSubstr("another run"));
}

TEST_F(ShardTest, WhereNoLocksAreKeptTheShardIsMadeAndTheUserIsWarned)
{
    const auto clip = makeClip("shot.mp4", 12, "48x32");
    const auto arguments = command(clip, "out", {"--shard", "1/2"});
    EXPECT_THAT(unividx(arguments).err, Not(HasSubstr("locks")));
    // What was begun, this process and its children, does not get its locks back.
    const pid_t child = ::fork();
    if (child == 0) {
        withoutLocks();
        const Outcome run = unividx(arguments);
        const bool warned = run.err.find("keeps no locks") != std::string::npos;
        ::_exit(run.code != 0 ? 2 : warned ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST_F(ShardTest, TwoProcessesAtOneShardMakeItOnceAlsoIfOneIsKilled)
{
    const auto clip = makeClip("shot.mp4", 40, "48x32");
    ASSERT_EQ(unividx(command(clip, "whole", {})).code, 0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "15";
    for (const bool kill : {false, true}) {
        const std::string out = kill ? "killed" : "twice";
        SCOPED_TRACE(out);
        auto arguments = command(clip, out, {"--shard", "1/2"});
        arguments.insert(arguments.begin(), {UNIVIDX_BINARY_DIR "/unividx", "--json"});
        Outcome second;
        std::thread other;
        // The first has some frames when the second begins, and is killed when that one waits for it.
        std::atomic<bool> waits = false;
        const Outcome first = runProgram(arguments, environment_, [&](int process, const std::string& text) {
            if (!other.joinable() && text.find("\"frames_done\":3") != std::string::npos)
                other = std::thread([&] {
                    second = runProgram(arguments, environment_, [&](int, const std::string& said) {
                        waits = waits || said.find("waiting") != std::string::npos;
                    });
                });
            if (kill && waits)
                ::kill(process, SIGKILL);
        });
        ASSERT_TRUE(other.joinable());
        other.join();
        EXPECT_EQ(first.code, kill ? 128 + SIGKILL : 0) << first.out;
        EXPECT_EQ(second.code, 0) << second.out;
        EXPECT_TRUE(waits) << second.out;
        ASSERT_EQ(unividx(command(clip, out, {"--shard", "2/2"})).code, 0);
        ASSERT_EQ(unividx(command(clip, out, {"--join", "2"})).code, 0);
        expectSameFiles(folder_ / out, folder_ / "whole");
    }
}

TEST_F(ShardTest, AShardIsAPartOfARun)
{
    const auto clip = makeClip("shot.mp4", 2, "48x32");
    for (const char* shard : {"0/2", "3/2", "2", "a/b", "/", "1/0"})
        EXPECT_EQ(unividx(command(clip, "out", {"--shard", shard})).code, 2) << shard;
}

TEST_F(ShardTest, ARunThatIsKilledAnywhereGoesOnAndMakesTheSameFiles)
{
    const auto clip = makeClip("shot.mp4", 30, "48x32");
    for (const char* format : {"exr", "mp4"}) {
        SCOPED_TRACE(format);
        const std::string whole = std::string("whole-") + format;
        const std::string out = std::string("killed-") + format;
        ASSERT_EQ(unividx(command(clip, whole, {"--format", format})).code, 0);
        std::mt19937 random(11);
        const auto state = (folder_ / ("state-" + out)).string();
        auto arguments = command(clip, out, {"--format", format, "--state", state});
        arguments.insert(arguments.begin(), {UNIVIDX_BINARY_DIR "/unividx", "--json"});
        for (int kill = 0; kill < 12; ++kill) {
            // Lines of output are the clock: a kill comes somewhere behind one of them.
            const std::size_t lines = 1 + random() % 40;
            const Outcome outcome = runProgram(arguments, environment_, [&](int process, const std::string& text) {
                if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) >= lines)
                    ::kill(process, SIGKILL);
            });
            if (outcome.code == 0)
                break;
            EXPECT_EQ(outcome.code, 128 + SIGKILL) << outcome.err;
        }
        if (std::filesystem::exists(state)) {
            const Outcome last = runProgram(arguments, environment_);
            ASSERT_EQ(last.code, 0) << last.out;
        }
        expectSameFiles(folder_ / out, folder_ / whole);
        EXPECT_FALSE(std::filesystem::exists(state));
    }
}

TEST_F(ShardTest, FilesThatStoodThereBeforeAreNotTakenForTheRunsOwn)
{
    const auto clip = makeClip("shot.mp4", 4, "48x32");
    const auto state = (folder_ / "state").string();
    ASSERT_EQ(unividx(command(clip, "out", {})).code, 0);
    EXPECT_EQ(unividx(command(clip, "out", {"--state", state})).code, 6);
    ASSERT_EQ(unividx(command(clip, "seed-2", {"--seed", "2"})).code, 0);
    ASSERT_EQ(unividx(command(clip, "out", {"--seed", "2", "--overwrite", "--state", state})).code, 0);
    expectSameFiles(folder_ / "out", folder_ / "seed-2");
}

} // namespace
} // namespace unividx::e2e
