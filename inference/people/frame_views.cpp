#include "inference/people/frame_views.h"

#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

constexpr std::int64_t bilinear = 0;
constexpr std::int64_t zerosOutside = 0;

/// The square's own directions in the frame: {right, down}, each {x, y}.
struct Directions {
    std::array<double, 2> right, down;
};

Directions directionsOf(const FrameSquare& square)
{
    constexpr std::array<std::array<double, 2>, 4> quarter{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
    const auto turn = static_cast<std::size_t>(((square.turns % 4) + 4) % 4);
    Directions directions{quarter[turn], quarter[(turn + 1) % 4]};
    if (square.mirrored)
        directions.right = {-directions.right[0], -directions.right[1]};
    return directions;
}

/// Samples `picture` by an affine map: position = origin + column * across + row * along, in pixels whose centres lie
/// at whole numbers and a half. Shape: picture [1, C, H, W] -> [1, C, rows, columns]
at::Tensor sampled(const at::Tensor& picture, std::array<double, 2> origin, std::array<double, 2> across,
                   std::array<double, 2> along, std::int64_t rows, std::int64_t columns)
{
    const auto width = static_cast<double>(picture.size(3));
    const auto height = static_cast<double>(picture.size(2));
    const at::Tensor column = at::arange(columns, picture.options()).view({1, 1, columns}) + 0.5;
    const at::Tensor row = at::arange(rows, picture.options()).view({1, rows, 1}) + 0.5;
    const auto normalized = [&](std::size_t axis, double size) {
        return (column * (2 * across[axis] / size) + row * (2 * along[axis] / size)) + (2 * origin[axis] / size - 1);
    };
    const at::Tensor grid = at::stack({normalized(0, width), normalized(1, height)}, -1); // [1, rows, columns, 2]
    return at::grid_sampler_2d(picture, grid, bilinear, zerosOutside, false);
}

} // namespace

FrameViews::FrameViews(const at::Tensor& frame)
{
    constexpr std::int64_t smallest = 256; // no view is smaller than the networks' inputs
    levels_.push_back(frame.unsqueeze(0).to(at::kFloat).div_(255));
    while (std::min(levels_.back().size(2), levels_.back().size(3)) >= 2 * smallest)
        levels_.push_back(at::avg_pool2d(levels_.back(), 2));
}

at::Tensor FrameViews::square(const FrameSquare& square, std::int64_t size) const
{
    const double perPixel = square.side / static_cast<double>(size);
    const auto level = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::floor(std::log2(perPixel) + 0.25)),
                                                  0, static_cast<std::ptrdiff_t>(levels_.size()) - 1);
    const double scale = 1.0 / static_cast<double>(std::int64_t(1) << level);
    const Directions directions = directionsOf(square);
    std::array<double, 2> origin{square.x * scale, square.y * scale};
    std::array<double, 2> across{}, along{};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        across[axis] = directions.right[axis] * perPixel * scale;
        along[axis] = directions.down[axis] * perPixel * scale;
        origin[axis] -= (across[axis] + along[axis]) * static_cast<double>(size) / 2;
    }
    return sampled(levels_[static_cast<std::size_t>(level)], origin, across, along, size, size);
}

at::Tensor FrameViews::stretched(const FrameRectangle& rectangle, std::int64_t size) const
{
    const at::Tensor part =
        levels_.front().narrow(2, rectangle.y, rectangle.height).narrow(3, rectangle.x, rectangle.width).contiguous();
    return at::_upsample_bilinear2d_aa(part, {size, size}, false).clamp_(0, 1);
}

FrameRectangle touched(const FrameSquare& square, double scale, std::int64_t width, std::int64_t height)
{
    const auto span = [&](double centre, std::int64_t length) {
        const auto first = static_cast<std::int64_t>(std::floor((centre - square.side / 2) / scale));
        const auto end = static_cast<std::int64_t>(std::ceil((centre + square.side / 2) / scale));
        const std::int64_t from = std::clamp<std::int64_t>(first, 0, length);
        return std::pair(from, std::clamp<std::int64_t>(end, from, length) - from);
    };
    const auto [x, columns] = span(square.x, width);
    const auto [y, rows] = span(square.y, height);
    return {x, y, columns, rows};
}

at::Tensor placed(const at::Tensor& mask, const FrameSquare& square, double scale, const FrameRectangle& part)
{
    // A picture's pixel in the frame, seen from the square's centre along its own directions, in the mask's pixels.
    const double perPixel = static_cast<double>(mask.size(3)) / square.side;
    const Directions directions = directionsOf(square);
    const std::array<double, 2> corner{static_cast<double>(part.x) * scale - square.x,
                                       static_cast<double>(part.y) * scale - square.y};
    std::array<double, 2> origin{}, across{}, along{};
    const std::array<std::array<double, 2>, 2> own{directions.right, directions.down};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        across[axis] = own[axis][0] * scale * perPixel;
        along[axis] = own[axis][1] * scale * perPixel;
        origin[axis] =
            (own[axis][0] * corner[0] + own[axis][1] * corner[1]) * perPixel + static_cast<double>(mask.size(3)) / 2;
    }
    return sampled(mask, origin, across, along, part.height, part.width).squeeze(0);
}

} // namespace unividx
