#pragma once

#include "core/engine/engine.h"
#include "core/image/image.h"
#include "inference/predictor/layer_predictor.h"

#include <functional>

namespace unividx {

/// How far away a frame's pixels are, up to a factor that is the frame's own.
struct RelativeDepth {
    Image logDistance; ///< one channel: natural logarithm of the distance along the camera's axis, its mean zero
    Image logError;    ///< one channel: the logarithm of the error to expect in `logDistance`, at the same size
};

/// Takes frames in order, each once.
using DepthSink = std::function<void(std::int64_t frame, const RelativeDepth& depth)>;

/// Predicts depth from rgb for every frame of `frames`, in clips of at most `clip` frames, at a size of about `usual`'s
/// area in the pictures' own shape.
/// `rgb`: as Engine's sources. Throws: Cancelled; Input from the source.
void predictDepth(const LayerPredictor& predictor, FrameRange frames, const FrameSource& rgb, Resolution usual,
                  std::int64_t clip, const DepthSink& sink, JobContext& job);

} // namespace unividx
