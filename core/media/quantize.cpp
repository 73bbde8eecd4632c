#include "core/media/quantize.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

template <typename Code>
std::vector<Code> quantize(const Image& image, float scale, float bias)
{
    const std::size_t count = image.byteSize() / sizeof(float);
    std::vector<Code> codes(count);
    for (std::size_t i = 0; i < count; ++i) {
        const float value = image.data()[i];
        const float inside = std::isnan(value) ? 0.0f : std::clamp(value, 0.0f, 1.0f);
        codes[i] = static_cast<Code>(inside * scale + bias);
    }
    return codes;
}

} // namespace

std::vector<std::uint8_t> toEightBit(const Image& image)
{
    return quantize<std::uint8_t>(image, 255.0f, 0.0f);
}

std::vector<std::uint16_t> toSixteenBit(const Image& image)
{
    return quantize<std::uint16_t>(image, 65535.0f, 0.5f);
}

Image encodeNormals(const Image& normals)
{
    std::vector<float> pixels(normals.data(), normals.data() + normals.byteSize() / sizeof(float));
    for (float& value : pixels)
        value = value * 0.5f + 0.5f;
    return Image(normals.resolution(), normals.channels(), std::move(pixels));
}

} // namespace unividx
