#include "core/queue/queue_runner.h"

#include "core/queue/item_kind.h"
#include "core/run/run_fields.h"
#include "core/run/state_folder.h"
#include "tests/core/queue/scripted_worker.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace unividx {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class QueueRunnerTest : public FolderTest {
protected:
    QueueRunnerTest() { limits_.look = std::chrono::milliseconds(10); }

    ItemId add(const std::string& prompt = "")
    {
        RunSpec options;
        setTask(options, "matte");
        options.prompt = prompt;
        options.out = folder_ / "out";
        NewItem item;
        item.title = prompt;
        item.description = formatRunSpec(options);
        return JobStore(queueFile(folder_)).add({item}).front();
    }
    void run(const std::string& script, const CancelToken& stop = CancelToken(), const QueueObserver& observer = {})
    {
        QueueRunnerOptions options;
        options.folder = folder_;
        options.worker = {scripted(script), limits_, folder_ / "vmstat"};
        options.pause = std::chrono::milliseconds(10);
        runQueue(options, stop, observer);
    }
    QueueItem item(ItemId id) const { return *JobStore(queueFile(folder_)).find(id); }

    WorkerLimits limits_;
};

TEST_F(QueueRunnerTest, EverythingIsDoneAndTheStatesAreGone)
{
    std::vector<ItemId> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(add());
    makeStateFolder(checkpointFolder(folder_, ids[0]));
    run(hello + R"(echo '{"event":"progress","stage":"writing","done":1,"total":1,"frames_done":3,"frames_total":3}'
        echo '{"event":"done","files":["a"]}')");
    for (const ItemId id : ids) {
        EXPECT_EQ(item(id).state, ItemState::Done);
        EXPECT_EQ(item(id).progress.framesDone, 3);
        EXPECT_GT(item(id).seconds, 0);
    }
    EXPECT_FALSE(std::filesystem::exists(checkpointFolder(folder_, ids[0])));
}

TEST_F(QueueRunnerTest, AnItemThatKillsItsWorkerThreeTimesIsQuarantinedAndTheOthersAreDone)
{
    const ItemId bad = add("poison");
    const ItemId good = add("water");
    run(hello + R"(case "$command" in *poison*) kill -SEGV $$;; esac; echo '{"event":"done","files":[]}')");
    EXPECT_EQ(item(bad).state, ItemState::Quarantined);
    EXPECT_EQ(item(bad).deaths, 3);
    EXPECT_EQ(item(bad).attempts, 3);
    EXPECT_THAT(item(bad).sentence, AllOf(HasSubstr("crashed"), HasSubstr("has killed 3 workers")));
    EXPECT_EQ(item(good).state, ItemState::Done);
}

TEST_F(QueueRunnerTest, AWorkerThatDiesOnceIsStartedAgain)
{
    const ItemId id = add();
    const std::string mark = (folder_ / "mark").string();
    run(hello + "if [ ! -e '" + mark + "' ]; then touch '" + mark + R"('; echo garbage; sleep 1000; fi
        echo '{"event":"done","files":[]}')");
    EXPECT_EQ(item(id).state, ItemState::Done);
    EXPECT_EQ(item(id).deaths, 1);
}

TEST_F(QueueRunnerTest, WithoutMemoryARunIsMadeSmallerTwiceAndThenFails)
{
    const ItemId id = add();
    run(hello + R"(echo '{"event":"plan","window":21,"overlap":5}'
        echo '{"event":"error","kind":"out-of-memory","message":"this run needs 3 GB"}')");
    const QueueItem failed = item(id);
    EXPECT_EQ(failed.state, ItemState::Failed);
    EXPECT_EQ(failed.attempts, 3);
    EXPECT_EQ(failed.stepsDown, 2);
    EXPECT_EQ(failed.sentence, "this run needs 3 GB; it was made smaller 2 times before");
    const RunSpec options = parseRunSpec(failed.description, "item");
    EXPECT_EQ(options.window, 9);
    EXPECT_EQ(options.threads, 1);
}

