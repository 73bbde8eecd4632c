#include "core/image/crop.h"

#include "core/base/error.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

Image crop(const Image& image, int x, int y, Resolution size, Border border)
{
    if (image.width() <= 0 || image.height() <= 0 || size.width <= 0 || size.height <= 0)
        throw Error(ErrorKind::Internal, "a picture without pixels was cropped");
    if (x == 0 && y == 0 && size == image.resolution())
        return image;
    const int channels = image.channels();
    std::vector<float> pixels;
    pixels.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                   static_cast<std::size_t>(channels));
    for (int row = y; row < y + size.height; ++row) {
        for (int column = x; column < x + size.width; ++column) {
            const bool outside = row < 0 || row >= image.height() || column < 0 || column >= image.width();
            const float* source =
                image.row(std::clamp(row, 0, image.height() - 1)) + std::clamp(column, 0, image.width() - 1) * channels;
            for (int c = 0; c < channels; ++c)
                pixels.push_back(outside && border == Border::Zero ? 0.0f : source[c]);
        }
    }
    return Image(size, channels, std::move(pixels));
}

Image padToMultiple(const Image& image, int step)
{
    const auto up = [step](int value) { return (value + step - 1) / step * step; };
    return crop(image, 0, 0, {up(image.width()), up(image.height())}, Border::Repeat);
}

Image selectChannels(const Image& image, int first, int count)
{
    if (first < 0 || count <= 0 || first + count > image.channels())
        throw Error(ErrorKind::Internal, "channels were asked for that the picture does not have");
    if (first == 0 && count == image.channels())
        return image;
    std::vector<float> pixels;
    const auto total = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
    pixels.reserve(total * static_cast<std::size_t>(count));
    const float* source = image.data() + first;
    for (std::size_t i = 0; i < total; ++i, source += image.channels())
        pixels.insert(pixels.end(), source, source + count);
    return Image(image.resolution(), count, std::move(pixels));
}

} // namespace unividx
