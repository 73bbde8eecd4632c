#pragma once

#include "core/queue/job_store.h"
#include "core/queue/supervisor.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unividx {

/// What a queue is run with.
struct QueueRunnerOptions {
    std::filesystem::path folder;    ///< the queue's; its file, logs and states are there
    std::vector<std::string> worker; ///< the worker program and its arguments
    WorkerLimits limits;
    std::filesystem::path kernelCounts = "/proc/vmstat"; ///< as in WorkerJob
    bool untilEmpty = true;               ///< ends when nothing is left to run (what is on hold is waited for)
    std::chrono::milliseconds pause{250}; ///< between two looks at an idle queue
};

/// What happened, for who watches: an item as it stands, after each change that this runner made.
using QueueObserver = std::function<void(const QueueItem& item)>;

/// Runs the queue's items in workers, as many at a time as the lanes are wide, until nothing is left or `stop` is set;
/// then what runs goes back to the queue at its last finished window. Several runners may be at work on one queue.
///
/// An item whose worker dies is tried again until it has killed three, then quarantined; one that runs out of memory is
/// made smaller twice, then it fails; other failures are final, for they would come again.
///
/// Thread: blocks; `observer` is called from the runner's threads, by one at a time. Throws: as JobStore.
void runQueue(const QueueRunnerOptions& options, const CancelToken& stop, const QueueObserver& observer);

} // namespace unividx
