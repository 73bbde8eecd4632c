#pragma once

#include "core/image/image.h"

#include <cstdint>

namespace unividx {

/// Errors of relative depth: each frame's distances are right up to a factor of the frame's own.
struct DepthErrors {
    double logRmse = 0;      ///< root mean square of the logarithm's error, each frame's mean error taken out
    double meanLogError = 0; ///< mean absolute error of the logarithm, likewise
    std::int64_t pixels = 0; ///< that have a true distance
};

/// Takes the frames of a clip one by one.
///
/// Source: Eigen, Puhrsch and Fergus, Depth Map Prediction from a Single Image using a Multi-Scale Deep Network,
/// NeurIPS 2014, section 3.2 (scale-invariant error)
class DepthMeter {
public:
    /// `made`: logarithm of the distance, up to a constant; `wanted`: the distance in any unit, 0 or not finite where
    /// it is unknown. One channel each. Throws: Input if the sizes differ.
    void add(const Image& made, const Image& wanted);

    /// All zero before the first pixel with a true distance.
    DepthErrors errors() const;

private:
    double squares_ = 0, absolutes_ = 0;
    std::int64_t pixels_ = 0;
};

} // namespace unividx
