#pragma once

#include <cstdint>

namespace unividx {

/// A run of whole frames: `first`, and how many. Numbers are the source's own (a plate's 1001 is 1001).
struct FrameRange {
    std::int64_t first = 0;
    std::int64_t count = 0;

    std::int64_t end() const { return first + count; } ///< one past the last
    std::int64_t last() const { return first + count - 1; }
    bool empty() const { return count <= 0; }
    bool contains(std::int64_t frame) const { return frame >= first && frame < end(); }
    bool operator==(const FrameRange&) const = default;
};

} // namespace unividx
