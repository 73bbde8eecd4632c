#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "core/image/image.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <functional>

namespace unividx {

/// A frame's depth up to an unknown factor, which may differ from frame to frame.
struct RelativeDepth {
    Image logDistance; ///< one channel: natural logarithm of the distance along the camera's axis, its mean zero
    Image logError;    ///< one channel: the logarithm of the error to expect in `logDistance`, at the same size
};

/// Takes frames in order, each once.
using DepthSink = std::function<void(std::int64_t frame, const RelativeDepth& depth)>;

/// Interface of engines that predict depth from rgb, besides Engine.
class DepthPredictor {
public:
    virtual ~DepthPredictor() = default;

    /// Whether the model package has a network for depth.
    virtual bool predictsDepth() const = 0;

    /// Relative depth of every frame. `rgb`: as Engine's sources. Thread: as Engine::run.
    /// Throws: Model if the package has no network for it; Error from the source; Cancelled.
    virtual void depth(FrameRange frames, const FrameSource& rgb, const DepthSink& sink, JobContext& job) = 0;
};

} // namespace unividx
