#include "core/comp/edges.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/blur.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr float solid = 0.98f; // mattes of the published model and of keyers stop a little below 1 inside

std::size_t pixelCount(const Image& image)
{
    return static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height());
}

void requireSameSize(Resolution a, Resolution b)
{
    if (a != b)
        throw Error(ErrorKind::Internal, "an edge was worked on with a matte of another size");
}

} // namespace

Image extendEdges(const Image& rgb, const Image& matte, float radius)
{
    requireSameSize(rgb.resolution(), matte.resolution());
    if (!(radius > 0.0f))
        return rgb;
    // Colour times how solid a pixel is, with that weight beside it; blurred and divided it is the mean of the solid
    // colours around.
    std::vector<float> weighted(pixelCount(rgb) * 4);
    parallelFor(0, rgb.height(), [&](std::int64_t y) {
        const float* in = rgb.row(static_cast<int>(y));
        const float* m = matte.row(static_cast<int>(y));
        float* out = weighted.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(rgb.width() * 4);
        for (int x = 0; x < rgb.width(); ++x, in += 3, out += 4) {
            const float step = std::clamp((m[x] - 0.9f) / (solid - 0.9f), 0.0f, 1.0f);
            for (int c = 0; c < 3; ++c)
                out[c] = in[c] * step;
            out[3] = step;
        }
    });
    const Image mean = gaussianBlur(Image(rgb.resolution(), 4, std::move(weighted)), 0.5f * radius);
    std::vector<float> pixels(pixelCount(rgb) * 3);
    parallelFor(0, rgb.height(), [&](std::int64_t y) {
        const float* in = rgb.row(static_cast<int>(y));
        const float* m = matte.row(static_cast<int>(y));
        const float* near = mean.row(static_cast<int>(y));
        float* out = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(rgb.width() * 3);
        for (int x = 0; x < rgb.width(); ++x, in += 3, out += 3, near += 4) {
            // 1e-3 is three standard deviations out: nothing solid is near enough to say anything.
            const float trust = std::clamp(near[3] / 1e-3f, 0.0f, 1.0f);
            const float share = m[x] >= solid ? 0.0f : trust * std::clamp((solid - m[x]) / 0.1f, 0.0f, 1.0f);
            for (int c = 0; c < 3; ++c)
                out[c] = share > 0.0f ? in[c] + share * (near[c] / near[3] - in[c]) : in[c];
        }
    });
    return Image(rgb.resolution(), 3, std::move(pixels));
}

Image lightWrapWeight(const Image& matte, float width, float amount)
{
    std::vector<float> open(pixelCount(matte));
    for (std::size_t i = 0; i < open.size(); ++i)
        open[i] = 1.0f - matte.data()[i];
    const Image spread = gaussianBlur(Image(matte.resolution(), 1, std::move(open)), 0.5f * width);
    std::vector<float> weight(pixelCount(matte));
    for (std::size_t i = 0; i < weight.size(); ++i)
        weight[i] = amount * std::clamp(spread.data()[i], 0.0f, 1.0f);
    return Image(matte.resolution(), 1, std::move(weight));
}

Premultiplied lightWrap(const Premultiplied& front, const Premultiplied& behind, float width, float amount)
{
    requireSameSize(front.resolution(), behind.resolution());
    if (!(amount > 0.0f))
        return front;
    const Image weight = lightWrapWeight(alphaOf(front), width, amount);
    const Image light = gaussianBlur(behind.image(), 0.5f * width);
    std::vector<float> pixels(pixelCount(front.image()) * 4);
    for (std::size_t i = 0; i < pixelCount(front.image()); ++i) {
        const float* s = front.image().data() + 4 * i;
        for (std::size_t c = 0; c < 3; ++c)
            pixels[4 * i + c] = s[c] + weight.data()[i] * (s[3] * light.data()[4 * i + c] - s[c]);
        pixels[4 * i + 3] = s[3];
    }
    return Premultiplied(Image(front.resolution(), 4, std::move(pixels)));
}

} // namespace unividx
