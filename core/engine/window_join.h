#pragma once

#include "core/engine/engine.h"

#include <cstddef>
#include <map>
#include <vector>

namespace unividx {

/// One frame's pictures, one per target row; the other rows are empty.
using LayerFrame = std::array<Image, 4>;

/// Joins the windows of a run into one stream of frames.
///
/// Where windows overlap, the later one fades in linearly: over n shared frames its weight is 1/(n+1) ... n/(n+1).
/// Normals are made unit vectors again after the fade. Frames past the range (a short range's padding) are dropped.
/// A frame is handed on as soon as no later window covers it, so no more than one window is held.
class WindowJoin {
public:
    /// `windows` are those of `planWindows(range, ...)`.
    WindowJoin(const Family& family, FrameRange range, std::vector<FrameRange> windows, LayerSink sink);

    /// Takes the next window's frames, all of them, from its first. Throws: Internal if their number is not the
    /// window's, or the sink's own Error.
    void add(std::vector<LayerFrame> frames);

private:
    LayerFrame blend(const LayerFrame& before, const LayerFrame& after, float weight) const;

    const Family* family_;
    FrameRange range_;
    std::vector<FrameRange> windows_;
    LayerSink sink_;
    std::size_t next_ = 0;
    std::map<std::int64_t, LayerFrame> held_;
};

} // namespace unividx
