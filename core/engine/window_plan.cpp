#include "core/engine/window_plan.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace unividx {

std::vector<FrameRange> planWindows(FrameRange range, const WindowOptions& options)
{
    if (range.empty())
        throw Error(ErrorKind::Usage, "the range of frames is empty");
    if (options.length < 1 || options.length % 4 != 1) {
        throw Error(ErrorKind::Usage, "a window must have 4k + 1 frames, so not " + std::to_string(options.length));
    }
    if (options.overlap < 0 || options.overlap >= options.length) {
        throw Error(ErrorKind::Usage, "the overlap of windows must be at least 0 and less than their " +
                                          std::to_string(options.length) + " frames");
    }
    std::vector<FrameRange> windows{{range.first, options.length}};
    while (windows.back().end() < range.end()) {
        const std::int64_t next = windows.back().end() - options.overlap;
        windows.push_back({std::min(next, range.end() - options.length), options.length});
    }
    return windows;
}

std::int64_t heldFrame(FrameRange range, std::int64_t frame)
{
    return std::clamp(frame, range.first, range.last());
}

} // namespace unividx
