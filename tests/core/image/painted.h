#pragma once

#include "core/base/parallel.h"
#include "core/image/image.h"

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace unividx {

/// A picture painted pixel by pixel: `paint(x, y, channel)`.
template <typename Paint>
Image painted(Resolution size, int channels, const Paint& paint)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < channels; ++c)
                pixels.push_back(paint(x, y, c));
        }
    }
    return Image(size, channels, std::move(pixels));
}

/// A smooth pattern without repeats, in [0.2, 0.8]: something for a camera to hold on to.
inline float pattern(double x, double y, int channel)
{
    const double value = std::sin(0.13 * x + 0.7 * channel) + std::sin(0.11 * y + 0.05 * x) +
                         std::sin(0.031 * x * 1.7 - 0.07 * y + channel) + std::sin(0.21 * y - 0.17 * x);
    return static_cast<float>(0.5 + 0.075 * value);
}

inline double meanDifference(const Image& a, const Image& b)
{
    double sum = 0;
    const std::size_t count = a.byteSize() / sizeof(float);
    for (std::size_t i = 0; i < count; ++i)
        sum += std::abs(static_cast<double>(a.data()[i]) - b.data()[i]);
    return sum / static_cast<double>(count);
}

inline bool sameBits(const Image& a, const Image& b)
{
    return a.resolution() == b.resolution() && a.channels() == b.channels() &&
           std::vector<float>(a.data(), a.data() + a.byteSize() / sizeof(float)) ==
               std::vector<float>(b.data(), b.data() + b.byteSize() / sizeof(float));
}

/// What `make` gives on this many threads; the number is put back.
template <typename Make>
auto onThreads(int threads, const Make& make)
{
    setParallelism(threads);
    auto made = make();
    setParallelism(0);
    return made;
}

} // namespace unividx
