#pragma once

#include <cstdint>

namespace unividx {

/// Frame numbers and positions stay within this, either sign: at 24 a second it is more than a year, and products with
/// rates stay far from overflow.
inline constexpr std::int64_t frameLimit = 1'000'000'000;

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
