#include "core/queue/queue_slot.h"

#include "core/base/error.h"
#include "core/base/machine_memory.h"
#include "core/queue/item_kind.h"
#include "core/queue/step_down.h"

#include <ctime>
#include <optional>

namespace unividx::detail {

namespace {

using Clock = std::chrono::steady_clock;
using End = WorkerReport::End;

constexpr int mostDeaths = 3;

class Slot {
public:
    Slot(RunnerState& state, LaneId lane)
        : state_(state), lane_(std::move(lane)), store_(queueFile(state.options.folder)),
          supervisor_(state.options.worker)
    {
    }

    void run()
    {
        std::int64_t wakes = 0;
        while (!state_.stop.cancelled()) {
            const Claims claims = state_.claims;
            if (const auto item = store_.claim(lane_, state_.self, std::time(nullptr), claims)) {
                setIdle(false);
                tell(item->id);
                makeRoom(*item);
                work(*item);
                tell(item->id);
                idleSince_ = Clock::now();
                releases_ = state_.releases; // what was asked of idle workers meanwhile was not asked of this one
            } else if (state_.options.untilEmpty && !store_.hasWork(lane_, claims)) {
                return; // what another slot or runner is at may come back to the queue, and counts as work
            } else {
                giveBack();
                setIdle(supervisor_.isWarm());
                state_.pause(wakes);
            }
        }
    }

    ~Slot()
    {
        supervisor_.release();
        setIdle(false);
    }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

private:
    /// An engine that nobody used for a while, or whose memory is wanted, is given up with its worker.
    void giveBack()
    {
        const std::int64_t asked = state_.releases;
        const auto isOver = [&] {
            return asked != releases_ || Clock::now() - idleSince_ >= state_.keepEngine.load() ||
                   isShort(machineMemory(state_.options.memory));
        };
        if (supervisor_.isWarm() && isOver())
            supervisor_.release();
        releases_ = asked;
    }

    /// Whether this place has a worker that waits with its engine loaded.
    void setIdle(bool idle)
    {
        if (idle == idle_)
            return;
        idle_ = idle;
        const std::lock_guard lock(state_.mutex);
        state_.idleEngines += idle ? 1 : -1;
        state_.changed.notify_all();
    }

    /// Has other places end their idle workers where this item would not fit beside them. What this place's own worker
    /// holds is there for the item.
    void makeRoom(const QueueItem& item)
    {
        {
            const std::lock_guard lock(state_.mutex);
            if (state_.idleEngines == 0 || !state_.options.memoryNeed)
                return;
        }
        std::int64_t need = 0;
        try {
            const auto demand = itemKind(item.kind).needs(item.description).engine;
            if (!demand || demand->device != "cpu") // of an accelerator's own memory nothing is known here
                return;
            need = state_.options.memoryNeed(*demand);
        } catch (const Error&) {
            return; // the worker says what is wrong with the item
        }
        const std::int64_t there = machineMemory(state_.options.memory).available + supervisor_.memory();
        if (need > there)
            state_.releaseIdle();
    }

    void tell(ItemId id)
    {
        const auto item = store_.find(id);
        const std::lock_guard lock(state_.observing);
        if (item && state_.observer)
            state_.observer(*item);
    }

    void work(const QueueItem& item)
    {
        const auto began = Clock::now();
        ItemOutcome outcome;
        try {
            // What a worker would refuse.
            itemKind(item.kind).check(item.description, "item " + std::to_string(item.id));
            outcome = outcomeOf(item, supervise(item));
        } catch (const Error& error) {
            outcome.state = ItemState::Failed;
            outcome.sentence = error.what();
            outcome.error = error.kind();
        }
        outcome.seconds = std::chrono::duration<double>(Clock::now() - began).count();
        const bool ours = store_.finish(item, outcome);
        // Only now: were this program killed before, the finished run would find no state and its files in its way.
        if (ours && outcome.state == ItemState::Done)
            store_.dropState(item.id);
    }

