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
        WorkerReport report;
        {
            Supervisor supervisor({scripted(script), limits_, counts()});
            report = supervise(supervisor, 1, wish);
        }
        EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a zombie or an orphan is left";
        EXPECT_EQ(errno, ECHILD);
        return report;
    }
    WorkerReport supervise(
        Supervisor& supervisor, int item, const std::function<WorkerWish()>& wish = [] { return WorkerWish::GoOn; })
    {
        const WorkerJob job{"run", R"({"task":"matte"})", folder_ / "state",
                            folder_ / "logs" / (std::to_string(item) + ".log")};
        return supervisor.supervise(
            job, [this](const WorkerMessage& message) { heard_.push_back(message); }, wish);
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

/// A worker that takes items until its input ends, and writes its number to a file for each.
std::string stayingWorker(const std::filesystem::path& pids, const std::string& each = "")
{
    return R"(echo '{"event":"hello","protocol":1}'; while read -r command; do echo '{"event":"heartbeat"}'; echo $$ >> ")" +
           pids.string() + R"("; )" + each + R"( echo '{"event":"done","files":[]}'; echo '{"event":"ready"}'; done)";
}

std::vector<std::string> linesIn(const std::filesystem::path& path)
{
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

TEST_F(SupervisorTest, AWorkerThatIsReadyGetsTheNextItem)
{
    Supervisor supervisor({scripted(stayingWorker(folder_ / "pids")), limits_, counts()});
    EXPECT_FALSE(supervisor.isWarm());
    for (int item = 1; item <= 3; ++item)
        EXPECT_EQ(supervise(supervisor, item).end, End::Done);
    EXPECT_TRUE(supervisor.isWarm());
    supervisor.release();
    EXPECT_FALSE(supervisor.isWarm());
    EXPECT_EQ(supervise(supervisor, 4).end, End::Done);
    const auto pids = linesIn(folder_ / "pids");
    ASSERT_EQ(pids.size(), 4U);
    EXPECT_EQ(pids[0], pids[1]);
    EXPECT_EQ(pids[0], pids[2]);
    EXPECT_NE(pids[0], pids[3]) << "it was asked for its memory";
}

TEST_F(SupervisorTest, ACrashCostsOneItemAndTheNextGetsANewWorker)
{
    const std::string mark = (folder_ / "mark").string();
    Supervisor supervisor(
        {scripted(stayingWorker(folder_ / "pids", "if [ -e " + mark + " ]; then rm " + mark + "; kill -SEGV $$; fi;")),
         limits_, counts()});
    EXPECT_EQ(supervise(supervisor, 1).end, End::Done);
    std::ofstream(mark) << "";
    EXPECT_EQ(supervise(supervisor, 2).end, End::Died);
    EXPECT_EQ(supervise(supervisor, 3).end, End::Done);
    const auto pids = linesIn(folder_ / "pids");
    EXPECT_EQ(pids[0], pids[1]);
    EXPECT_NE(pids[1], pids[2]);
}

TEST_F(SupervisorTest, AWorkerThatDiedWhileItWaitedCostsNoItem)
{
    Supervisor supervisor({scripted(stayingWorker(folder_ / "pids")), limits_, counts()});
    EXPECT_EQ(supervise(supervisor, 1).end, End::Done);
    ::kill(std::stoi(linesIn(folder_ / "pids").front()), SIGKILL);
    EXPECT_EQ(supervise(supervisor, 2).end, End::Done);
}

TEST_F(SupervisorTest, WithoutMemoryAWorkerIsNotUsedAgain)
{
    Supervisor supervisor({scripted(hello + R"(echo '{"event":"error","kind":"out-of-memory","message":"m"}'
        echo '{"event":"ready"}'; sleep 1000)"),
                           limits_, counts()});
    EXPECT_TRUE(supervise(supervisor, 1).memory);
    EXPECT_FALSE(supervisor.isWarm());
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
