#pragma once

#include "core/time/frame_range.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// How a shot is cut into pieces the model can hold.
struct WindowOptions {
    std::int64_t length = 21; ///< frames; 4k + 1, what the VAE's temporal stride asks for
    std::int64_t overlap = 5; ///< frames shared with the window before; less than length
};

/// Covers `range` with windows of equal length. The last one starts earlier rather than run short.
/// A range shorter than a window gives one window that runs past the end; its tail repeats the last frame.
///
/// Throws: Usage if the range is empty, or the options break the rules above.
std::vector<FrameRange> planWindows(FrameRange range, const WindowOptions& options);

/// The frame to read for position `frame` of a window that may run past the end of `range`: the last one, held.
std::int64_t heldFrame(FrameRange range, std::int64_t frame);

} // namespace unividx
