#pragma once

#include "core/engine/engine.h"

#include <cstddef>
#include <map>
#include <vector>

namespace unividx {

/// One frame's pictures, one per target row; the other rows are empty.
using LayerFrame = std::array<Image, 4>;

/// The weight of the later window on frame `index` (from 0) of `shared` frames: 1/(n+1) ... n/(n+1).
float fadeWeight(std::int64_t index, std::int64_t shared);

/// `before`, faded into `after` by `weight`; normals are made unit vectors again.
/// Throws: Internal if the two differ in size.
LayerFrame fadeLayers(const Family& family, const LayerFrame& before, const LayerFrame& after, float weight);

/// Joins the windows of a run into one stream of frames.
///
/// Where windows overlap, the later one fades in linearly, by `fadeWeight` and `fadeLayers`. Frames past the range (a
/// short range's padding) are dropped. A frame is handed on as soon as no later window covers it, so no more than one
/// window is held.
class WindowJoin {
public:
    /// `windows` are those of `planWindows(range, ...)`.
    WindowJoin(const Family& family, FrameRange range, std::vector<FrameRange> windows, LayerSink sink);

    /// Takes the next window's frames, all of them, from its first. Throws: Internal if their number is not the
    /// window's, or the sink's own Error.
    void add(std::vector<LayerFrame> frames);

private:
    const Family* family_;
    FrameRange range_;
    std::vector<FrameRange> windows_;
    LayerSink sink_;
    std::size_t next_ = 0;
    std::map<std::int64_t, LayerFrame> held_;
};

} // namespace unividx
