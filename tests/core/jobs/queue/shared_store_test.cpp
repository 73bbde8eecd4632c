// Several processes and threads on one queue.

#include "core/jobs/queue/job_store.h"
#include "tests/core/jobs/queue/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace unividx {
namespace {

class SharedStoreTest : public FolderTest {
protected:
    std::filesystem::path file() const { return folder_ / "queue.db"; }

    /// Runs `work` in a process of its own; it ends well if `work` returns true.
    template <typename Work>
    static pid_t inProcess(const Work& work)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            bool good = false;
            try {
                good = work();
            } catch (const std::exception& error) {
                std::fprintf(stderr, "%s\n", error.what());
            }
            ::_exit(good ? 0 : 1);
        }
        return child;
    }
    static int statusOf(pid_t child)
    {
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    }
};

/// Five seconds, or what $UNIVIDX_TEST_SECONDS says: 300 for the long run.
double secondsToRun()
{
    const char* seconds = std::getenv("UNIVIDX_TEST_SECONDS");
    return seconds ? std::atof(seconds) : 5;
}

TEST_F(SharedStoreTest, TwoProcessesWorkOnOneQueueWithoutADeadlockOrALostUpdate)
{
    // Each adds items, runs whatever is next and counts in the item's progress; at the end every item was run by
    // exactly one of them, and every count is there.
    JobStore(file()).setLaneWidth(Lane::Accelerator, 8);
    const auto work = [&](unsigned seed) {
        JobStore store(file());
        std::mt19937 random(seed);
        const ProcessIdentity self = currentProcess();
        const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(secondsToRun());
        int added = 0;
        const auto runOne = [&] {
            const auto item = store.claim(Lane::Accelerator, self, 0);
            if (!item)
                return false;
            Progress progress;
            for (progress.done = 1; progress.done <= 3; ++progress.done) {
                if (!store.report(*item, progress, 0))
                    throw std::runtime_error("an item was taken away");
            }
            if (!store.finish(*item, {ItemState::Done, std::to_string(self.pid), {}, 1}))
                throw std::runtime_error("an item was taken away at its end");
            return true;
        };
        while (std::chrono::steady_clock::now() < until) {
            if (added < 400) {
                NewItem item;
                item.title = std::to_string(seed) + "/" + std::to_string(added++);
                const auto ids = store.add({item});
                if (random() % 3 == 0)
                    store.move(ids, {QueuePlace::Kind::First});
                if (random() % 4 == 0) {
                    store.pause(ids);
                    store.resume(ids);
                }
            }
            runOne();
            if (store.list().empty())
                return false;
        }
        while (runOne()) {}
        return true;
    };
    const pid_t first = inProcess([&] { return work(1); });
    const pid_t second = inProcess([&] { return work(2); });
    EXPECT_EQ(statusOf(first), 0);
    EXPECT_EQ(statusOf(second), 0);
    const auto items = JobStore(file()).list();
    EXPECT_GE(items.size(), 2U);
    std::set<std::string> titles;
    std::map<std::string, int> runners;
    for (const QueueItem& item : items) {
        EXPECT_EQ(item.state, ItemState::Done) << item.title;
        EXPECT_EQ(item.attempts, 1) << item.title;
        EXPECT_EQ(item.progress.done, 3) << item.title;
        titles.insert(item.title);
        ++runners[item.sentence];
    }
    EXPECT_EQ(titles.size(), items.size());
    EXPECT_LE(runners.size(), 2U);
}

TEST_F(SharedStoreTest, TheQueueIsWholeAfterItsWritersAreKilledAtAnyMoment)
{
    const auto ids = JobStore(file()).add(std::vector<NewItem>(10));
    std::mt19937 random(7);
    for (int kill = 0; kill < 20; ++kill) {
        const pid_t writer = inProcess([&] {
            JobStore store(file());
            const ProcessIdentity self = currentProcess();
            ItemOutcome requeued;
            requeued.state = ItemState::Queued;
            for (;;) {
                store.move({ids[3], ids[7]}, {QueuePlace::Kind::First});
                store.pause(ids);
                store.resume(ids);
                if (const auto item = store.claim(Lane::Accelerator, self, 0)) {
                    store.report(*item, {}, 1);
                    store.finish(*item, requeued);
                }
            }
            return false;
        });
        ::usleep(static_cast<useconds_t>(random() % 40'000));
        ::kill(writer, SIGKILL);
        statusOf(writer);
        JobStore store(file());
        store.recover();
        std::set<ItemId> there;
        for (const QueueItem& item : store.list()) {
            there.insert(item.id);
            EXPECT_TRUE(item.state == ItemState::Queued || item.state == ItemState::Paused);
        }
        ASSERT_EQ(there.size(), 10U);
        store.resume(ids);
    }
}

TEST_F(SharedStoreTest, ThreadsWithStoresOfTheirOwnShareTheQueue)
{
    JobStore(file()).setLaneWidth(Lane::Accelerator, 4);
    JobStore(file()).add(std::vector<NewItem>(40));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            JobStore store(file());
            while (const auto item = store.claim(Lane::Accelerator, currentProcess(), 0))
                EXPECT_TRUE(store.finish(*item, {}));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const QueueItem& item : JobStore(file()).list())
        EXPECT_EQ(item.attempts, 1);
}

} // namespace
} // namespace unividx
