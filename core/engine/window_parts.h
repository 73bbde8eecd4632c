#pragma once

#include "core/engine/window_plan.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace unividx {

/// Windows [first, end) of a run's plan.
struct WindowSpan {
    std::size_t first = 0;
    std::size_t end = 0;

    bool empty() const { return first >= end; }
    bool operator==(const WindowSpan&) const = default;
};

/// A run's windows, and where they can be parted so that the parts, made apart and faded into each other where they
/// share frames, give the bits of a run in one piece.
class WindowPlan {
public:
    /// Throws: as planWindows.
    WindowPlan(FrameRange range, const WindowOptions& options);

    const std::vector<FrameRange>& windows() const { return windows_; }
    WindowSpan whole() const { return {0, windows_.size()}; }

    /// What an engine has to be asked for to make a span's windows: it plans them again, the same.
    FrameRange framesOf(WindowSpan span) const;

    /// The frames that a span shares with the windows before it; empty at the beginning.
    FrameRange sharedBefore(std::size_t window) const;

    /// The frames that a span alone decides: neither shared with what is before it nor with what comes after.
    FrameRange ownFrames(WindowSpan span) const;

    /// Whether a part may begin at this window: no third window looks into the frames it shares with the one before.
    /// Where windows overlap by half or more, a fade of three has an order that parts would not keep.
    bool canBegin(std::size_t window) const;

    /// The span in parts of `size` windows, more where it cannot be parted there.
    std::vector<WindowSpan> parts(WindowSpan span, std::size_t size) const;

    /// Part `index` (from 0) of `count` of about equal length. Empty where there are fewer places to part it.
    WindowSpan shard(std::size_t index, std::size_t count) const;

    /// The first window that looks at a frame. Throws: Internal if none does.
    std::size_t firstWith(std::int64_t frame) const;

private:
    FrameRange range_;
    std::vector<FrameRange> windows_;
};

} // namespace unividx
