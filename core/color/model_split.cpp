#include "core/color/model_split.h"

#include "core/base/error.h"
#include "core/image/crop.h"

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

void requireSameSize(const Image& a, const Image& b)
{
    if (a.resolution() != b.resolution() || a.channels() < 3)
        throw Error(ErrorKind::Internal, "highlights were put back into a picture of another size");
}

} // namespace

ModelSplit splitForModel(const Image& source, const ColorTransform& toModel, const ColorTransform& toLinear)
{
    if (source.channels() != 3 && source.channels() != 4)
        throw Error(ErrorKind::Internal, "only colour pictures can be given to the model");
    std::vector<float> finite = copyOf(selectChannels(source, 0, 3));
    for (float& value : finite) {
        if (!std::isfinite(value))
            value = 0.0f;
    }
    const Image encoded = toModel.apply(Image(source.resolution(), 3, std::move(finite)));

    std::vector<float> clipped = copyOf(encoded);
    bool anyOutside = false;
    for (float& value : clipped) {
        const float inside = std::clamp(std::isfinite(value) ? value : 0.0f, 0.0f, 1.0f);
        anyOutside = anyOutside || inside != value;
        value = inside;
    }
    ModelSplit split{Image(source.resolution(), 3, std::move(clipped)), {}};
    if (!anyOutside)
        return split;

    const Image full = toLinear.apply(encoded);
    const Image seen = toLinear.apply(split.model);
    std::vector<float> excess = copyOf(full);
    for (std::size_t i = 0; i < excess.size(); ++i) {
        const float difference = excess[i] - seen.data()[i];
        excess[i] = std::isfinite(difference) ? difference : 0.0f;
    }
    split.excess = Image(source.resolution(), 3, std::move(excess));
    return split;
}

Image putBackExcess(const Image& linear, const Image& excess)
{
    if (excess.empty())
        return linear;
    requireSameSize(linear, excess);
    std::vector<float> pixels = copyOf(linear);
    const auto step = static_cast<std::size_t>(linear.channels());
    for (std::size_t i = 0, pixel = 0; i < pixels.size(); i += step, ++pixel) {
        for (std::size_t c = 0; c < 3; ++c)
            pixels[i + c] += excess.data()[pixel * 3 + c];
    }
    return Image(linear.resolution(), linear.channels(), std::move(pixels));
}

Image scaleByExcess(const Image& linear, const Image& excess, const Image& weight)
{
    if (excess.empty())
        return linear;
    requireSameSize(linear, excess);
    if (!weight.empty() && (weight.resolution() != linear.resolution() || weight.channels() != 1))
        throw Error(ErrorKind::Internal, "highlights were put back with a matte of another size");
    std::vector<float> pixels = copyOf(linear);
    const auto step = static_cast<std::size_t>(linear.channels());
    for (std::size_t i = 0, pixel = 0; i < pixels.size(); i += step, ++pixel) {
        const float share = weight.empty() ? 1.0f : weight.data()[pixel];
        for (std::size_t c = 0; c < 3; ++c)
            pixels[i + c] *= 1.0f + share * std::max(0.0f, excess.data()[pixel * 3 + c]);
    }
    return Image(linear.resolution(), linear.channels(), std::move(pixels));
}

} // namespace unividx
