#pragma once

#include "core/image/image.h"
#include "inference/metrics/motion.h"

#include <optional>

namespace unividx {

/// How much a layer changes from frame to frame along the motion of what it shows: the squared distance between a pixel
/// and the place it moves to in the next frame, mean over the pixels whose motion is known, then over pairs of frames.
/// Squared distances add up over channels.
///
/// A layer may change for good reasons (shading moves, a turning surface turns its normal) and is resampled here, so
/// the figure of the true layer, with the same motion, is what to compare it with.
///
/// Units: the layer's own values squared, plain.
/// Source: Lai, Huang, Wang, Shechtman, Yumer, Yang, Learning Blind Video Temporal Consistency, ECCV 2018, section 4
/// (temporal stability); motion as in motion.h instead of a trained network's
class WarpedError {
public:
    /// Frames in order; `fromBefore` is the motion from the frame before to this one, not used for the first.
    /// Throws: Input if the sizes differ.
    void add(const Image& picture, const Motion& fromBefore);

    /// Nothing if there is no pair of frames with known motion.
    std::optional<double> error() const;

private:
    Image before_;
    double sum_ = 0;
    int pairs_ = 0;
};

} // namespace unividx
