#pragma once

#include <cstdint>

namespace unividx {

/// Frames a second as an exact fraction, e.g. 24000/1001. Always in lowest terms, denominator above 0.
struct FrameRate {
    std::int64_t numerator = 24;
    std::int64_t denominator = 1;

    double perSecond() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
    bool operator==(const FrameRate&) const = default;
};

} // namespace unividx
