#include "inference/engine/window_lanes.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <deque>
#include <future>

namespace unividx {

namespace {

/// A lane's own job, whose steps are told to the one job of the run.
std::vector<LayerFrame> runInLane(const RunPlan& plan, std::size_t window, const WindowModels& models,
                                  const std::array<FrameSource, 4>& sources, CancelToken& stop, JobContext& job)
{
    const c10::NoGradGuard noGradients; // a thread begins with gradients on
    at::set_num_threads(1);
    std::int64_t told = 0;
    JobContext lane(stop, [&](const Progress& progress) {
        if (progress.done > told)
            job.advance(progress.done - told); // throws when the run is cancelled
        else
            job.enter(progress.stage, progress.step, progress.steps);
        told = progress.done;
    });
    try {
        return runWindow(plan, window, models, sources, lane);
    } catch (...) {
        stop.cancel(); // the other lanes' work is for nothing
        throw;
    }
}

} // namespace

void runWindowsInLanes(const RunPlan& plan, const WindowModels& models, const std::array<FrameSource, 4>& sources,
                       int lanes, const WindowSink& sink, JobContext& job)
{
    CancelToken stop;
    std::deque<std::future<std::vector<LayerFrame>>> running;
    std::size_t next = 0;
    const auto fill = [&] {
        for (; next < plan.windows.size() && running.size() < static_cast<std::size_t>(lanes); ++next) {
            running.push_back(std::async(std::launch::async, [&plan, &models, &sources, &stop, &job, window = next] {
                return runInLane(plan, window, models, sources, stop, job);
            }));
        }
    };
    try {
        for (fill(); !running.empty();) {
            std::future<std::vector<LayerFrame>> first = std::move(running.front());
            running.pop_front();
            std::vector<LayerFrame> frames = first.get();
            fill(); // before the sink, which may be slow
            sink(std::move(frames));
        }
    } catch (const Cancelled&) {
        stop.cancel();
        job.throwIfCancelled();
        // This lane was stopped because a later one failed: what failed is told.
        for (auto& lane : running) {
            try {
                lane.get();
            } catch (const Cancelled&) {
                continue;
            }
        }
        throw;
    } catch (...) {
        stop.cancel();
        throw; // the futures' end waits for the lanes
    }
}

} // namespace unividx
