#include "core/run/part_run.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>
#include <utility>

namespace unividx {

namespace {

using Seam = Checkpoint::Seam;

std::optional<std::int64_t> firstMissing(const PartRun& run)
{
    const FrameRange own = run.plan.ownFrames(run.span);
    for (std::int64_t frame = own.first; frame < own.end(); ++frame) {
        if (!run.isDone(frame))
            return frame;
    }
    return std::nullopt;
}

bool hasSeams(const PartRun& run, const Checkpoint& checkpoint)
{
    const FrameRange before = run.plan.sharedBefore(run.span.first);
    const FrameRange after = run.plan.sharedBefore(run.span.end);
    return (before.empty() || checkpoint.hasSeam(Seam::Head, before.first)) &&
           (after.empty() || checkpoint.hasSeam(Seam::Tail, after.first));
}

/// The window to go on from: the latest whose tail before it is kept, or the first that looks at the first missing
/// frame; what that one shares with earlier windows is done and left out.
std::size_t firstWindow(const PartRun& run, const Checkpoint& checkpoint)
{
    const FrameRange head = run.plan.sharedBefore(run.span.first);
    if (!head.empty() && !checkpoint.hasSeam(Seam::Head, head.first))
        return run.span.first;
    const auto missing = firstMissing(run);
    // Everything is done but the tail, which is kept for the next shard: its window has to be made again.
    const std::size_t looking = missing ? run.plan.firstWith(*missing) : run.span.end - 1;
    const std::size_t earliest = std::max(run.span.first, looking);
    for (std::size_t window = run.span.end - 1; window > earliest; --window) {
        const FrameRange shared = run.plan.sharedBefore(window);
        if (missing && shared.first > *missing)
            continue;
        if (!shared.empty() && run.plan.canBegin(window) && checkpoint.hasSeam(Seam::Tail, shared.first))
            return window;
    }
    return earliest;
}

/// A part's own job, whose progress is told to the one job of the run as its share of all windows.
class PartProgress {
public:
    PartProgress(JobContext& whole, const CancelToken& token, WindowSpan span, std::int64_t frames)
        : whole_(whole), token_(token), span_(span), frames_(frames)
    {
    }

    template <typename Work>
    void run(WindowSpan part, Work work)
    {
        std::int64_t told = 0;
        JobContext context(token_, [&](const Progress& progress) {
            if (progress.total > 0 && !planned_)
                plan(progress.total, part);
            if (progress.done > told)
                whole_.advance(progress.done - told); // throws when the run is cancelled
            else
                whole_.enter(progress.stage, progress.step, progress.steps);
            told = progress.done;
        });
        work(context);
    }

private:
    void plan(std::int64_t units, WindowSpan part)
    {
        const auto windowsOf = [](WindowSpan span) { return static_cast<std::int64_t>(span.end - span.first); };
        planned_ = true;
        whole_.plan(units * windowsOf(span_) / windowsOf(part), frames_);
        if (const std::int64_t before = units * windowsOf({span_.first, part.first}) / windowsOf(part); before > 0)
            whole_.advance(before);
    }

    JobContext& whole_;
    const CancelToken& token_;
    WindowSpan span_;
    std::int64_t frames_;
    bool planned_ = false;
};

/// One part's frames on their way: faded at its beginning, held back at its end.
class PartSink {
public:
    PartSink(const PartRun& run, WindowSpan part, const LayerFrames* before)
        : run_(run), headRange_(run.plan.sharedBefore(part.first)), tailRange_(run.plan.sharedBefore(part.end)),
          before_(before)
    {
    }

    /// The frame to hand on, if it is one.
    const LayerFrame* take(std::int64_t frame, const LayerFrame& layers)
    {
        joined_ = layers;
        if (headRange_.contains(frame)) {
            if (!before_) {
                head.emplace(frame, layers);
                return nullptr;
            }
            joined_ = fadeLayers(*run_.request.task.family, before_->at(frame), layers,
                                 fadeWeight(frame - headRange_.first, headRange_.count));
        }
        if (tailRange_.contains(frame)) {
            tail.emplace(frame, joined_);
            return nullptr;
        }
        return &joined_;
    }

