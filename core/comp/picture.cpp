#include "core/comp/picture.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/crop.h"

#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

namespace unividx {

namespace {

std::size_t pixelCount(const Image& image)
{
    return static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
}

template <typename Change>
Image changedColor(const Image& rgba, const Change& change)
{
    std::vector<float> pixels(pixelCount(rgba) * 4);
    parallelFor(0, rgba.height(), [&](std::int64_t y) {
        const float* in = rgba.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(rgba.width() * 4);
        for (int x = 0; x < rgba.width(); ++x, in += 4, out += 4) {
            const float alpha = in[3];
            for (int c = 0; c < 3; ++c)
                out[c] = change(in[c], alpha);
            out[3] = alpha;
        }
    });
    return Image(rgba.resolution(), 4, std::move(pixels));
}

} // namespace

template <AlphaState State>
AlphaPicture<State>::AlphaPicture(Image rgba) : image_(std::move(rgba))
{
    if (!image_.empty() && image_.channels() != 4)
        throw Error(ErrorKind::Internal, "a picture with alpha has four channels");
}

template class AlphaPicture<AlphaState::Straight>;
template class AlphaPicture<AlphaState::Premultiplied>;

Premultiplied premultiply(const Straight& picture)
{
    return Premultiplied(changedColor(picture.image(), [](float color, float alpha) { return color * alpha; }));
}

Straight unpremultiply(const Premultiplied& picture)
{
    return Straight(
        changedColor(picture.image(), [](float color, float alpha) { return alpha != 0.0f ? color / alpha : color; }));
}

Straight straightPicture(const Image& rgb, const Image& matte)
{
    if (rgb.channels() != 3 || (!matte.empty() && (matte.channels() != 1 || matte.resolution() != rgb.resolution())))
        throw Error(ErrorKind::Internal, "a colour picture and its matte do not fit together");
    std::vector<float> pixels(pixelCount(rgb) * 4);
    for (std::size_t i = 0; i < pixelCount(rgb); ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            pixels[4 * i + c] = rgb.data()[3 * i + c];
        pixels[4 * i + 3] = matte.empty() ? 1.0f : matte.data()[i];
    }
    return Straight(Image(rgb.resolution(), 4, std::move(pixels)));
}

Image colorOf(const Straight& picture)
{
    return selectChannels(picture.image(), 0, 3);
}

template <AlphaState State>
Image alphaOf(const AlphaPicture<State>& picture)
{
    return selectChannels(picture.image(), 3, 1);
}

template Image alphaOf(const Straight& picture);
template Image alphaOf(const Premultiplied& picture);

FinitePicture finitePicture(const Image& image)
{
    std::atomic<std::int64_t> found{0};
    const auto rowSize = static_cast<std::size_t>(image.width() * image.channels());
    parallelFor(0, image.height(), [&](std::int64_t y) {
        const float* row = image.row(static_cast<int>(y));
        std::int64_t bad = 0;
        for (std::size_t i = 0; i < rowSize; ++i)
            bad += std::isfinite(row[i]) ? 0 : 1;
        found += bad;
    });
    if (found == 0)
        return {image, 0};
    std::vector<float> pixels(image.data(), image.data() + image.byteSize() / sizeof(float));
    for (float& value : pixels) {
        if (!std::isfinite(value))
            value = 0.0f;
    }
    return {Image(image.resolution(), image.channels(), std::move(pixels)), found};
}

} // namespace unividx
