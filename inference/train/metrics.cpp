#include "inference/train/metrics.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace unividx {

namespace {

void requireSameShape(const std::vector<Image>& made, const std::vector<Image>& wanted)
{
    if (made.empty() || made.size() != wanted.size())
        throw Error(ErrorKind::Input, "the two clips to compare have " + std::to_string(made.size()) + " and " +
                                          std::to_string(wanted.size()) + " frames");
    for (std::size_t frame = 0; frame < made.size(); ++frame) {
        if (made[frame].resolution() != wanted[frame].resolution())
            throw Error(ErrorKind::Input,
                        "frame " + std::to_string(frame) + " of the clips to compare differs in size");
    }
}

/// Calls `look(made, wanted)` with the two pixels' values, for every pixel.
template <typename Look>
void forEachPixel(const std::vector<Image>& made, const std::vector<Image>& wanted, const Look& look)
{
    requireSameShape(made, wanted);
    for (std::size_t frame = 0; frame < made.size(); ++frame) {
        const Image& a = made[frame];
        const Image& b = wanted[frame];
        const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(a.width()) * a.height();
        for (std::ptrdiff_t pixel = 0; pixel < pixels; ++pixel)
            look(a.data() + pixel * a.channels(), b.data() + pixel * b.channels());
    }
}

double degreesBetween(const float* a, const float* b)
{
    const double cosine =
        static_cast<double>(a[0]) * b[0] + static_cast<double>(a[1]) * b[1] + static_cast<double>(a[2]) * b[2];
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / std::numbers::pi;
}

NormalErrors summarise(std::vector<double>& degrees)
{
    NormalErrors errors;
    const double share = 1.0 / static_cast<double>(degrees.size());
    for (const double angle : degrees) {
        errors.meanDegrees += angle * share;
        errors.within11 += angle <= 11.25 ? share : 0;
        errors.within22 += angle <= 22.5 ? share : 0;
        errors.within30 += angle <= 30 ? share : 0;
    }
    const auto middle = degrees.begin() + static_cast<std::ptrdiff_t>(degrees.size() / 2);
    std::nth_element(degrees.begin(), middle, degrees.end());
    errors.medianDegrees = *middle;
    return errors;
}

} // namespace

NormalErrors normalErrors(const std::vector<Image>& made, const std::vector<Image>& wanted)
{
    std::vector<double> degrees;
    forEachPixel(made, wanted, [&](const float* a, const float* b) { degrees.push_back(degreesBetween(a, b)); });
    return summarise(degrees);
}

NormalErrors bestConstantNormalErrors(const std::vector<Image>& wanted)
{
    std::array<double, 3> sum{};
    forEachPixel(wanted, wanted, [&](const float* n, const float*) {
        for (std::size_t axis = 0; axis < 3; ++axis)
            sum[axis] += n[axis];
    });
    const double length = std::max(1e-12, std::hypot(sum[0], sum[1], sum[2]));
    const std::array<float, 3> constant{static_cast<float>(sum[0] / length), static_cast<float>(sum[1] / length),
                                        static_cast<float>(sum[2] / length)};
    std::vector<double> degrees;
    forEachPixel(wanted, wanted,
                 [&](const float* n, const float*) { degrees.push_back(degreesBetween(constant.data(), n)); });
    return summarise(degrees);
}

double psnr(const std::vector<Image>& made, const std::vector<Image>& wanted)
{
    double squares = 0;
    double count = 0;
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        for (int channel = 0; channel < 3; ++channel)
            squares += (static_cast<double>(a[channel]) - b[channel]) * (static_cast<double>(a[channel]) - b[channel]);
        count += 3;
    });
    if (squares == 0)
        return std::numeric_limits<double>::infinity();
    return 10.0 * std::log10(count / squares);
}

MatteErrors matteErrors(const std::vector<Image>& made, const std::vector<Image>& wanted)
{
    MatteErrors errors;
    double count = 0;
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        const double difference = static_cast<double>(a[0]) - b[0];
        errors.mad += std::abs(difference);
        errors.mse += difference * difference;
        ++count;
    });
    errors.mad /= count;
    errors.mse /= count;
    double changes = 0;
    double changeCount = 0;
    for (std::size_t frame = 1; frame < made.size(); ++frame) {
        const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(made[frame].width()) * made[frame].height();
        const auto error = [&](std::size_t at, std::ptrdiff_t pixel) {
            return static_cast<double>(made[at].data()[pixel * made[at].channels()]) -
                   wanted[at].data()[pixel * wanted[at].channels()];
        };
        for (std::ptrdiff_t pixel = 0; pixel < pixels; ++pixel) {
            const double change = error(frame, pixel) - error(frame - 1, pixel);
            changes += change * change;
            ++changeCount;
        }
    }
    errors.dtssd = changeCount > 0 ? std::sqrt(changes / changeCount) : 0;
    return errors;
}

} // namespace unividx
