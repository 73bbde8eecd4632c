#pragma once

#include "core/base/error.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace unividx {

/// What a job is doing, for people. Words for it are made where they are shown.
enum class Stage { Preparing, LoadingModel, Encoding, Denoising, Decoding, Writing };

/// How far a job is, as a value.
struct Progress {
    Stage stage = Stage::Preparing;
    std::int64_t done = 0;  ///< units of work finished
    std::int64_t total = 0; ///< units planned; never shrinks
    int step = 0;           ///< denoising step of this window, from 1
    int steps = 0;
    std::int64_t framesDone = 0;
    std::int64_t framesTotal = 0;
};

/// A request to stop, shared between who asks and who works. Setting it is safe in a signal handler.
class CancelToken {
public:
    void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
    bool cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> cancelled_{false};
};

/// Given to a job's function: its one way to report progress and the one place where a cancel is noticed.
///
/// Thread: any of the job's threads; the observer is called by one at a time.
class JobContext {
public:
    using Observer = std::function<void(const Progress&)>;

    explicit JobContext(const CancelToken& token, Observer observer = {})
        : token_(token), observer_(std::move(observer))
    {
    }

    /// Counts the work before it starts, so that a bar never jumps back.
    void plan(std::int64_t units, std::int64_t frames);

    /// Says what is being done now, without finishing anything. Throws: Cancelled.
    void enter(Stage stage, int step = 0, int steps = 0);

    /// `units` of work are finished. Throws: Cancelled.
    void advance(std::int64_t units);

    /// That many frames have reached their destination.
    void finishFrames(std::int64_t frames);

    bool cancelled() const { return token_.cancelled(); }

    /// For a part of the work that has a context of its own.
    const CancelToken& token() const { return token_; }

    Progress progress() const
    {
        const std::lock_guard lock(mutex_);
        return progress_;
    }
    void throwIfCancelled() const
    {
        if (token_.cancelled())
            throw Cancelled();
    }

private:
    /// Changes the progress and tells the observer, as one.
    template <typename Change>
    void change(const Change& change)
    {
        const std::lock_guard lock(mutex_);
        change(progress_);
        if (observer_)
            observer_(progress_);
    }

    const CancelToken& token_;
    Observer observer_;
    mutable std::mutex mutex_;
    Progress progress_;
};

} // namespace unividx
