#pragma once

#include "core/engine/window_join.h"
#include "core/run/generate_job.h"
#include "core/run/matte_finisher.h"

#include <array>
#include <cstdint>

namespace unividx {

/// What a job does beside the model: reads its clips for the engine, and brings the engine's layers to the output size
/// along the edges of the source. The same layers of a frame give the same bits whenever and wherever they are
/// finished.
///
/// Thread: `sources()` may be called from several at a time, also while a frame is finished; `finish` from one.
class FrameFinisher {
public:
    /// Where mattes are refined and a background is kept, runs the engine on some frames first (see MatteFinisher).
    /// Throws: Internal if the job's clips are not its task's conditions; as Engine::run; Cancelled.
    FrameFinisher(const GenerateJob& job, Engine& engine, JobContext& context);

    const std::array<FrameSource, 4>& sources() const { return sources_; }

    /// Throws: Model if a value is not a number; Input from the clips.
    FinishedFrame finish(std::int64_t frame, const LayerFrame& layers) const;

private:
    ModelSplit guideOf(std::int64_t frame) const;
    void addMattes(const Image& rgb, const LayerFrame& layers, FinishedFrame& finished) const;

    GenerateJob job_;
    std::array<FrameSource, 4> sources_;
    SplitSource rgb_;                     ///< set if RGB is given
    std::optional<MatteFinisher> mattes_; ///< set if it finishes any row
    std::size_t guide_ = 4;               ///< the row whose edges the layers follow where RGB is not given; 4: none is
};

} // namespace unividx
