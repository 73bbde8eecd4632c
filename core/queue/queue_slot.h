#pragma once

#include "core/queue/queue_runner.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>

/// Private to core/queue: one place in a lane.
namespace unividx::detail {

/// What all slots of a runner share.
struct RunnerState {
    RunnerState(QueueRunnerOptions its, QueueObserver observes)
        : options(std::move(its)), observer(std::move(observes)), claims(options.claims), keepEngine(options.keepEngine)
    {
    }

    const QueueRunnerOptions options;
    const QueueObserver observer;
    const ProcessIdentity self = currentProcess();
    CancelToken stop;
    std::atomic<Claims> claims;
    std::atomic<std::chrono::milliseconds> keepEngine; ///< as in the options, until it is changed
    std::atomic<std::int64_t> releases{0};             ///< how often engines were asked back
    std::mutex observing;                              ///< the observer is called by one at a time
    std::mutex mutex;                                  ///< of what follows
    std::condition_variable changed;
    std::int64_t wakes = 0;
    int idleEngines = 0;        ///< idle workers that may have an engine loaded
    std::exception_ptr failure; ///< the first slot's that cannot go on

    /// Waits for a wake, a stop, or the next turn. `seen`: the number of wakes the caller knows.
    void pause(std::int64_t& seen);
    void wake();

    /// Ends the idle workers and waits until their memory is free. False if there are none.
    bool releaseIdle();
};

/// Runs item after item of a lane in one worker, until the runner stops, or nothing is left in the lane and the runner
/// runs until then. A thread of its own with a store of its own. Throws: as JobStore.
void runSlot(RunnerState& state, const LaneId& lane);

} // namespace unividx::detail
