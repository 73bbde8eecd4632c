#include "core/queue/queue_runner.h"

#include "core/base/error.h"
#include "core/queue/step_down.h"
#include "core/run/run_fields.h"

#include <chrono>
#include <ctime>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace unividx {

namespace {

using Clock = std::chrono::steady_clock;
using End = WorkerReport::End;

constexpr int mostDeaths = 3;

/// What all slots of a runner share.
struct Shared {
    const QueueRunnerOptions& options;
    const CancelToken& stop;
    const QueueObserver& observer;
    ProcessIdentity self = currentProcess();
    std::mutex mutex{};           ///< of the observer and of what follows
    std::exception_ptr failure{}; ///< the first slot's that cannot go on
    CancelToken failed{};

    bool stopping() const { return stop.cancelled() || failed.cancelled(); }
};

/// One place in a lane: runs item after item, each in a worker. A thread of its own with a store of its own.
class Slot {
public:
    Slot(Shared& shared, Lane lane) : shared_(shared), lane_(lane), store_(queueFile(shared.options.folder)) {}

    void run()
    {
        while (!shared_.stopping()) {
            if (const auto item = store_.claim(lane_, shared_.self, std::time(nullptr))) {
                tell(item->id);
                work(*item);
                tell(item->id);
            } else if (shared_.options.untilEmpty && !store_.hasWork(lane_)) {
                return; // what another slot or runner is at may come back to the queue, and counts as work
            } else {
                std::this_thread::sleep_for(shared_.options.pause);
            }
        }
    }

private:
    void tell(ItemId id)
    {
        const auto item = store_.find(id);
        const std::lock_guard lock(shared_.mutex);
        if (item && shared_.observer)
            shared_.observer(*item);
    }

    void work(const QueueItem& item)
    {
        const auto began = Clock::now();
        ItemOutcome outcome;
        try {
            parseRunSpec(item.description, "item " + std::to_string(item.id)); // what a worker would refuse
            outcome = outcomeOf(item, supervise(item));
        } catch (const Error& error) {
            outcome.state = ItemState::Failed;
            outcome.sentence = error.what();
        }
        outcome.seconds = std::chrono::duration<double>(Clock::now() - began).count();
        const bool ours = store_.finish(item, outcome);
        // Only now: were this program killed before, the finished run would find no state and its files in its way.
        if (ours && outcome.state == ItemState::Done)
            store_.dropState(item.id);
    }

    WorkerReport supervise(const QueueItem& item)
    {
        const auto& folder = shared_.options.folder;
        const WorkerJob job{shared_.options.worker, item.description, checkpointFolder(folder, item.id),
                            logFile(folder, item.id), shared_.options.kernelCounts};
        const auto began = Clock::now();
        std::optional<Progress> news;
        std::optional<std::string> waits;
        bool lost = false;
        const auto wish = [&] {
            if (news) {
                lost = !store_.report(item, *news, std::chrono::duration<double>(Clock::now() - began).count());
                news.reset();
                if (!lost)
                    tell(item.id);
            }
            if (waits && !lost) {
                lost = !store_.tellWaiting(item, *waits);
                waits.reset();
                tell(item.id);
            }
            if (lost)
                return WorkerWish::Abandon;
            return shared_.stopping() || store_.askedOf(item) != Asked::Nothing ? WorkerWish::Stop : WorkerWish::GoOn;
        };
        const auto told = [&](const WorkerMessage& message) {
            if (message.kind == WorkerMessage::Kind::Progress)
                news = message.progress;
            if (message.kind == WorkerMessage::Kind::Waiting)
                waits = message.text;
        };
        WorkerReport report = superviseWorker(job, shared_.options.limits, told, wish);
        if (news)
            store_.report(item, *news, report.seconds);
        return report;
    }

    ItemOutcome outcomeOf(const QueueItem& item, const WorkerReport& report) const
    {
        ItemOutcome outcome;
        outcome.sentence = report.sentence;
        switch (report.end) {
        case End::Done:
            outcome.files = report.files;
            if (item.stepsDown > 0)
                outcome.sentence = "made with a smaller window, because memory ran out";
            break;
        case End::Cancelled:
            outcome.state = ItemState::Queued; // or what was asked for: the store knows
            break;
        case End::Died:
            outcome.killed = true;
            outcome.state = item.deaths + 1 >= mostDeaths ? ItemState::Quarantined : ItemState::Queued;
            if (outcome.state == ItemState::Quarantined)
                outcome.sentence += "; it has killed " + std::to_string(mostDeaths) +
                                    " workers and is put aside: see its log, and try it again once the cause is gone";
            if (report.memory)
                makeSmaller(item, report, outcome);
            break;
        case End::Failed:
            outcome.state = ItemState::Failed;
            if (report.memory && item.stepsDown < mostStepsDown) {
                outcome.state = ItemState::Queued;
                makeSmaller(item, report, outcome);
            } else if (report.memory) {
                outcome.sentence += "; it was made smaller " + std::to_string(mostStepsDown) + " times before";
            }
            break;
        }
        return outcome;
    }

    static void makeSmaller(const QueueItem& item, const WorkerReport& report, ItemOutcome& outcome)
    {
        if (item.stepsDown >= mostStepsDown || outcome.state != ItemState::Queued)
            return;
        outcome.stepDown = true;
        outcome.description =
            formatRunSpec(steppedDown(parseRunSpec(item.description, "item " + std::to_string(item.id)),
                                      item.stepsDown + 1, report.window, report.overlap));
    }

    Shared& shared_;
    Lane lane_;
    JobStore store_;
};

} // namespace

void runQueue(const QueueRunnerOptions& options, const CancelToken& stop, const QueueObserver& observer)
{
    Shared shared{options, stop, observer};
    std::vector<Lane> slots;
    {
        JobStore store(queueFile(options.folder));
        store.recover();
        for (const Lane lane : allLanes) {
            if (!options.untilEmpty || store.hasWork(lane)) // each of its slots would find so, and end
                slots.insert(slots.end(), static_cast<std::size_t>(store.laneWidth(lane)), lane);
        }
    }
    // A thread lives as long as the workers it starts: the kernel ends a worker with the thread that started it.
    std::vector<std::thread> threads;
    threads.reserve(slots.size());
    for (const Lane lane : slots) {
        threads.emplace_back([&shared, lane] {
            try {
                Slot(shared, lane).run();
            } catch (...) {
                const std::lock_guard lock(shared.mutex);
                if (!shared.failure)
                    shared.failure = std::current_exception();
                shared.failed.cancel(); // the queue cannot be written: the other slots' work would be lost too
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    if (shared.failure)
        std::rethrow_exception(shared.failure);
}

} // namespace unividx
