#pragma once

#include "core/engine/depth_predictor.h"
#include "inference/predictor/layer_predictor.h"

#include <cstdint>

namespace unividx {

/// Predicts depth from rgb for every frame of `frames`, in clips of at most `clip` frames, at a size of about `usual`'s
/// area in the pictures' own shape.
/// `rgb`: as Engine's sources. Throws: Cancelled; Input from the source.
void predictDepth(const LayerPredictor& predictor, FrameRange frames, const FrameSource& rgb, Resolution usual,
                  std::int64_t clip, const DepthSink& sink, JobContext& job);

} // namespace unividx