TEST_F(QueueRunnerTest, ASmallerRunThatFitsIsDoneAndSaysSo)
{
    const ItemId id = add();
    run(hello + R"(echo '{"event":"plan","window":21,"overlap":5}'; case "$command" in *'"window":9'*)
        echo '{"event":"done","files":[]}';; *)
        echo "oom_kill 1" > ")" +
        (folder_ / "vmstat").string() + R"("; kill -KILL $$;; esac)");
    EXPECT_EQ(item(id).state, ItemState::Done);
    EXPECT_EQ(item(id).deaths, 1);
    EXPECT_THAT(item(id).sentence, HasSubstr("smaller window"));
}

TEST_F(QueueRunnerTest, OtherFailuresAreFinal)
{
    const ItemId id = add();
    run(hello + R"(echo '{"event":"error","kind":"output","message":"the disk is full"}')");
    EXPECT_EQ(item(id).state, ItemState::Failed);
    EXPECT_EQ(item(id).attempts, 1);
    EXPECT_EQ(item(id).sentence, "the disk is full");
}

TEST_F(QueueRunnerTest, AnItemNobodyUnderstandsFailsAndSaysWhy)
{
    NewItem odd;
    odd.description = R"({"task":"matte","colour":"mauve"})";
    const ItemId id = JobStore(queueFile(folder_)).add({odd}).front();
    run("exit 1");
    EXPECT_EQ(item(id).state, ItemState::Failed);
    EXPECT_THAT(item(id).sentence, HasSubstr("mauve"));
}

TEST_F(QueueRunnerTest, APauseACancelAndAStopReachWhatRuns)
{
    const std::string obedient = hello + R"(echo '{"event":"progress","stage":"denoising","done":1,"total":9}'
        read -r second; echo '{"event":"cancelled"}')";
    const auto act = [&](const std::function<void(JobStore&, ItemId)>& what, CancelToken* stop) {
        const ItemId id = add();
        const CancelToken never;
        run(obedient, stop ? *stop : never, [&](const QueueItem& news) {
            if (news.id != id || news.progress.done != 1 || news.state != ItemState::Running)
                return;
            if (stop)
                stop->cancel();
            else if (JobStore store(queueFile(folder_)); true)
                what(store, id);
        });
        return item(id).state;
    };
    EXPECT_EQ(act([](JobStore& store, ItemId id) { store.pause({id}); }, nullptr), ItemState::Paused);
    EXPECT_EQ(act([](JobStore& store, ItemId id) { store.cancel({id}); }, nullptr), ItemState::Cancelled);
    CancelToken stop;
    EXPECT_EQ(act({}, &stop), ItemState::Queued);
}

TEST_F(QueueRunnerTest, WhatARunWaitsForStandsInTheQueueUntilItGoesOn)
{
    const ItemId id = add();
    const std::string waits = hello + R"(echo '{"event":"waiting","message":"held at the farm"}'
        while [ ! -e )" + (folder_ / "seen").string() +
                              R"( ]; do sleep 0.02; done
        echo '{"event":"waiting","message":""}'
        while [ ! -e )" + (folder_ / "gone").string() +
                              R"( ]; do sleep 0.02; done
        echo '{"event":"done","files":["a"]}')";
    bool seen = false;
    bool gone = false;
    run(waits, CancelToken(), [&](const QueueItem& news) {
        if (news.state == ItemState::Running && news.sentence == "held at the farm") {
            seen = true;
            std::ofstream(folder_ / "seen") << "";
        }
        if (seen && news.state == ItemState::Running && news.sentence.empty()) {
            gone = true;
            std::ofstream(folder_ / "gone") << "";
        }
    });
    EXPECT_TRUE(seen);
    EXPECT_TRUE(gone);
    EXPECT_EQ(item(id).state, ItemState::Done);
    EXPECT_EQ(item(id).sentence, "");
}

