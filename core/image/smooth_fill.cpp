#include "core/base/error.h"
#include "core/image/patch_fill.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace {

/// Half the size: each pixel the mean of the known ones among its four; known if one of them is.
std::pair<Image, Image> halved(const Image& picture, const Image& hole)
{
    const Resolution size{(picture.width() + 1) / 2, (picture.height() + 1) / 2};
    const int channels = picture.channels();
    std::vector<float> pixels;
    std::vector<float> unknown;
    std::vector<float> sum(static_cast<std::size_t>(channels));
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::fill(sum.begin(), sum.end(), 0.0F);
            int known = 0;
            for (int v = 2 * y; v < std::min(2 * y + 2, picture.height()); ++v) {
                for (int u = 2 * x; u < std::min(2 * x + 2, picture.width()); ++u) {
                    if (hole.row(v)[u] > 0.5F)
                        continue;
                    ++known;
                    for (int c = 0; c < channels; ++c)
                        sum[static_cast<std::size_t>(c)] += picture.at(u, v, c);
                }
            }
            for (const float value : sum)
                pixels.push_back(known > 0 ? value / static_cast<float>(known) : 0.5F);
            unknown.push_back(known > 0 ? 0.0F : 1.0F);
        }
    }
    return {Image(size, channels, std::move(pixels)), Image(size, 1, std::move(unknown))};
}

} // namespace

Image filledSmoothly(const Image& picture, const Image& hole)
{
    if (picture.empty() || hole.channels() != 1 || hole.resolution() != picture.resolution())
        throw Error(ErrorKind::Internal, "a picture is filled where a hole of its own size says");
    if (std::none_of(hole.data(), hole.data() + hole.byteSize() / sizeof(float), [](float v) { return v > 0.5F; }))
        return picture;
    if (picture.width() == 1 && picture.height() == 1)
        return Image({1, 1}, picture.channels(),
                     std::vector<float>(static_cast<std::size_t>(picture.channels()), 0.5F));
    const auto [halfPicture, halfHole] = halved(picture, hole);
    const Image below = filledSmoothly(halfPicture, halfHole);
    // Between the four pixels around, as a bilinear enlargement has it.
    const int channels = picture.channels();
    std::vector<float> pixels(picture.data(), picture.data() + picture.byteSize() / sizeof(float));
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (hole.row(y)[x] <= 0.5F)
                continue;
            const int u = x / 2;
            const int v = y / 2;
            const int u2 = std::clamp(u + (x % 2 == 0 ? -1 : 1), 0, below.width() - 1);
            const int v2 = std::clamp(v + (y % 2 == 0 ? -1 : 1), 0, below.height() - 1);
            for (int c = 0; c < channels; ++c)
                pixels[static_cast<std::size_t>((y * picture.width() + x) * channels + c)] =
                    0.5625F * below.at(u, v, c) + 0.1875F * (below.at(u2, v, c) + below.at(u, v2, c)) +
                    0.0625F * below.at(u2, v2, c);
        }
    }
    return Image(picture.resolution(), channels, std::move(pixels));
}

} // namespace unividx
