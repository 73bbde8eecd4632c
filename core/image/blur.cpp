#include "core/image/blur.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/vector_clones.h"
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr float widestDirect = 6.0f; // beyond it half the size is as smooth and a quarter of the work

// Half of a symmetric kernel: the middle first. Sums to 1 with both sides.
std::vector<float> halfKernel(float sigma)
{
    const int reach = std::max(1, static_cast<int>(std::ceil(3.0f * sigma)));
    std::vector<float> weights;
    double sum = 0.0;
    for (int i = 0; i <= reach; ++i) {
        const double weight = std::exp(-0.5 * i * i / (static_cast<double>(sigma) * sigma));
        sum += i == 0 ? weight : 2.0 * weight;
        weights.push_back(static_cast<float>(weight));
    }
    for (float& weight : weights)
        weight = static_cast<float>(weight / sum);
    return weights;
}

UNIVIDX_VECTOR_CLONES void scaleRow(const float* in, float weight, float* out, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        out[i] = weight * in[i];
}

UNIVIDX_VECTOR_CLONES void addPair(const float* a, const float* b, float weight, float* out, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        out[i] += weight * (a[i] + b[i]);
}

Image blurDirect(const Image& image, float sigma)
{
    const std::vector<float> kernel = halfKernel(sigma);
    const int reach = static_cast<int>(kernel.size()) - 1;
    const int channels = image.channels();
    const auto rowSize = static_cast<std::size_t>(image.width() * channels);
    const auto margin = static_cast<std::size_t>(reach * channels);
    std::vector<float> pixels(rowSize * static_cast<std::size_t>(image.height()));
    parallelFor(0, image.height(), [&](std::int64_t y) {
        // The row blurred downwards, with its ends repeated, then across.
        thread_local std::vector<float> line;
        line.resize(rowSize + 2 * margin);
        float* middle = line.data() + margin;
        const auto row = [&](int at) { return image.row(std::clamp(at, 0, image.height() - 1)); };
        const int here = static_cast<int>(y);
        scaleRow(row(here), kernel[0], middle, rowSize);
        for (int i = 1; i <= reach; ++i)
            addPair(row(here - i), row(here + i), kernel[static_cast<std::size_t>(i)], middle, rowSize);
        for (std::size_t i = 0; i < margin; ++i) {
            const std::size_t channel = i % static_cast<std::size_t>(channels);
            line[i] = middle[channel];
            middle[rowSize + i] = middle[rowSize - static_cast<std::size_t>(channels) + channel];
        }
        float* out = pixels.data() + static_cast<std::size_t>(y) * rowSize;
        scaleRow(middle, kernel[0], out, rowSize);
        for (int i = 1; i <= reach; ++i)
            addPair(middle - i * channels, middle + i * channels, kernel[static_cast<std::size_t>(i)], out, rowSize);
    });
    return Image(image.resolution(), channels, std::move(pixels));
}

} // namespace

Image gaussianBlur(const Image& image, float sigma)
{
    if (image.empty())
        throw Error(ErrorKind::Internal, "a picture without pixels was blurred");
    if (!(sigma > 0.0f))
        return image;
    if (sigma <= widestDirect || std::min(image.width(), image.height()) < 4)
        return blurDirect(image, sigma);
    const Resolution half{(image.width() + 1) / 2, (image.height() + 1) / 2};
    // Taking the mean of two pixels and interpolating them again blurs by itself, with variances of 1/4 and 1/2 pixel.
    const float rest = std::sqrt(sigma * sigma - 0.75f) / 2.0f;
    return resizeBilinear(gaussianBlur(resizeArea(image, half), rest), image.resolution());
}

} // namespace unividx
