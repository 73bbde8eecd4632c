#include "inference/engine/window_lanes.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <deque>
#include <future>
#include <mutex>

namespace unividx {

namespace {

/// What the lanes have in common.
struct Shared {
    std::mutex reading; ///< sources serve one caller at a time
    CancelToken stop;   ///< set when a window failed: the others' work is for nothing
};

std::array<FrameSource, 4> oneAtATime(const std::array<FrameSource, 4>& sources, std::mutex& mutex)
{
    std::array<FrameSource, 4> guarded;
    for (std::size_t row = 0; row < sources.size(); ++row) {
        if (!sources[row])
            continue;
        guarded[row] = [&source = sources[row], &mutex](std::int64_t frame) {
            const std::lock_guard lock(mutex);
            return source(frame);
        };
    }
    return guarded;
}

/// A lane's own job, whose steps are told to the one job of the run.
std::vector<LayerFrame> runInLane(const RunPlan& plan, std::size_t window, const WindowModels& models,
                                  const std::array<FrameSource, 4>& sources, Shared& shared, JobContext& job)
{
    const c10::NoGradGuard noGradients; // a thread begins with gradients on
    at::set_num_threads(1);
    std::int64_t told = 0;
    JobContext lane(shared.stop, [&](const Progress& progress) {
        if (progress.done > told)
            job.advance(progress.done - told); // throws when the run is cancelled
        else
            job.enter(progress.stage, progress.step, progress.steps);
        told = progress.done;
    });
    try {
        return runWindow(plan, window, models, sources, lane);
    } catch (...) {
        shared.stop.cancel();
        throw;
    }
}

} // namespace

void runWindowsInLanes(const RunPlan& plan, const WindowModels& models, const std::array<FrameSource, 4>& sources,
                       int lanes, const WindowSink& sink, JobContext& job)
{
    Shared shared;
    const std::array<FrameSource, 4> guarded = oneAtATime(sources, shared.reading);
    std::deque<std::future<std::vector<LayerFrame>>> running; // its end waits for every lane
    std::size_t next = 0;
    const auto start = [&] {
        running.push_back(std::async(std::launch::async, [&plan, &models, &guarded, &shared, &job, window = next++] {
            return runInLane(plan, window, models, guarded, shared, job);
        }));
    };
    const auto stopAndWait = [&] {
        shared.stop.cancel();
        for (auto& lane : running)
            lane.wait();
    };
    try {
        while (next < plan.windows.size() || !running.empty()) {
            while (next < plan.windows.size() && running.size() < static_cast<std::size_t>(lanes))
                start();
            std::future<std::vector<LayerFrame>> first = std::move(running.front());
            running.pop_front(); // what throws below is asked no second time
            std::vector<LayerFrame> frames = first.get();
            if (next < plan.windows.size())
                start(); // before the sink, which may be slow
            sink(std::move(frames));
        }
    } catch (const Cancelled&) {
        // A lane that was stopped because another failed says so too: what failed is told.
        stopAndWait();
        job.throwIfCancelled();
        for (auto& lane : running) {
            try {
                lane.get();
            } catch (const Cancelled&) {
                continue;
            }
        }
        throw;
    } catch (...) {
        stopAndWait();
        throw;
    }
}

} // namespace unividx
