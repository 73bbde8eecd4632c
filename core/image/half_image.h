#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// An image in half the memory, for keeping many: half floats, rounded to the nearest and ties to even.
class HalfImage {
public:
    HalfImage() = default;

    /// What is beyond the range of a half float is taken to its end; `image` has no NaN.
    explicit HalfImage(const Image& image);

    /// With the numbers that halves have.
    Image image() const;

    std::size_t byteSize() const { return pixels_.size() * sizeof(std::uint16_t); }

private:
    Resolution resolution_;
    int channels_ = 0;
    std::vector<std::uint16_t> pixels_;
};

} // namespace unividx
