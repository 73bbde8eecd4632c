#pragma once

#include "core/base/machine_memory.h"
#include "core/engine/engine_keeper.h"
#include "core/queue/job_store.h"
#include "core/queue/supervisor.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// What a queue is run with.
struct QueueRunnerOptions {
    std::filesystem::path folder; ///< the queue's; its file, logs and states are there
    WorkerProgram worker;
    Claims claims = Claims::Everything;
    bool untilEmpty = true; ///< ends when nothing is left to run (what is held until a time is waited for)
    std::chrono::milliseconds pause{250};          ///< between two looks at an idle queue
    std::chrono::milliseconds keepEngine{600'000}; ///< an idle worker keeps its engine loaded for so long

    /// Bytes of memory that a job takes, 0 where that is not known; asked from the runner's threads, and only while
    /// idle workers of other places have engines. Throws: Error, which counts as not known.
    std::function<std::int64_t(const EngineDemand& demand)> memoryNeed = {};
    MemoryFiles memory = {}; ///< where the system says how much there is
};

/// What happened, for who watches: an item as it stands, after each change that this runner made.
using QueueObserver = std::function<void(const QueueItem& item)>;

/// Runs the queue's items in workers, as many at a time as the lanes are wide, on threads of its own. One worker a
/// place in a lane stays between items with its engine loaded. Several runners may be at work on one queue.
///
/// An item whose worker dies is tried again until it has killed three, then quarantined; one that runs out of memory is
/// made smaller twice, then it fails; other failures are final, for they would come again.
///
/// Idle workers keep their engines only while nobody needs the memory: they are ended before an item begins that would
/// not fit beside them, before one that ran out of memory is made smaller, and when the machine runs short of memory.
///
/// Thread: any; the observer is called from the runner's threads, by one at a time.
class QueueRunner {
public:
    /// Throws: as JobStore.
    QueueRunner(QueueRunnerOptions options, QueueObserver observer);

    /// Stops: what runs goes back to the queue at its last finished window. Waits for that.
    ~QueueRunner();
    QueueRunner(const QueueRunner&) = delete;
    QueueRunner& operator=(const QueueRunner&) = delete;

    /// Asks to stop, and does not wait.
    void stop();

    /// Waits until nothing is left to run (`untilEmpty`), or it was stopped. Throws: as JobStore, if the queue cannot
    /// be written any more.
    void wait();

    /// Holds the queue, or lets it go on: what runs is finished either way, unless it gives way.
    void setClaims(Claims claims);
    Claims claims() const;

    /// Looks at the queue at once rather than at the next turn: after items were added in this process.
    void wake();

    /// How long an idle worker keeps its engine loaded, from now on.
    void setKeepEngine(std::chrono::milliseconds keepEngine);

    /// Asks idle workers for their memory; they are started again for the next item.
    void releaseEngines();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Runs the queue on this thread until nothing is left or `stop` is set.
/// Throws: as QueueRunner.
void runQueue(const QueueRunnerOptions& options, const CancelToken& stop, const QueueObserver& observer);

} // namespace unividx
