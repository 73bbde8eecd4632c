#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "core/engine/window_join.h"
#include "core/image/clean_plate.h"
#include "core/run/generate_job.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace unividx {

/// Finishes the layers of a shot whose engine gives coarse mattes (`Engine::wantsRefinedMattes`): alpha is refined
/// along the edges of the frame, the foreground is the frame without what is behind it, and the background is a clean
/// plate of the whole shot.
///
/// The plate is made before the run, from frames spread evenly over the shot and from mattes that the engine makes for
/// them in a run of single frames. So it depends on the clips, the shot's range and the engine alone: windows in any
/// order, shards and resumed runs get the same bits, each process making the same plate again.
class MatteFinisher {
public:
    /// Which rows of a job's layers are finished here; none if its engine or its inputs ask for nothing of the kind.
    static ModalitySet modalitiesOf(const GenerateJob& job, const Engine& engine);

    /// Makes the plate if the background is kept. `sources`: by row, those of the job's conditions.
    /// Throws: as Engine::run; Cancelled.
    MatteFinisher(const GenerateJob& job, const std::array<FrameSource, 4>& sources, Engine& engine,
                  JobContext& context);

    /// Those of `modalitiesOf`.
    ModalitySet rows() const { return rows_; }

    /// The rows of `modalitiesOf` that are kept, and alpha: all of `rgb`'s size. `alpha`: one channel, coarse as the
    /// engine made it, or the finished one where alpha is an input.
    LayerFrame finish(std::int64_t frame, const Image& rgb, const Image& alpha) const;

private:
    ModalitySet rows_;
    ModalitySet kept_;
    std::optional<CleanPlate> plate_;
};

} // namespace unividx
