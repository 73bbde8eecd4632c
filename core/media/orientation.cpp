#include "core/media/orientation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace unividx {

Orientation orientationOfExif(int value)
{
    switch (value) {
    case 2:
        return {true, 0};
    case 3:
        return {false, 2};
    case 4:
        return {true, 2};
    case 5:
        return {true, 3};
    case 6:
        return {false, 1};
    case 7:
        return {true, 1};
    case 8:
        return {false, 3};
    default:
        return {};
    }
}

Orientation orientationOfMatrix(double a, double b, double c, double d)
{
    // Mirroring comes first, so undo it in the matrix: x' = a (-x) + c y.
    const bool mirrored = a * d - b * c < 0;
    if (mirrored) {
        a = -a;
        b = -b;
    }
    const double length = std::hypot(a, b);
    if (!(length > 0) || !std::isfinite(length))
        return {};
    const double turns = std::atan2(b, a) / (std::acos(-1.0) / 2);
    const double nearest = std::round(turns);
    if (std::abs(turns - nearest) > 0.01)
        return {};
    return {mirrored, (static_cast<int>(nearest) + 4) % 4};
}

Resolution orient(Resolution stored, Orientation orientation)
{
    return orientation.swapsSides() ? Resolution{stored.height, stored.width} : stored;
}

Image orient(const Image& stored, Orientation orientation)
{
    if (orientation.identity() || stored.empty())
        return stored;
    const Resolution shown = orient(stored.resolution(), orientation);
    const int channels = stored.channels();
    std::vector<float> pixels(static_cast<std::size_t>(shown.width) * static_cast<std::size_t>(shown.height) *
                              static_cast<std::size_t>(channels));
    float* out = pixels.data();
    for (int y = 0; y < shown.height; ++y) {
        for (int x = 0; x < shown.width; ++x) {
            int sourceX = x;
            int sourceY = y;
            if (orientation.quarterTurns == 1) {
                sourceX = y;
                sourceY = stored.height() - 1 - x;
            } else if (orientation.quarterTurns == 2) {
                sourceX = stored.width() - 1 - x;
                sourceY = stored.height() - 1 - y;
            } else if (orientation.quarterTurns == 3) {
                sourceX = stored.width() - 1 - y;
                sourceY = x;
            }
            if (orientation.mirrored)
                sourceX = stored.width() - 1 - sourceX;
            out = std::copy_n(stored.row(sourceY) + static_cast<std::ptrdiff_t>(sourceX) * channels, channels, out);
        }
    }
    return Image(shown, channels, std::move(pixels));
}

} // namespace unividx
