#pragma once

#include "core/comp/picture.h"
#include "core/image/image.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <random>
#include <vector>

namespace unividx::testing_comp {

inline Image made(Resolution size, int channels, const std::function<float(int x, int y, int c)>& value)
{
    std::vector<float> pixels;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < channels; ++c)
                pixels.push_back(value(x, y, c));
        }
    }
    return Image(size, channels, std::move(pixels));
}

inline Image randomImage(Resolution size, int channels, unsigned seed, float low = 0.0f, float high = 1.0f)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(low, high);
    return made(size, channels, [&](int, int, int) { return values(random); });
}

inline std::size_t valueCount(const Image& image)
{
    return image.byteSize() / sizeof(float);
}

inline bool sameBits(const Image& a, const Image& b)
{
    if (a.resolution() != b.resolution() || a.channels() != b.channels())
        return false;
    for (std::size_t i = 0; i < valueCount(a); ++i) {
        if (!(a.data()[i] == b.data()[i]))
            return false;
    }
    return true;
}

inline float largestDifference(const Image& a, const Image& b)
{
    float largest = a.resolution() == b.resolution() && a.channels() == b.channels() ? 0.0f : 1e30f;
    for (std::size_t i = 0; largest < 1e30f && i < valueCount(a); ++i)
        largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
    return largest;
}

/// Seven bars of 75 %: grey, yellow, cyan, green, magenta, red, blue.
inline Image colorBars(Resolution size)
{
    static constexpr float bars[7][3] = {{.75f, .75f, .75f}, {.75f, .75f, 0}, {0, .75f, .75f}, {0, .75f, 0},
                                         {.75f, 0, .75f},    {.75f, 0, 0},    {0, 0, .75f}};
    return made(size, 3, [&](int x, int, int c) { return bars[x * 7 / size.width][c]; });
}

} // namespace unividx::testing_comp
