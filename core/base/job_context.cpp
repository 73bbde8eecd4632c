#include "core/base/job_context.h"

#include <algorithm>

namespace unividx {

void JobContext::plan(std::int64_t units, std::int64_t frames)
{
    change([&](Progress& progress) {
        progress.total = std::max(progress.total, units);
        progress.framesTotal = frames;
    });
}

void JobContext::enter(Stage stage, int step, int steps)
{
    throwIfCancelled();
    change([&](Progress& progress) {
        progress.stage = stage;
        progress.step = step;
        progress.steps = steps;
    });
}

void JobContext::advance(std::int64_t units)
{
    change([&](Progress& progress) { progress.done += units; });
    throwIfCancelled();
}

void JobContext::finishFrames(std::int64_t frames)
{
    change([&](Progress& progress) { progress.framesDone += frames; });
}

} // namespace unividx
