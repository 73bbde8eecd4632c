#include "core/queue/protocol.h"

#include <gmock/gmock.h>

#include <random>

namespace unividx {
namespace {

using Kind = WorkerMessage::Kind;
using testing::ElementsAre;

TEST(WorkerProtocol, EveryEventIsRead)
{
    EXPECT_EQ(parseWorkerMessage(R"({"event":"hello","protocol":1,"version":"0.1.0"})")->protocol, 1);
    EXPECT_DOUBLE_EQ(parseWorkerMessage(R"({"event":"heartbeat","cpu_seconds":2.5})")->cpuSeconds, 2.5);
    const auto plan = parseWorkerMessage(R"({"event":"plan","window":21,"overlap":5,"windows":3,"frames":51})");
    EXPECT_EQ(plan->window, 21);
    EXPECT_EQ(plan->overlap, 5);
    const auto progress = parseWorkerMessage(
        R"({"event":"progress","stage":"denoising","done":3,"total":9,"step":2,"steps":4,"frames_done":16,"frames_total":51})");
    EXPECT_EQ(progress->progress.stage, Stage::Denoising);
    EXPECT_EQ(progress->progress.framesDone, 16);
    EXPECT_EQ(parseWorkerMessage(R"({"event":"warning","message":"slow"})")->text, "slow");
    const auto waiting = parseWorkerMessage(R"({"event":"waiting","message":"held"})");
    EXPECT_EQ(waiting->kind, Kind::Waiting);
    EXPECT_EQ(waiting->text, "held");
    const auto done = parseWorkerMessage(R"({"event":"done","files":["a","b"],"first_frame":1001,"frames":5})");
    EXPECT_THAT(done->files, ElementsAre("a", "b"));
    EXPECT_EQ(done->frames, (FrameRange{1001, 5}));
    EXPECT_TRUE(parseWorkerMessage(R"({"event":"engine","model":"mini","warm":true})")->warm);
    EXPECT_EQ(parseWorkerMessage(R"({"event":"ready"})")->kind, Kind::Ready);
    const auto failed = parseWorkerMessage(R"({"event":"error","kind":"out-of-memory","message":"too big"})");
    EXPECT_EQ(failed->kind, Kind::Failed);
    EXPECT_EQ(failed->error, ErrorKind::OutOfMemory);
    EXPECT_EQ(parseWorkerMessage(R"({"event":"cancelled"})")->kind, Kind::Cancelled);
    EXPECT_EQ(parseWorkerMessage(R"({"event":"window_made_of_glass"})")->kind, Kind::Other) << "of a later version";
}

TEST(WorkerProtocol, WhatIsNoEventIsNonsense)
{
    for (const char* line : {"", "hello", "{", "[]", "{}", R"({"event":5})", "\xff\xfe", R"("event")"})
        EXPECT_FALSE(parseWorkerMessage(line)) << line;
    EXPECT_FALSE(parseWorkerMessage(R"({"event":"note","message":")" + std::string(longestWorkerLine, 'x') + "\"}"));
    EXPECT_FALSE(parseWorkerMessage(std::string(1000, '[') + std::string(1000, ']')));
}

TEST(WorkerProtocol, DamagedLinesNeverDoMoreThanBeNonsense)
{
    const std::string good =
        R"({"event":"progress","stage":"denoising","done":3,"total":9,"step":2,"steps":4,"frames_done":16,"files":["a"]})";
    for (unsigned seed = 0; seed < 3000; ++seed) {
        std::mt19937 random(seed);
        std::string line = good;
        for (unsigned hit = 0; hit <= random() % 4; ++hit)
            line[random() % line.size()] = static_cast<char>(random() % 256);
        const auto message = parseWorkerMessage(line);
        if (message && message->kind == Kind::Progress) {
            EXPECT_GE(message->progress.stage, Stage::Preparing);
            EXPECT_LE(message->progress.stage, Stage::Writing);
        }
    }
}

TEST(WorkerProtocol, CommandsAreTheSameAfterTheyWereSent)
{
    const WorkerCommand run = parseWorkerCommand(runCommandLine(
        {WorkerCommand::Kind::Run, "export", R"({"task":"matte","seed":3})", "/tmp/José", "/l", true, "/p.uvx"}));
    EXPECT_EQ(run.kind, WorkerCommand::Kind::Run);
    EXPECT_EQ(run.item, "export");
    EXPECT_EQ(run.state, "/tmp/José");
    EXPECT_EQ(run.log, "/l");
    EXPECT_TRUE(run.stay);
    EXPECT_EQ(run.project, "/p.uvx");
    EXPECT_NE(run.options.find(R"("task":"matte")"), std::string::npos);
    EXPECT_EQ(parseWorkerCommand(cancelCommandLine()).kind, WorkerCommand::Kind::Cancel);
    const WorkerCommand old =
        parseWorkerCommand(R"({"command":"run","protocol":1,"options":{},"state":"s"})"); // as 0.1.0 writes it
    EXPECT_EQ(old.item, "run");
    EXPECT_FALSE(old.stay);
    for (const char* line :
         {"", "run", R"({"command":"dance"})", R"({"command":"run","protocol":2,"options":{},"state":"s"})",
          R"({"command":"run","protocol":1,"options":{}})"})
        EXPECT_THROW(parseWorkerCommand(line), Error) << line;
}

TEST(WorkerProtocol, EveryKindOfErrorComesThrough)
{
    for (const ErrorKind kind : {ErrorKind::Usage, ErrorKind::Input, ErrorKind::Model, ErrorKind::OutOfMemory,
                                 ErrorKind::Output, ErrorKind::Internal}) {
        const std::string line = R"({"event":"error","kind":")" + std::string(nameOf(kind)) + R"(","message":"m"})";
        EXPECT_EQ(parseWorkerMessage(line)->error, kind);
    }
}

} // namespace
} // namespace unividx
