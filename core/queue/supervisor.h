#pragma once

#include "core/queue/protocol.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

class WorkerProcess;

/// When a worker counts as hung.
struct WorkerLimits {
    std::chrono::milliseconds hello{60'000};     ///< until it has said hello
    std::chrono::milliseconds heartbeat{60'000}; ///< between two lines of any kind
    std::chrono::milliseconds stall{900'000};    ///< without progress and without using the processor
    std::chrono::milliseconds spin{86'400'000};  ///< without progress though it uses the processor: a step may be long
    std::chrono::milliseconds cancel{60'000};    ///< from the wish to stop to its end; a step may take that long
    std::chrono::milliseconds look{100};         ///< how often `wish` is asked
};

/// What an item came to in its worker.
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
    FrameRange frames;        ///< that the files hold
    bool memory = false;      ///< memory was the cause, as far as can be told
    bool warm = false;        ///< the engine had been loaded for an earlier item
    std::int64_t window = 0;  ///< frames, as it planned; 0 if it did not come that far
    std::int64_t overlap = 0; ///< frames
    double seconds = 0;
};

/// What the one who waits wants of a worker.
enum class WorkerWish { GoOn, Stop, Abandon /**< at once: the run is somebody else's */ };

/// One item for a worker.
struct WorkerJob {
    std::string kind = "run";
    std::string options;         ///< the item's description
    std::filesystem::path state; ///< folder
    std::filesystem::path log;   ///< what the worker writes on standard error, and what became of it, is added
    std::string project{};       ///< file of the project that the item belongs to; empty: of none that is saved
};

/// The worker program.
struct WorkerProgram {
    std::vector<std::string> command; ///< the program and its arguments
    WorkerLimits limits = {};
    std::filesystem::path kernelCounts = "/proc/vmstat"; ///< its "oom_kill" tells a lack of memory from another's kill
};

/// One worker process at a time, which executes item after item and keeps its engine loaded between them. It is started
/// for the first item, and again after it has died, ran out of memory or was released.
///
/// Thread: one, and the same: the kernel ends the process with the thread that started it.
class Supervisor {
public:
    explicit Supervisor(WorkerProgram program);
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Has an item executed and watches over it until it has ended, whatever happens to it. `told` hears every message;
    /// `wish` is asked now and then.
    ///
    /// Throws: Output if the log cannot be written; what `told` and `wish` throw, with the worker gone.
    WorkerReport supervise(const WorkerJob& job, const std::function<void(const WorkerMessage&)>& told,
                           const std::function<WorkerWish()>& wish);

    /// Ends the idle worker, if there is one, and thereby gives its memory back.
    void release();

    /// Whether a worker waits for another item.
    bool isWarm() const { return process_ != nullptr; }

    /// Bytes of memory that this worker holds; 0 without one.
    std::int64_t memory() const;

private:
    WorkerProgram program_;
    std::unique_ptr<WorkerProcess> process_;
};

} // namespace unividx
