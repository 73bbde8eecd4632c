#include "inference/metrics/normal_errors.h"

#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace unividx {

namespace {

constexpr std::size_t bins = 18'001; // hundredths of a degree, 0 to 180

template <typename Number>
double degreesBetween(const Number* a, const float* b)
{
    const double cosine =
        static_cast<double>(a[0]) * b[0] + static_cast<double>(a[1]) * b[1] + static_cast<double>(a[2]) * b[2];
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / std::numbers::pi;
}

/// False for the zero vector, which stands for no surface: the sky.
bool isKnown(const float* normal)
{
    return normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2] > 0.01F;
}

} // namespace

NormalMeter::NormalMeter() : hundredths_(bins) {}

void NormalMeter::addAngle(double degrees)
{
    ++hundredths_[std::min(bins - 1, static_cast<std::size_t>(degrees * 100))];
    ++count_;
    within11_ += degrees <= 11.25 ? 1 : 0;
    within22_ += degrees <= 22.5 ? 1 : 0;
    within30_ += degrees <= 30 ? 1 : 0;
    sum_ += degrees;
}

void NormalMeter::add(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 3);
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        if (isKnown(b))
            addAngle(degreesBetween(a, b));
    });
}

void NormalMeter::add(const std::array<double, 3>& made, const Image& wanted)
{
    forEachPixel(wanted, wanted, [&](const float*, const float* b) {
        if (isKnown(b))
            addAngle(degreesBetween(made.data(), b));
    });
}

NormalErrors NormalMeter::errors() const
{
    NormalErrors errors;
    if (count_ == 0)
        return errors;
    const auto share = [this](std::int64_t part) { return static_cast<double>(part) / static_cast<double>(count_); };
    errors.meanDegrees = sum_ / static_cast<double>(count_);
    errors.within11 = share(within11_);
    errors.within22 = share(within22_);
    errors.within30 = share(within30_);
    std::int64_t below = 0;
    std::size_t bin = 0;
    for (; bin + 1 < bins && below + hundredths_[bin] <= count_ / 2; ++bin)
        below += hundredths_[bin];
    errors.medianDegrees = (static_cast<double>(bin) + 0.5) / 100;
    return errors;
}

void MeanNormal::add(const Image& wanted)
{
    forEachPixel(wanted, wanted, [&](const float* normal, const float*) {
        for (std::size_t axis = 0; axis < 3; ++axis)
            sum_[axis] += normal[axis];
    });
}

std::array<double, 3> MeanNormal::unit() const
{
    const double length = std::hypot(sum_[0], sum_[1], sum_[2]);
    if (length < 1e-12)
        return {0, 0, 1};
    return {sum_[0] / length, sum_[1] / length, sum_[2] / length};
}

} // namespace unividx
