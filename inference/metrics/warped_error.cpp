#include "inference/metrics/warped_error.h"

#include "inference/metrics/picture_pair.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace unividx {

void WarpedError::add(const Image& picture, const Motion& fromBefore)
{
    const Image before = std::exchange(before_, picture);
    if (before.empty())
        return;
    requireSameSize(before, picture, 1);
    requireSameSize(picture, fromBefore.offset, 1);
    std::vector<float> moved(static_cast<std::size_t>(picture.channels()));
    double squares = 0;
    double count = 0;
    std::size_t pixel = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x, ++pixel) {
            if (!fromBefore.known[pixel])
                continue;
            sampleBetween(picture, x + fromBefore.offset.at(x, y, 0), y + fromBefore.offset.at(x, y, 1), moved.data());
            for (int channel = 0; channel < picture.channels(); ++channel) {
                const double change =
                    static_cast<double>(moved[static_cast<std::size_t>(channel)]) - before.at(x, y, channel);
                squares += change * change;
            }
            ++count;
        }
    }
    if (count == 0)
        return;
    sum_ += squares / count;
    ++pairs_;
}

std::optional<double> WarpedError::error() const
{
    if (pairs_ == 0)
        return std::nullopt;
    return sum_ / pairs_;
}

} // namespace unividx
