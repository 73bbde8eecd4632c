#pragma once

#include "core/engine/engine.h"
#include "core/engine/window_parts.h"
#include "core/run/checkpoint.h"

#include <array>
#include <cstdint>
#include <functional>

namespace unividx {

/// Some of a run's windows, to be made now.
struct PartRun {
    GenerateRequest request; ///< of the whole run
    WindowPlan plan;         ///< as the engine cuts it
    WindowSpan span;         ///< what of it is this run's: all, or a shard's part

    /// Whether a frame has reached its destination before; asked for the span's own frames, in order.
    std::function<bool(std::int64_t frame)> isDone;
};

/// Makes the span's windows and hands on the frames it alone decides, each once and in order, leaving out those that
/// are done. Goes on from the last window that `checkpoint` knows as finished. What the span shares with its neighbours
/// is kept in the checkpoint: the fade at such a seam is `joinSeam`'s.
///
/// However often it was stopped and begun again, the frames handed on have the same bits as those of one `Engine::run`.
/// Windows that share no frames are run together, others one by one.
///
/// Throws: as Engine::run; Output if the checkpoint cannot be written. `token` is the one of `context`.
void runParts(const PartRun& run, Engine& engine, const std::array<FrameSource, 4>& sources, Checkpoint& checkpoint,
              const LayerSink& sink, const CancelToken& token, JobContext& context);

/// Whether a span has nothing left to do: its own frames are done and its seams are kept.
bool isFinished(const PartRun& run, const Checkpoint& checkpoint);

/// The frames that two shards share, faded into each other; `window` is the first one of the later shard.
/// Throws: Input naming the shard that has not finished.
void joinSeam(const WindowPlan& plan, const Family& family, std::size_t window, const Checkpoint& checkpoint,
              const LayerSink& sink);

} // namespace unividx