TEST_F(QueueRunnerTest, WhatRunsGoesBackToTheQueueForWhatIsStartedNow)
{
    const ItemId slow = add("slow");
    const ItemId urgent = add("urgent");
    const std::string mark = (folder_ / "mark").string();
    const std::string script = hello + "case \"$command\" in *slow*) if [ ! -e '" + mark + "' ]; then touch '" + mark +
                               R"('; echo '{"event":"progress","stage":"denoising","done":1,"total":9}'
        read -r second; echo '{"event":"cancelled"}'; exit; fi;; esac; echo '{"event":"done","files":[]}')";
    std::vector<ItemId> done;
    run(script, CancelToken(), [&](const QueueItem& news) {
        if (news.id == slow && news.state == ItemState::Running && news.progress.done == 1 && done.empty())
            JobStore(queueFile(folder_)).startNow({urgent});
        if (news.state == ItemState::Done)
            done.push_back(news.id);
    });
    EXPECT_THAT(done, testing::ElementsAre(urgent, slow));
    EXPECT_EQ(item(slow).attempts, 2);
    EXPECT_EQ(item(slow).deaths, 0);
}

TEST_F(QueueRunnerTest, AHeldQueueRunsWhatIsStartedNowAndTheRestOnceItGoesOn)
{
    const ItemId held = add();
    const ItemId urgent = add();
    QueueRunnerOptions options;
    options.folder = folder_;
    options.worker = {scripted(hello + R"(echo '{"event":"done","files":[]}')"), limits_, folder_ / "vmstat"};
    options.claims = Claims::StartedNow;
    options.untilEmpty = false;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<ItemId> done;
    QueueRunner runner(options, [&](const QueueItem& news) {
        const std::lock_guard lock(mutex);
        if (news.state == ItemState::Done)
            done.push_back(news.id);
        changed.notify_all();
    });
    const auto waitFor = [&](std::size_t count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), [&] { return done.size() >= count; });
    };
    JobStore(queueFile(folder_)).startNow({urgent});
    runner.wake();
    ASSERT_TRUE(waitFor(1));
    EXPECT_EQ(done, std::vector<ItemId>{urgent});
    EXPECT_EQ(item(held).attempts, 0);
    runner.setClaims(Claims::Everything);
    ASSERT_TRUE(waitFor(2));
    EXPECT_EQ(done.back(), held);
}

TEST_F(QueueRunnerTest, ItemsOfOneLaneShareAWorker)
{
    for (int i = 0; i < 3; ++i)
        add();
    const std::string pids = (folder_ / "pids").string();
    const std::string stays = R"(echo '{"event":"hello","protocol":1}'; while read -r command; do echo $$ >> ')" +
                              pids + R"('; echo '{"event":"done","files":[]}'; echo '{"event":"ready"}'; done)";
    run(stays);
    const auto workers = [&] {
        std::ifstream file(pids);
        std::set<std::string> all;
        for (std::string line; std::getline(file, line);)
            all.insert(line);
        return all;
    };
    EXPECT_EQ(workers().size(), 1U);
}

