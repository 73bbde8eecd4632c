#include "core/image/resize.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace unividx {

namespace {

struct Tap {
    int low;
    int high;
    float weightLow;
    float weightHigh;
};

// float32 throughout, as the reference has it: a double here moves samples by half a code value.
std::vector<Tap> bilinearTaps(int from, int to)
{
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    std::vector<Tap> taps(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const float centre = std::max(0.0f, scale * (static_cast<float>(i) + 0.5f) - 0.5f);
        const int low = std::min(static_cast<int>(centre), from - 1);
        const float high = std::clamp(centre - static_cast<float>(low), 0.0f, 1.0f);
        taps[static_cast<std::size_t>(i)] = {low, std::min(low + 1, from - 1), 1.0f - high, high};
    }
    return taps;
}

struct Span {
    int first;
    std::vector<float> weights; // sum to 1
};

std::vector<Span> areaSpans(int from, int to)
{
    std::vector<Span> spans(static_cast<std::size_t>(to));
    if (to > from) {
        const std::vector<Tap> taps = bilinearTaps(from, to);
        for (std::size_t i = 0; i < taps.size(); ++i)
            spans[i] = {taps[i].low, taps[i].high == taps[i].low
                                         ? std::vector<float>{1.0f}
                                         : std::vector<float>{taps[i].weightLow, taps[i].weightHigh}};
        return spans;
    }
    const double scale = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        const double start = i * scale;
        const double end = std::min<double>(from, start + scale);
        Span& span = spans[static_cast<std::size_t>(i)];
        span.first = static_cast<int>(start);
        for (int k = span.first; k < end; ++k) {
            const double covered = std::min<double>(end, k + 1) - std::max<double>(start, k);
            if (covered > 1e-9 || span.weights.empty())
                span.weights.push_back(static_cast<float>(covered / scale));
        }
    }
    return spans;
}

void requireSizes(const Image& image, Resolution size)
{
    if (image.width() <= 0 || image.height() <= 0 || size.width <= 0 || size.height <= 0)
        throw Error(ErrorKind::Internal, "a picture without pixels was resized");
}

std::vector<float> bufferFor(Resolution size, int channels)
{
    return std::vector<float>(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                              static_cast<std::size_t>(channels));
}

} // namespace

Image resizeBilinear(const Image& image, Resolution size)
{
    requireSizes(image, size);
    if (size == image.resolution())
        return image;
    const int channels = image.channels();
    const std::vector<Tap> columns = bilinearTaps(image.width(), size.width);
    const std::vector<Tap> rows = bilinearTaps(image.height(), size.height);
    std::vector<float> pixels = bufferFor(size, channels);
    parallelFor(0, size.height, [&](std::int64_t y) {
        const Tap& row = rows[static_cast<std::size_t>(y)];
        const float* top = image.row(row.low);
        const float* bottom = image.row(row.high);
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width * channels);
        for (const Tap& column : columns) {
            const float* topLeft = top + column.low * channels;
            const float* topRight = top + column.high * channels;
            const float* bottomLeft = bottom + column.low * channels;
            const float* bottomRight = bottom + column.high * channels;
            for (int c = 0; c < channels; ++c)
                *out++ = row.weightLow * (column.weightLow * topLeft[c] + column.weightHigh * topRight[c]) +
                         row.weightHigh * (column.weightLow * bottomLeft[c] + column.weightHigh * bottomRight[c]);
        }
    });
    return Image(size, channels, std::move(pixels));
}

Image resizeArea(const Image& image, Resolution size)
{
    requireSizes(image, size);
    if (size == image.resolution())
        return image;
    const int channels = image.channels();
    const std::vector<Span> columns = areaSpans(image.width(), size.width);
    const std::vector<Span> rows = areaSpans(image.height(), size.height);
    const auto sourceStride = static_cast<std::size_t>(image.width() * channels);
    std::vector<float> pixels = bufferFor(size, channels);
    parallelFor(0, size.height, [&](std::int64_t y) {
        const Span& span = rows[static_cast<std::size_t>(y)];
        std::vector<float> line(sourceStride, 0.0f); // this output row at the source's width
        for (std::size_t k = 0; k < span.weights.size(); ++k) {
            const float* source = image.row(span.first + static_cast<int>(k));
            for (std::size_t i = 0; i < sourceStride; ++i)
                line[i] += span.weights[k] * source[i];
        }
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width * channels);
        for (const Span& column : columns) {
            for (int c = 0; c < channels; ++c) {
                float sum = 0.0f;
                for (std::size_t k = 0; k < column.weights.size(); ++k)
                    sum += column.weights[k] *
                           line[(static_cast<std::size_t>(column.first) + k) * static_cast<std::size_t>(channels) +
                                static_cast<std::size_t>(c)];
                *out++ = sum;
            }
        }
    });
    return Image(size, channels, std::move(pixels));
}

Resolution fitInto(Resolution size, Resolution box)
{
    const double scale = std::min(static_cast<double>(box.width) / std::max(1, size.width),
                                  static_cast<double>(box.height) / std::max(1, size.height));
    return {std::clamp(static_cast<int>(std::lround(size.width * scale)), 1, std::max(1, box.width)),
            std::clamp(static_cast<int>(std::lround(size.height * scale)), 1, std::max(1, box.height))};
}

} // namespace unividx
