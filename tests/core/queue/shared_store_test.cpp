// Several processes and threads on one queue.

#include "core/queue/job_store.h"
#include "tests/core/queue/temporary_folder.h"
#include "tests/seed.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
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

/// One of several that add, move, pause, run and remove items of one queue; every item is run by one of them, and every
/// count that was put into one is there. Stops at the first thing that is wrong.
class Busy {
public:
    Busy(const std::filesystem::path& file, unsigned seed) : store_(file), random_(seed), name_(std::to_string(seed)) {}

    /// Gives how many of its items were done.
    int work(double seconds)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
        while (std::chrono::steady_clock::now() < until) {
            addOne();
            runOne();
            if (random_() % 64 == 0)
                takeAwayDone();
        }
        // The others' last items may be this one's to run, and its last ones theirs.
        while (takeAwayDone() > 0) {
            if (!runOne())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (done_ != added_)
            throw std::runtime_error("items were lost");
        return done_;
    }

private:
    void addOne()
    {
        NewItem item;
        item.title = name_ + "/" + std::to_string(added_++);
        const auto ids = store_.add({item});
        if (random_() % 3 == 0)
            store_.move(ids, {QueuePlace::Kind::First});
        if (random_() % 4 == 0) {
            store_.pause(ids);
            store_.resume(ids);
        }
    }
    bool runOne()
    {
        const auto item = store_.claim(Lane::Accelerator, self_, 0);
        if (!item)
            return false;
        Progress progress;
        for (progress.done = 1; progress.done <= 3; ++progress.done) {
            if (!store_.report(*item, progress, 0))
                throw std::runtime_error("an item was taken away");
        }
        if (!store_.finish(*item, {ItemState::Done, std::to_string(self_.pid), {}, 1}))
            throw std::runtime_error("an item was taken away at its end");
        return true;
    }
    /// Checks and removes its own items that are done; gives how many are not.
    int takeAwayDone()
    {
        int left = 0;
        for (const QueueItem& item : store_.list()) {
            if (!item.title.starts_with(name_ + "/"))
                continue;
            if (item.state != ItemState::Done) {
                ++left;
                continue;
            }
            if (item.progress.done != 3 || item.attempts != 1)
                throw std::runtime_error(item.title + ": an update was lost");
            if (store_.remove({item.id}).empty())
                throw std::runtime_error(item.title + ": it was removed by another");
            ++done_;
        }
        return left;
    }

    JobStore store_;
    std::mt19937 random_;
    std::string name_;
    ProcessIdentity self_ = currentProcess();
    int added_ = 0;
    int done_ = 0;
};

TEST_F(SharedStoreTest, TwoProcessesWorkOnOneQueueWithoutADeadlockOrALostUpdate)
{
    JobStore(file()).setLaneWidth(Lane::Accelerator, 8);
    const auto start = [&](unsigned usual) {
        return inProcess([&] {
            const unsigned seed = testSeed(usual);
            const int done = Busy(file(), seed).work(secondsToRun());
            std::printf("%u: %d items\n", seed, done);
            std::fflush(stdout);
            return done > 0;
        });
    };
    const pid_t first = start(1);
    const pid_t second = start(2);
    EXPECT_EQ(statusOf(first), 0);
    EXPECT_EQ(statusOf(second), 0);
    EXPECT_TRUE(JobStore(file()).list().empty());
}

TEST_F(SharedStoreTest, TheQueueIsWholeAfterItsWritersAreKilledAtAnyMoment)
{
    const auto ids = JobStore(file()).add(std::vector<NewItem>(10));
    std::mt19937 random(testSeed(7));
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
            EXPECT_TRUE(item.isWaiting() || item.canResume());
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
