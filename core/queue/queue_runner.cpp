#include "core/queue/queue_runner.h"

#include "core/queue/queue_slot.h"

#include <algorithm>
#include <atomic>
#include <list>
#include <map>
#include <thread>
#include <utility>

namespace unividx {

namespace {

/// One thread, and whether it has come to its end.
struct SlotThread {
    std::atomic<bool> ended{false};
    std::thread thread{};
};

/// Starts a thread for each place in the lanes that have work. A thread lives as long as the workers it starts: the
/// kernel ends a worker with the thread that started it.
class Places {
public:
    explicit Places(detail::RunnerState& state) : state_(state), store_(queueFile(state.options.folder))
    {
        store_.recover();
    }
    ~Places()
    {
        for (auto& [lane, threads] : threads_) {
            for (SlotThread& slot : threads)
                slot.thread.join();
        }
    }
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    /// True if something is at work, or could be.
    bool fill()
    {
        bool any = false;
        for (const LaneId& lane : store_.busyLanes()) {
            if (!store_.hasWork(lane, state_.claims))
                continue;
            any = true;
            // Also in a lane that is stopped: items that are started at once begin there.
            const auto width = static_cast<std::size_t>(std::max(1, store_.laneWidth(lane.group)));
            while (threads_[lane].size() < width)
                start(lane);
        }
        for (auto& [lane, threads] : threads_) {
            any = any || !threads.empty();
            threads.remove_if([](SlotThread& slot) {
                if (!slot.ended)
                    return false;
                slot.thread.join();
                return true;
            });
        }
        return any;
    }

private:
    void start(const LaneId& lane)
    {
        SlotThread& slot = threads_[lane].emplace_back();
        slot.thread = std::thread([this, &slot, lane] {
            try {
                detail::runSlot(state_, lane);
            } catch (...) {
                const std::lock_guard lock(state_.mutex);
                if (!state_.failure)
                    state_.failure = std::current_exception();
                state_.stop.cancel(); // the queue cannot be written: the other slots' work would be lost too
            }
            slot.ended = true;
            state_.wake();
        });
    }

    detail::RunnerState& state_;
    JobStore store_;
    std::map<LaneId, std::list<SlotThread>> threads_;
};

} // namespace

struct QueueRunner::Impl {
    Impl(QueueRunnerOptions options, QueueObserver observer) : state(std::move(options), std::move(observer)) {}

    void run()
    {
        try {
            Places places(state);
            std::int64_t wakes = 0;
            while (!state.stop.cancelled() && (places.fill() || !state.options.untilEmpty))
                state.pause(wakes);
        } catch (...) {
            const std::lock_guard lock(state.mutex);
            if (!state.failure)
                state.failure = std::current_exception();
            state.stop.cancel();
        }
        const std::lock_guard lock(state.mutex);
        ended = true;
        state.changed.notify_all();
    }

    detail::RunnerState state;
    bool ended = false; ///< guarded by state.mutex
    std::thread thread{};
};

QueueRunner::QueueRunner(QueueRunnerOptions options, QueueObserver observer)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(observer)))
{
    const JobStore opened(queueFile(impl_->state.options.folder)); // what is wrong with the file is said at once
    impl_->thread = std::thread([this] { impl_->run(); });
}

QueueRunner::~QueueRunner()
{
    stop();
    impl_->thread.join();
}

void QueueRunner::stop()
{
    impl_->state.stop.cancel();
    wake();
}

void QueueRunner::wait()
{
    std::unique_lock lock(impl_->state.mutex);
    impl_->state.changed.wait(lock, [this] { return impl_->ended; });
    if (const auto failure = std::exchange(impl_->state.failure, nullptr))
        std::rethrow_exception(failure);
}

void QueueRunner::setClaims(Claims claims)
{
    impl_->state.claims = claims;
    wake();
}

Claims QueueRunner::claims() const
{
    return impl_->state.claims;
}

void QueueRunner::wake()
{
    impl_->state.wake();
}

void QueueRunner::releaseEngines()
{
    ++impl_->state.releases;
    wake();
}

void QueueRunner::setKeepEngine(std::chrono::milliseconds keepEngine)
{
    impl_->state.keepEngine = keepEngine;
    impl_->state.wake();
}

void runQueue(const QueueRunnerOptions& options, const CancelToken& stop, const QueueObserver& observer)
{
    QueueRunner runner(options, observer);
    std::atomic<bool> over{false};
    // A signal's handler can set the token and do no more.
    std::thread watcher([&] {
        while (!over && !stop.cancelled())
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        if (!over)
            runner.stop();
    });
    std::exception_ptr failure;
    try {
        runner.wait();
    } catch (...) {
        failure = std::current_exception();
    }
    over = true;
    watcher.join();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace unividx
