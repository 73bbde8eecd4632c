#include "inference/metrics/motion.h"

#include "core/base/parallel.h"
#include "core/image/guided_filter.h"
#include "core/image/resize.h"
#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace unividx {

namespace {

constexpr int smallestSide = 12; ///< pictures are not halved below this
constexpr int windowRadius = 3;
constexpr int refinements = 6; ///< at each size
/// Added to both eigenvalues of the structure tensor (gradients of values in [0, 1] a pixel, squared): where there is
/// less texture than this, motion is that of the surroundings. On held-out scenes 2e-5 lets flat walls wander, so that
/// 0.47 of the pixels are known instead of 0.72 with this; 1e-3 starts to miss faint textures.
constexpr float flatness = 5e-4F;

Image greyOf(const Image& picture)
{
    std::vector<float> grey;
    grey.reserve(static_cast<std::size_t>(picture.width()) * static_cast<std::size_t>(picture.height()));
    forEachPixel(picture, picture,
                 [&](const float* rgb, const float*) { grey.push_back((rgb[0] + rgb[1] + rgb[2]) / 3); });
    return {picture.resolution(), 1, std::move(grey)};
}

/// From the full picture to the smallest.
std::vector<Image> pyramidOf(const Image& picture)
{
    std::vector<Image> levels{greyOf(picture)};
    while (std::min(levels.back().width(), levels.back().height()) >= 2 * smallestSide) {
        const Resolution size = levels.back().resolution();
        levels.push_back(resizeArea(levels.back(), {(size.width + 1) / 2, (size.height + 1) / 2}));
    }
    return levels;
}

Image noMotion(Resolution size)
{
    return {size, 2,
            std::vector<float>(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 2)};
}

/// An image whose pixels `write(x, y, values)` fills, rows in parallel.
template <typename Write>
Image filled(Resolution size, int channels, const Write& write)
{
    const auto step = static_cast<std::size_t>(channels);
    std::vector<float> values(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * step);
    parallelFor(0, size.height, [&](std::int64_t y) {
        float* out = values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * step;
        for (int x = 0; x < size.width; ++x, out += step)
            write(x, static_cast<int>(y), out);
    });
    return {size, channels, std::move(values)};
}

bool contains(Resolution size, float x, float y)
{
    return x >= 0 && y >= 0 && x <= static_cast<float>(size.width - 1) && y <= static_cast<float>(size.height - 1);
}

float slopeX(const Image& grey, int x, int y)
{
    const int left = std::max(0, x - 1);
    const int right = std::min(grey.width() - 1, x + 1);
    return right > left ? (grey.at(right, y, 0) - grey.at(left, y, 0)) / static_cast<float>(right - left) : 0;
}

float slopeY(const Image& grey, int x, int y)
{
    const int above = std::max(0, y - 1);
    const int below = std::min(grey.height() - 1, y + 1);
    return below > above ? (grey.at(x, below, 0) - grey.at(x, above, 0)) / static_cast<float>(below - above) : 0;
}

/// One step of Gauss and Newton. `to`, brought back by the motion so far, is compared with `from`; in each window the
/// one motion u is sought that explains all its pixels best, each linear around its own motion f so far: sum of (change
/// + gradient . (u - f))^2, plus flatness * |u - mean of f|^2.
Image refined(const Image& from, const Image& to, const Image& motion)
{
    const Resolution size = from.resolution();
    const Image brought = filled(size, 1, [&](int x, int y, float* out) {
        sampleBetween(to, x + motion.at(x, y, 0), y + motion.at(x, y, 1), out);
    });
    const Image products = filled(size, 7, [&](int x, int y, float* out) {
        const float fx = motion.at(x, y, 0);
        const float fy = motion.at(x, y, 1);
        out[5] = fx;
        out[6] = fy;
        // What left the picture has nothing to say.
        if (!contains(size, static_cast<float>(x) + fx, static_cast<float>(y) + fy))
            return;
        const float gx = (slopeX(from, x, y) + slopeX(brought, x, y)) / 2;
        const float gy = (slopeY(from, x, y) + slopeY(brought, x, y)) / 2;
        const float goal = gx * fx + gy * fy - (brought.at(x, y, 0) - from.at(x, y, 0));
        out[0] = gx * gx;
        out[1] = gx * gy;
        out[2] = gy * gy;
        out[3] = gx * goal;
        out[4] = gy * goal;
    });
    const Image means = boxMean(products, windowRadius);
    return filled(size, 2, [&](int x, int y, float* out) {
        const float xx = means.at(x, y, 0) + flatness;
        const float xy = means.at(x, y, 1);
        const float yy = means.at(x, y, 2) + flatness;
        const float goalX = means.at(x, y, 3) + flatness * means.at(x, y, 5);
        const float goalY = means.at(x, y, 4) + flatness * means.at(x, y, 6);
        const float determinant = xx * yy - xy * xy;
        const float ux = (yy * goalX - xy * goalY) / determinant;
        const float uy = (xx * goalY - xy * goalX) / determinant;
        // The linear model holds for about a pixel.
        out[0] = std::clamp(ux, motion.at(x, y, 0) - 1, motion.at(x, y, 0) + 1);
        out[1] = std::clamp(uy, motion.at(x, y, 1) - 1, motion.at(x, y, 1) + 1);
    });
}

/// The median of each 3x3 neighbourhood: single strays go, borders between motions stay.
Image withoutStrays(const Image& motion)
{
    return filled(motion.resolution(), 2, [&](int x, int y, float* out) {
        for (int axis = 0; axis < 2; ++axis) {
            std::array<float, 9> around{};
            for (int i = 0; i < 9; ++i) {
                around[static_cast<std::size_t>(i)] =
                    motion.at(std::clamp(x + i % 3 - 1, 0, motion.width() - 1),
                              std::clamp(y + i / 3 - 1, 0, motion.height() - 1), axis);
            }
            std::nth_element(around.begin(), around.begin() + 4, around.end());
            out[axis] = around[4];
        }
    });
}

Image enlarged(const Image& motion, Resolution size)
{
    const Image wide = resizeBilinear(motion, size);
    const float byX = static_cast<float>(size.width) / static_cast<float>(motion.width());
    const float byY = static_cast<float>(size.height) / static_cast<float>(motion.height());
    return filled(size, 2, [&](int x, int y, float* out) {
        out[0] = wide.at(x, y, 0) * byX;
        out[1] = wide.at(x, y, 1) * byY;
    });
}

Image offsets(const std::vector<Image>& from, const std::vector<Image>& to)
{
    Image motion = noMotion(from.back().resolution());
    for (std::size_t level = from.size(); level-- > 0;) {
        if (motion.resolution() != from[level].resolution())
            motion = enlarged(motion, from[level].resolution());
        for (int i = 0; i < refinements; ++i)
            motion = refined(from[level], to[level], motion);
        motion = withoutStrays(motion);
    }
    return motion;
}

bool comesBack(const Image& there, const Image& back, int x, int y)
{
    const float dx = there.at(x, y, 0);
    const float dy = there.at(x, y, 1);
    const float endX = static_cast<float>(x) + dx;
    const float endY = static_cast<float>(y) + dy;
    if (!contains(there.resolution(), endX, endY))
        return false;
    std::array<float, 2> home{};
    sampleBetween(back, endX, endY, home.data());
    const float missX = dx + home[0];
    const float missY = dy + home[1];
    return missX * missX + missY * missY < 0.01F * (dx * dx + dy * dy + home[0] * home[0] + home[1] * home[1]) + 0.5F;
}

bool onBorder(const Image& motion, int x, int y)
{
    const int right = std::min(motion.width() - 1, x + 1);
    const int below = std::min(motion.height() - 1, y + 1);
    float change = 0;
    float length = 0;
    for (int axis = 0; axis < 2; ++axis) {
        const float here = motion.at(x, y, axis);
        const float alongX = motion.at(right, y, axis) - here;
        const float alongY = motion.at(x, below, axis) - here;
        change += alongX * alongX + alongY * alongY;
        length += here * here;
    }
    return change > 0.01F * length + 0.002F;
}

} // namespace

