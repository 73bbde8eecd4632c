#include "inference/metrics/matte_errors.h"

#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace unividx {

namespace {

constexpr std::size_t values = 65'536;

} // namespace

MatteMeter::MatteMeter() : wantedValues_(values) {}

void MatteMeter::add(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 1);
    std::vector<double> error;
    error.reserve(static_cast<std::size_t>(made.width()) * static_cast<std::size_t>(made.height()));
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        const double difference = static_cast<double>(a[0]) - b[0];
        sums_.mad += std::abs(difference);
        sums_.mse += difference * difference;
        error.push_back(difference);
        ++wantedValues_[static_cast<std::size_t>(std::lround(std::clamp(b[0], 0.0F, 1.0F) * (values - 1)))];
    });
    pixels_ += static_cast<double>(error.size());
    sums_.gradient += gradientError(made, wanted);
    sums_.connectivity += connectivityError(made, wanted);
    if (errorBefore_.size() == error.size()) {
        double changes = 0;
        for (std::size_t pixel = 0; pixel < error.size(); ++pixel)
            changes += (error[pixel] - errorBefore_[pixel]) * (error[pixel] - errorBefore_[pixel]);
        sums_.dtssd += std::sqrt(changes / static_cast<double>(error.size()));
    }
    errorBefore_ = std::move(error);
    ++frames_;
}

MatteErrors MatteMeter::errors() const
{
    if (frames_ == 0)
        return {};
    MatteErrors errors = sums_;
    errors.mad /= pixels_;
    errors.mse /= pixels_;
    errors.gradient /= static_cast<double>(frames_);
    errors.connectivity /= static_cast<double>(frames_);
    errors.dtssd /= static_cast<double>(std::max<std::int64_t>(1, frames_ - 1));
    return errors;
}

double MatteMeter::bestConstantMad() const
{
    if (frames_ == 0)
        return 0;
    std::size_t median = 0;
    double upToMedian = static_cast<double>(wantedValues_[0]);
    while (upToMedian * 2 < pixels_)
        upToMedian += static_cast<double>(wantedValues_[++median]);
    double sum = 0;
    for (std::size_t value = 0; value < values; ++value) {
        const double distance = std::abs(static_cast<double>(value) - static_cast<double>(median)) / (values - 1);
        sum += distance * static_cast<double>(wantedValues_[value]);
    }
    return sum / pixels_;
}

} // namespace unividx
