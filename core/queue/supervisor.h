#pragma once

#include "core/queue/protocol.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unividx {

/// When a worker counts as hung.
struct WorkerLimits {
    std::chrono::milliseconds hello{60'000};     ///< until it has said hello
    std::chrono::milliseconds heartbeat{60'000}; ///< between two lines of any kind
    std::chrono::milliseconds stall{900'000};    ///< without progress and without using the processor
    std::chrono::milliseconds spin{86'400'000};  ///< without progress though it uses the processor: a step may be long
    std::chrono::milliseconds cancel{60'000};    ///< from the wish to stop to its end; a step may take that long
    std::chrono::milliseconds look{250};         ///< how often `wish` is asked
};

/// What a worker's run came to.
struct WorkerReport {
    enum class End {
        Done,
        Failed,    ///< it said so: `error` and `sentence`
        Cancelled, ///< as it was wished
        Died,      ///< crashed, was killed, hung or spoke nonsense: `sentence` says which
    };

    End end = End::Died;
    ErrorKind error = ErrorKind::Internal;
    std::string sentence;
    std::vector<std::string> files;
    bool memory = false;      ///< memory was the cause, as far as can be told
    std::int64_t window = 0;  ///< frames, as it planned; 0 if it did not come that far
    std::int64_t overlap = 0; ///< frames
    double seconds = 0;
};

/// What the one who waits wants of a worker.
enum class WorkerWish { GoOn, Stop, Abandon /**< at once: the run is somebody else's */ };

/// One run in one worker.
struct WorkerJob {
    std::vector<std::string> command; ///< the worker program and its arguments
    std::string options;              ///< as formatRunSpec gives them
    std::filesystem::path state;      ///< folder
    std::filesystem::path log;        ///< what the worker writes on standard error, and what became of it, is added
    std::filesystem::path kernelCounts = "/proc/vmstat"; ///< its "oom_kill" tells a lack of memory from another's kill
};

/// Runs a job in a worker process and watches over it until it has ended and is gone, whatever happens to it.
/// `told` hears every message; `wish` is asked now and then. Both are called on the caller's thread.
///
/// Throws: Output if the log cannot be written; what `told` and `wish` throw, with the worker gone.
WorkerReport superviseWorker(const WorkerJob& job, const WorkerLimits& limits,
                             const std::function<void(const WorkerMessage&)>& told,
                             const std::function<WorkerWish()>& wish);

} // namespace unividx
