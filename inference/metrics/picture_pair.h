#pragma once

#include "core/image/image.h"

#include <cstddef>

namespace unividx {

/// Refuses two pictures that cannot be compared pixel by pixel.
/// Throws: Input if they differ in size; Internal if either has fewer than `channels` channels.
void requireSameSize(const Image& made, const Image& wanted, int channels);

/// Calls `look(made, wanted)` with pointers to the two pixels' channels, for every pixel, rows from the top.
template <typename Look>
void forEachPixel(const Image& made, const Image& wanted, const Look& look)
{
    const std::size_t pixels = static_cast<std::size_t>(made.width()) * static_cast<std::size_t>(made.height());
    const auto madeStep = static_cast<std::size_t>(made.channels());
    const auto wantedStep = static_cast<std::size_t>(wanted.channels());
    for (std::size_t pixel = 0; pixel < pixels; ++pixel)
        look(made.data() + pixel * madeStep, wanted.data() + pixel * wantedStep);
}

} // namespace unividx
