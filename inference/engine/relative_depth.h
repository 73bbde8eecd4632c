#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <functional>

namespace unividx {

/// How far away a frame's pixels are, up to a factor that is the frame's own.
struct RelativeDepth {
    Image logDistance; ///< one channel: natural logarithm of the distance along the camera's axis, its mean zero
    Image logError;    ///< one channel: the logarithm of the error to expect in `logDistance`, at the same size
};

/// Takes frames in order, each once.
using DepthSink = std::function<void(std::int64_t frame, const RelativeDepth& depth)>;

} // namespace unividx
