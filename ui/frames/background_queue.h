#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace unividx::ui {

/// One thread that does what it is given, one thing after another, so that the interface never waits.
///
/// Thread: any may push. A task must not let an exception out.
class BackgroundQueue {
public:
    using Task = std::function<void()>;

    BackgroundQueue();

    /// Waits for the task that is running; the others are dropped.
    ~BackgroundQueue();
    BackgroundQueue(const BackgroundQueue&) = delete;
    BackgroundQueue& operator=(const BackgroundQueue&) = delete;

    void push(Task task);

    /// Forgets what has not begun, then pushes: for work of which only the latest counts.
    void replace(Task task);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    bool stop_ = false;
    std::thread thread_; // last: it uses the others
};

} // namespace unividx::ui
