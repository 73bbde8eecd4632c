#include "inference/metrics/depth_errors.h"

#include "core/base/error.h"

#include <cmath>
#include <vector>

namespace unividx {

void DepthMeter::add(const Image& made, const Image& wanted)
{
    if (made.resolution() != wanted.resolution())
        throw Error(ErrorKind::Input, "depth is compared with depth of the same size");
    std::vector<double> apart;
    double sum = 0;
    for (int y = 0; y < wanted.height(); ++y) {
        for (int x = 0; x < wanted.width(); ++x) {
            const float distance = wanted.row(y)[x * wanted.channels()];
            if (!std::isfinite(distance) || distance <= 0)
                continue;
            apart.push_back(static_cast<double>(made.row(y)[x * made.channels()]) - std::log(distance));
            sum += apart.back();
        }
    }
    for (const double error : apart) {
        const double own = error - sum / static_cast<double>(apart.size());
        squares_ += own * own;
        absolutes_ += std::abs(own);
    }
    pixels_ += static_cast<std::int64_t>(apart.size());
}

DepthErrors DepthMeter::errors() const
{
    if (pixels_ == 0)
        return {};
    const auto count = static_cast<double>(pixels_);
    return {std::sqrt(squares_ / count), absolutes_ / count, pixels_};
}

} // namespace unividx
