#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "inference/evaluation/figure.h"

#include <array>
#include <cstdint>
#include <set>

namespace unividx {

/// A clip's layers and the true ones, frame by frame from 0. Pictures are what an engine is given (`FrameSource`):
/// colour display-referred in [0, 1], a matte as grey, normals as n * 0.5 + 0.5. A source that is not set is a layer
/// that is not there.
struct ClipUnderTest {
    const Family* family = &intrinsicFamily;
    std::int64_t frames = 0;
    std::array<FrameSource, 4> made; ///< the layers that are measured
    std::array<FrameSource, 4> wanted;
    std::set<std::int64_t> joins; ///< frames where windows meet, see `joinFrames`; empty: no seam ratio
};

/// All figures that can be had of a clip. Motion is estimated on the wanted rgb, or the made one where that is all
/// there is; without either the figures that need it are left out. Holds a few frames at a time.
///
/// Throws: Error from the sources; Input naming layer and frame where pictures do not match, or a made layer has no
/// wanted one; Cancelled.
Figures measureClip(const ClipUnderTest& clip, const CancelToken& cancel);

} // namespace unividx
