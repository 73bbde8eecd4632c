#include "core/jobs/job_context.h"

#include <algorithm>

namespace unividx {

void JobContext::plan(std::int64_t units, std::int64_t frames)
{
    progress_.total = std::max(progress_.total, units);
    progress_.framesTotal = frames;
    report();
}

void JobContext::enter(Stage stage, int step, int steps)
{
    throwIfCancelled();
    progress_.stage = stage;
    progress_.step = step;
    progress_.steps = steps;
    report();
}

void JobContext::advance(std::int64_t units)
{
    progress_.done += units;
    report();
    throwIfCancelled();
}

void JobContext::finishFrames(std::int64_t frames)
{
    progress_.framesDone += frames;
    report();
}

void JobContext::report() const
{
    if (observer_)
        observer_(progress_);
}

} // namespace unividx
