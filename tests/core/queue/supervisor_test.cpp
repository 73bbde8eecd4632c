#include "core/queue/supervisor.h"

#include "tests/core/queue/scripted_worker.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>

namespace unividx {
namespace {

using End = WorkerReport::End;
using testing::ElementsAre;
using testing::HasSubstr;

class SupervisorTest : public FolderTest {
protected:
    WorkerReport supervised(
        const std::string& script, const std::function<WorkerWish()>& wish = [] { return WorkerWish::GoOn; })
    {
        const WorkerJob job{scripted(script), R"({"task":"matte"})", folder_ / "state", folder_ / "logs" / "1.log",
                            counts()};
        const WorkerReport report = superviseWorker(
            job, limits_, [this](const WorkerMessage& message) { heard_.push_back(message); }, wish);
        EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a zombie or an orphan is left";
        EXPECT_EQ(errno, ECHILD);
        return report;
    }
    std::filesystem::path counts() const { return folder_ / "vmstat"; }
    std::string log() const
    {
        std::ifstream file(folder_ / "logs" / "1.log");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    WorkerLimits limits_;
    std::vector<WorkerMessage> heard_;
};

TEST_F(SupervisorTest, AWorkerIsToldWhatToRunAndItsAnswerIsHeard)
{
    const auto report = supervised(hello + R"(echo "$command" >&2
        echo '{"event":"plan","window":9,"overlap":2}'; echo '{"event":"note","message":"a thing to know"}'
        echo '{"event":"progress","stage":"denoising","done":1,"total":2}'; echo '{"event":"done","files":["a.exr"]}')");
    EXPECT_EQ(report.end, End::Done);
    EXPECT_THAT(report.files, ElementsAre("a.exr"));
    EXPECT_EQ(report.window, 9);
    EXPECT_EQ(heard_.size(), 5U);
    EXPECT_THAT(log(), HasSubstr("a thing to know"));
    EXPECT_THAT(log(), HasSubstr(R"("state":")" + (folder_ / "state").string()));
}

TEST_F(SupervisorTest, AFailureComesWithItsKindAndSentence)
{
    const auto report =
        supervised(hello + R"(echo '{"event":"error","kind":"input","message":"clip.mp4: is cut off"}'; exit 3)");
    EXPECT_EQ(report.end, End::Failed);
    EXPECT_EQ(report.error, ErrorKind::Input);
    EXPECT_EQ(report.sentence, "clip.mp4: is cut off");
    EXPECT_FALSE(report.memory);
    EXPECT_THAT(log(), HasSubstr("clip.mp4: is cut off"));
}

TEST_F(SupervisorTest, ACrashIsToldFromAKillAndFromASilentEnd)
{
    auto report = supervised(hello + "kill -SEGV $$");
    EXPECT_EQ(report.end, End::Died);
    EXPECT_THAT(report.sentence, HasSubstr("crashed"));
    EXPECT_FALSE(report.memory);
    report = supervised(hello + "kill -KILL $$");
    EXPECT_EQ(report.end, End::Died);
    EXPECT_FALSE(report.memory) << "somebody did it by hand";
    report = supervised(hello + "printf 'pgfault 7\\noom_kill 1\\n' > '" + counts().string() + "'; kill -KILL $$");
    EXPECT_EQ(report.end, End::Died);
    EXPECT_TRUE(report.memory) << "the kernel counted it";
    report = supervised(hello + "exit 5");
    EXPECT_THAT(report.sentence, HasSubstr("code 5"));
}

TEST_F(SupervisorTest, NonsenseEndsTheWorker)
{
    for (const char* nonsense : {"echo Segmentation fault", "head -c 3000000 /dev/zero", "echo '{\"event\":3}'"}) {
        const auto report = supervised(hello + nonsense + "; sleep 1000");
        EXPECT_EQ(report.end, End::Died) << nonsense;
        EXPECT_THAT(report.sentence, HasSubstr("nonsense"));
    }
}

TEST_F(SupervisorTest, AWorkerOfAnotherVersionIsNotUsed)
{
    const auto report = supervised(R"(echo '{"event":"hello","protocol":2}'; sleep 1000)");
    EXPECT_EQ(report.end, End::Died);
    EXPECT_THAT(report.sentence, HasSubstr("version"));
}

TEST_F(SupervisorTest, AWorkerThatDoesNotSayHelloOrGoesSilentHasHung)
{
    limits_.hello = std::chrono::milliseconds(200);
    limits_.look = std::chrono::milliseconds(20);
    EXPECT_THAT(supervised("sleep 1000").sentence, HasSubstr("hello"));
    limits_.hello = std::chrono::milliseconds(60'000);
    limits_.heartbeat = std::chrono::milliseconds(200);
    EXPECT_THAT(supervised(hello + "sleep 1000").sentence, HasSubstr("hung"));
}

TEST_F(SupervisorTest, AWorkerThatLivesButDoesNothingHasHung)
{
    limits_.stall = std::chrono::milliseconds(300);
    limits_.look = std::chrono::milliseconds(20);
    const auto report =
        supervised(hello + R"(while true; do echo '{"event":"heartbeat","cpu_seconds":0.1}'; sleep 0.02; done)");
    EXPECT_THAT(report.sentence, HasSubstr("did nothing"));
}

TEST_F(SupervisorTest, AWorkerThatUsesTheProcessorAndNeverComesFurtherHasHung)
{
    limits_.spin = std::chrono::milliseconds(300);
    limits_.look = std::chrono::milliseconds(20);
    const auto report = supervised(
        hello +
        R"(n=0; while true; do n=$((n+1)); echo "{\"event\":\"heartbeat\",\"cpu_seconds\":$n}"; sleep 0.05; done)");
    EXPECT_THAT(report.sentence, HasSubstr("came no further"));
}

TEST_F(SupervisorTest, AWishToStopIsPassedOnAndAStubbornWorkerIsEnded)
{
    limits_.look = std::chrono::milliseconds(10);
    const auto stop = [] { return WorkerWish::Stop; };
    auto report = supervised(hello + R"(read -r second; echo "$second" >&2; echo '{"event":"cancelled"}')", stop);
    EXPECT_EQ(report.end, End::Cancelled);
    EXPECT_THAT(log(), HasSubstr(R"("command":"cancel")"));
    limits_.cancel = std::chrono::milliseconds(100);
    report = supervised(hello + "sleep 1000", stop);
    EXPECT_EQ(report.end, End::Cancelled);
    report = supervised(hello + "sleep 1000", [] { return WorkerWish::Abandon; });
    EXPECT_EQ(report.end, End::Cancelled);
}

TEST_F(SupervisorTest, WhatTheWorkerHasStartedDiesWithIt)
{
    const auto pidFile = folder_ / "pid";
    const auto report = supervised(hello + "sleep 1000 & echo $! > '" + pidFile.string() + "'; kill -SEGV $$");
    EXPECT_EQ(report.end, End::Died);
    EXPECT_THAT(report.sentence, HasSubstr("crashed")) << "though its child holds the output open";
    std::ifstream file(pidFile);
    int pid = 0;
    ASSERT_TRUE(file >> pid);
    // It is init's child now, which may take a moment to reap it.
    for (int attempt = 0; attempt < 500 && ::kill(pid, 0) == 0; ++attempt) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        const std::string text{std::istreambuf_iterator<char>(stat), {}};
        if (text.find(") Z") != std::string::npos)
            return;
        ::usleep(10'000);
    }
    EXPECT_EQ(::kill(pid, 0), -1);
}

} // namespace
} // namespace unividx
