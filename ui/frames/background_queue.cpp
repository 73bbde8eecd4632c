#include "ui/frames/background_queue.h"

#include <utility>

namespace unividx::ui {

BackgroundQueue::BackgroundQueue() : thread_([this] { work(); }) {}

BackgroundQueue::~BackgroundQueue()
{
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        tasks_.clear();
    }
    wake_.notify_all();
    thread_.join();
}

void BackgroundQueue::push(Task task)
{
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void BackgroundQueue::replace(Task task)
{
    {
        const std::lock_guard lock(mutex_);
        tasks_.clear();
        tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
}

void BackgroundQueue::work()
{
    for (;;) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
            if (stop_)
                return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

} // namespace unividx::ui
