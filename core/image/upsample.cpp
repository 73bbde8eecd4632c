#include "core/image/upsample.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

std::vector<float> copyOf(const Image& image)
{
    return {image.data(), image.data() + image.byteSize() / sizeof(float)};
}

// The smallest and largest value of every 3x3 neighbourhood, interleaved: min, max of channel 0, of channel 1 ...
Image localRange(const Image& layer)
{
    const int channels = layer.channels();
    std::vector<float> values(layer.byteSize() / sizeof(float) * 2);
    parallelFor(0, layer.height(), [&](std::int64_t y) {
        float* out =
            values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(layer.width() * channels * 2);
        for (int x = 0; x < layer.width(); ++x) {
            for (int c = 0; c < channels; ++c) {
                float low = layer.at(x, static_cast<int>(y), c);
                float high = low;
                for (int v = std::max(0, static_cast<int>(y) - 1);
                     v <= std::min(layer.height() - 1, static_cast<int>(y) + 1); ++v) {
                    for (int u = std::max(0, x - 1); u <= std::min(layer.width() - 1, x + 1); ++u) {
                        low = std::min(low, layer.at(u, v, c));
                        high = std::max(high, layer.at(u, v, c));
                    }
                }
                *out++ = low;
                *out++ = high;
            }
        }
    });
    return Image(layer.resolution(), channels * 2, std::move(values));
}

} // namespace

Image upsampleGuided(const Image& layer, const Image& guide, const UpsampleOptions& options)
{
    if (guide.channels() != 3 || guide.empty() || layer.empty())
        throw Error(ErrorKind::Internal, "a guide needs three channels");
    if (layer.width() >= guide.width() && layer.height() >= guide.height())
        return resizeArea(layer, guide.resolution());

    const Image smallGuide = resizeArea(guide, layer.resolution());
    GuideModel model = fitGuide(layer, smallGuide, options.filter);
    const Image explained = applyGuide(model, smallGuide);
    std::vector<float> offset = copyOf(model.offset);
    for (std::size_t i = 0; i < offset.size(); ++i)
        offset[i] += options.residual * (layer.data()[i] - explained.data()[i]);
    model.offset = Image(layer.resolution(), layer.channels(), std::move(offset));

    const Image fine = applyGuide(model, guide);
    const Image range = resizeBilinear(localRange(layer), guide.resolution());
    std::vector<float> pixels = copyOf(fine);
    parallelFor(0, fine.height(), [&](std::int64_t y) {
        const auto rowSize = static_cast<std::size_t>(fine.width() * fine.channels());
        float* row = pixels.data() + static_cast<std::size_t>(y) * rowSize;
        const float* bounds = range.row(static_cast<int>(y));
        for (std::size_t i = 0; i < rowSize; ++i)
            row[i] = std::clamp(row[i], bounds[2 * i], bounds[2 * i + 1]);
    });
    return Image(fine.resolution(), fine.channels(), std::move(pixels));
}

Image normalizeVectors(const Image& image)
{
    if (image.channels() != 3)
        throw Error(ErrorKind::Internal, "vectors need three channels");
    std::vector<float> pixels = copyOf(image);
    for (std::size_t i = 0; i < pixels.size(); i += 3) {
        const float length = std::hypot(pixels[i], pixels[i + 1], pixels[i + 2]);
        if (std::isfinite(length) && length > 1e-6f) {
            for (std::size_t c = 0; c < 3; ++c)
                pixels[i + c] /= length;
        } else {
            pixels[i] = pixels[i + 1] = 0.0f;
            pixels[i + 2] = 1.0f;
        }
    }
    return Image(image.resolution(), 3, std::move(pixels));
}

Image clampValues(const Image& image, float low, float high)
{
    std::vector<float> pixels = copyOf(image);
    for (float& value : pixels)
        value = std::isnan(value) ? low : std::clamp(value, low, high);
    return Image(image.resolution(), image.channels(), std::move(pixels));
}

} // namespace unividx