    LayerFrames head;
    LayerFrames tail;

private:
    const PartRun& run_;
    FrameRange headRange_;
    FrameRange tailRange_;
    const LayerFrames* before_;
    LayerFrame joined_;
};

GenerateRequest requestOf(const PartRun& run, WindowSpan part)
{
    GenerateRequest request = run.request;
    request.frames = run.plan.framesOf(part);
    return request;
}

} // namespace

bool isFinished(const PartRun& run, const Checkpoint& checkpoint)
{
    return run.span.empty() || (!firstMissing(run) && hasSeams(run, checkpoint));
}

void runParts(const PartRun& run, Engine& engine, const std::array<FrameSource, 4>& sources, Checkpoint& checkpoint,
              const LayerSink& sink, const CancelToken& token, JobContext& context)
{
    if (isFinished(run, checkpoint))
        return;
    const FrameRange own = run.plan.ownFrames(run.span);
    const std::size_t first = firstWindow(run, checkpoint);
    const bool overlaps = !run.plan.sharedBefore(1).empty();
    // Windows of a small model that share nothing run side by side in the engine; their frames are state enough.
    const std::size_t size = overlaps ? 1 : run.plan.windows().size();
    PartProgress progress(context, token, run.span, own.count);
    for (const WindowSpan& part : run.plan.parts({first, run.span.end}, size)) {
        const FrameRange shared = run.plan.sharedBefore(part.first);
        const auto before = part.first == run.span.first ? std::nullopt : checkpoint.loadSeam(Seam::Tail, shared.first);
        // Without it the frames it fades into would be made by nobody, and missed only when the shards are joined.
        if (part.first > first && !shared.empty() && !before)
            throw Error(ErrorKind::Output, checkpoint.folder().string() + ": the frames from " +
                                               std::to_string(shared.first) +
                                               " were kept there and are gone; run it again");
        PartSink frames(run, part, before ? &*before : nullptr);
        progress.run(part, [&](JobContext& partContext) {
            const LayerSink partSink = [&](std::int64_t frame, const LayerFrame& layers) {
                const LayerFrame* ready = frames.take(frame, layers);
                if (ready && own.contains(frame) && !run.isDone(frame))
                    sink(frame, *ready);
            };
            engine.run(requestOf(run, part), sources, partSink, partContext);
        });
        if (part.first == run.span.first && !frames.head.empty())
            checkpoint.saveSeam(Seam::Head, shared.first, frames.head);
        if (!frames.tail.empty())
            checkpoint.saveSeam(Seam::Tail, frames.tail.begin()->first, frames.tail);
        // The tail before this part has gone into its frames; only a shard's own seams stay.
        if (before)
            checkpoint.dropSeam(Seam::Tail, shared.first);
    }
}

void joinSeam(const WindowPlan& plan, const Family& family, std::size_t window, const Checkpoint& checkpoint,
              const LayerSink& sink)
{
    const FrameRange shared = plan.sharedBefore(window);
    if (shared.empty())
        return;
    const auto tail = checkpoint.loadSeam(Seam::Tail, shared.first);
    const auto head = checkpoint.loadSeam(Seam::Head, shared.first);
    for (std::int64_t frame = shared.first; frame < shared.end(); ++frame) {
        if (!tail || !head || !tail->contains(frame) || !head->contains(frame))
            throw Error(ErrorKind::Input, checkpoint.folder().string() + ": the shard " + (tail ? "from" : "up to") +
                                              " frame " + std::to_string(shared.first) +
                                              " has not finished; run it before the shards are put together");
        sink(frame,
             fadeLayers(family, tail->at(frame), head->at(frame), fadeWeight(frame - shared.first, shared.count)));
    }
}

} // namespace unividx