double Motion::knownShare() const
{
    return known.empty() ? 0
                         : static_cast<double>(std::count(known.begin(), known.end(), char(1))) /
                               static_cast<double>(known.size());
}

void sampleBetween(const Image& picture, double x, double y, float* values)
{
    const double insideX = std::clamp(x, 0.0, static_cast<double>(picture.width() - 1));
    const double insideY = std::clamp(y, 0.0, static_cast<double>(picture.height() - 1));
    const int left = static_cast<int>(insideX);
    const int top = static_cast<int>(insideY);
    const int right = std::min(left + 1, picture.width() - 1);
    const int bottom = std::min(top + 1, picture.height() - 1);
    const auto toRight = static_cast<float>(insideX - left);
    const auto down = static_cast<float>(insideY - top);
    for (int channel = 0; channel < picture.channels(); ++channel) {
        const float above = picture.at(left, top, channel) * (1 - toRight) + picture.at(right, top, channel) * toRight;
        const float below =
            picture.at(left, bottom, channel) * (1 - toRight) + picture.at(right, bottom, channel) * toRight;
        values[channel] = above * (1 - down) + below * down;
    }
}

Motion estimateMotion(const Image& from, const Image& to)
{
    requireSameSize(from, to, 3);
    const std::vector<Image> before = pyramidOf(from);
    const std::vector<Image> after = pyramidOf(to);
    Motion motion;
    motion.offset = offsets(before, after);
    const Image back = offsets(after, before);
    motion.known.reserve(static_cast<std::size_t>(from.width()) * static_cast<std::size_t>(from.height()));
    for (int y = 0; y < from.height(); ++y) {
        for (int x = 0; x < from.width(); ++x)
            motion.known.push_back(comesBack(motion.offset, back, x, y) && !onBorder(motion.offset, x, y));
    }
    return motion;
}

} // namespace unividx