    WorkerReport supervise(const QueueItem& item)
    {
        const auto& folder = state_.options.folder;
        const WorkerJob job{item.kind, item.description, checkpointFolder(folder, item.id), logFile(folder, item.id),
                            item.origin.project};
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
            const bool stops = state_.stop.cancelled() || store_.askedOf(item) != Asked::Nothing ||
                               store_.mustGiveWay(item, std::time(nullptr));
            return stops ? WorkerWish::Stop : WorkerWish::GoOn;
        };
        const auto told = [&](const WorkerMessage& message) {
            if (message.kind == WorkerMessage::Kind::Progress)
                news = message.progress;
            if (message.kind == WorkerMessage::Kind::Waiting)
                waits = message.text;
        };
        WorkerReport report = supervisor_.supervise(job, told, wish);
        if (news)
            store_.report(item, *news, report.seconds);
        return report;
    }

    ItemOutcome outcomeOf(const QueueItem& item, const WorkerReport& report)
    {
        ItemOutcome outcome;
        outcome.sentence = report.sentence;
        switch (report.end) {
        case End::Done:
            outcome.files = report.files;
            outcome.frames = report.frames;
            if (item.stepsDown > 0)
                outcome.sentence = "made with a smaller window, because memory ran out";
            break;
        case End::Cancelled:
            outcome.state = ItemState::Queued; // or what was asked for: the store knows
            break;
        case End::Died:
            outcome.killed = true;
            outcome.error = report.memory ? ErrorKind::OutOfMemory : ErrorKind::Internal;
            outcome.state = item.deaths + 1 >= mostDeaths ? ItemState::Quarantined : ItemState::Queued;
            if (outcome.state == ItemState::Quarantined)
                outcome.sentence += "; it has killed " + std::to_string(mostDeaths) +
                                    " workers and is put aside: see its log, and try it again once the cause is gone";
            if (report.memory)
                makeSmaller(item, report, outcome);
            break;
        case End::Failed:
            outcome.state = ItemState::Failed;
            outcome.error = report.error;
            if (report.memory && state_.releaseIdle()) {
                outcome.state = ItemState::Queued; // as it is: there is more room now
            } else if (report.memory && canBeSmaller(item)) {
                outcome.state = ItemState::Queued;
                makeSmaller(item, report, outcome);
            } else if (report.memory && item.stepsDown > 0) {
                outcome.sentence += "; it was made smaller " + std::to_string(item.stepsDown) + " times before";
            }
            break;
        }
        return outcome;
    }

    static bool canBeSmaller(const QueueItem& item)
    {
        return item.stepsDown < mostStepsDown && itemKind(item.kind).smaller;
    }

    static void makeSmaller(const QueueItem& item, const WorkerReport& report, ItemOutcome& outcome)
    {
        if (!canBeSmaller(item) || outcome.state != ItemState::Queued)
            return;
        outcome.stepDown = true;
        outcome.description =
            itemKind(item.kind).smaller(item.description, item.stepsDown + 1, report.window, report.overlap);
    }

    RunnerState& state_;
    LaneId lane_;
    JobStore store_;
    std::int64_t releases_ = state_.releases;
    Clock::time_point idleSince_ = Clock::now();
    bool idle_ = false; ///< as RunnerState counts it
    Supervisor supervisor_;
};

} // namespace

void RunnerState::pause(std::int64_t& seen)
{
    std::unique_lock lock(mutex);
    changed.wait_for(lock, options.pause, [&] { return wakes != seen; });
    seen = wakes;
}

void RunnerState::wake()
{
    {
        const std::lock_guard lock(mutex);
        ++wakes;
    }
    changed.notify_all();
}

bool RunnerState::releaseIdle()
{
    constexpr std::chrono::seconds patience{20}; // for workers that are slow to die; then the item begins all the same
    std::unique_lock lock(mutex);
    if (idleEngines == 0)
        return false;
    ++releases;
    ++wakes;
    changed.notify_all();
    changed.wait_for(lock, patience, [this] { return idleEngines == 0 || stop.cancelled(); });
    return true;
}

void runSlot(RunnerState& state, const LaneId& lane)
{
    Slot(state, lane).run();
}

} // namespace unividx::detail
