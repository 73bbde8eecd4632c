#include "inference/metrics/psnr.h"

#include "inference/metrics/picture_pair.h"

#include <cmath>
#include <limits>

namespace unividx {

void PsnrMeter::add(const Image& made, const Image& wanted, const Image& where)
{
    requireSameSize(made, wanted, 3);
    const Image& mask = where.empty() ? wanted : where;
    requireSameSize(mask, wanted, 1);
    const float* chosen = mask.data();
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        if (where.empty() || *chosen > 0) {
            for (int channel = 0; channel < 3; ++channel) {
                const double difference = static_cast<double>(a[channel]) - b[channel];
                squares_ += difference * difference;
            }
            count_ += 3;
        }
        chosen += mask.channels();
    });
}

double PsnrMeter::decibels() const
{
    if (squares_ == 0)
        return std::numeric_limits<double>::infinity();
    return 10.0 * std::log10(count_ / squares_);
}

} // namespace unividx