/// A GPU's worker that is idle, and items of the processor beside it.
class IdleEngineTest : public FolderTest {
protected:
    IdleEngineTest()
    {
        options_.folder = folder_;
        options_.worker.limits.look = std::chrono::milliseconds(10);
        options_.pause = std::chrono::milliseconds(10);
        options_.untilEmpty = false;
        options_.memory = {folder_ / "meminfo", folder_ / "pressure"};
        options_.memoryNeed = [](const EngineDemand& demand) {
            return demand.request.prompt == "large" ? std::int64_t{20} << 30 : std::int64_t{1} << 30;
        };
        setAvailable(10);
    }
    void setAvailable(int gibibytes) const
    {
        std::ofstream(folder_ / "meminfo")
            << "MemTotal: " << (100LL << 20) << " kB\nMemAvailable: " << (static_cast<long long>(gibibytes) << 20)
            << " kB\n";
    }
    /// A worker that stays; `work` is what it says of an item whose command is in $command.
    void setWorker(const std::string& work)
    {
        options_.worker.command =
            scripted(R"(echo '{"event":"hello","protocol":1}'; while read -r command; do case "$command" in
            *cuda:0*) echo $$ > ')" +
                     idlePid().string() + "';; esac; " + work + R"(echo '{"event":"ready"}'; done)");
    }
    std::filesystem::path idlePid() const { return folder_ / "idle"; }
    bool isIdleWorkerThere() const
    {
        int process = 0;
        std::ifstream(idlePid()) >> process;
        return process > 0 && std::filesystem::exists("/proc/" + std::to_string(process));
    }
    ItemId add(const std::string& device, const std::string& prompt)
    {
        RunSpec spec;
        setTask(spec, "generate");
        spec.device = device;
        spec.prompt = prompt;
        spec.out = folder_ / "out";
        return JobStore(queueFile(folder_)).add({newItem(spec)}).front();
    }
    QueueItem finished(QueueRunner& runner, ItemId id)
    {
        runner.wake();
        EXPECT_TRUE(within([&] { return JobStore(queueFile(folder_)).find(id)->isFinished(); }));
        return *JobStore(queueFile(folder_)).find(id);
    }
    static bool within(const std::function<bool()>& done)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!done() && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return done();
    }

    QueueRunnerOptions options_;
    const std::string done_ = R"(echo '{"event":"done","files":[]}'; )";
};

TEST_F(IdleEngineTest, AnItemThatWouldNotFitEndsTheIdleWorkersBeforeItBegins)
{
    setWorker(done_);
    QueueRunner runner(options_, {});
    EXPECT_EQ(finished(runner, add("cuda:0", "")).state, ItemState::Done);
    EXPECT_EQ(finished(runner, add("cpu", "small")).state, ItemState::Done);
    EXPECT_TRUE(isIdleWorkerThere()) << "both fit";
    EXPECT_EQ(finished(runner, add("cpu", "large")).state, ItemState::Done);
    EXPECT_FALSE(isIdleWorkerThere());
}

TEST_F(IdleEngineTest, WhenTheMachineRunsShortOfMemoryIdleWorkersGo)
{
    setWorker(done_);
    QueueRunner runner(options_, {});
    EXPECT_EQ(finished(runner, add("cuda:0", "")).state, ItemState::Done);
    EXPECT_TRUE(isIdleWorkerThere());
    setAvailable(1);
    EXPECT_TRUE(within([&] { return !isIdleWorkerThere(); }));
}

TEST_F(IdleEngineTest, AnItemThatRanOutOfMemoryIsTriedAgainAsItIsWithoutTheIdleWorkers)
{
    setWorker(R"(case "$command" in *cpu-item*) if kill -0 $(cat ')" + idlePid().string() +
              R"(') 2> /dev/null; then echo '{"event":"error","kind":"out-of-memory","message":"no room"}'; exit; fi;;
              esac; )" +
              done_);
    QueueRunner runner(options_, {});
    EXPECT_EQ(finished(runner, add("cuda:0", "")).state, ItemState::Done);
    const QueueItem item = finished(runner, add("cpu", "cpu-item"));
    EXPECT_EQ(item.state, ItemState::Done);
    EXPECT_EQ(item.attempts, 2);
    EXPECT_EQ(item.stepsDown, 0);
}

TEST_F(QueueRunnerTest, TwoRunnersShareAQueueAndNothingRunsTwice)
{
    for (int i = 0; i < 12; ++i)
        add();
    JobStore(queueFile(folder_)).setLaneWidth(Lane::Accelerator, 2);
    const std::string ran = (folder_ / "ran").string();
    const std::string script = hello + "echo x >> '" + ran + R"('; echo '{"event":"done","files":[]}')";
    std::thread other([&] { run(script); });
    run(script);
    other.join();
    std::ifstream file(ran);
    int lines = 0;
    for (std::string line; std::getline(file, line);)
        ++lines;
    EXPECT_EQ(lines, 12);
}

} // namespace
} // namespace unividx
