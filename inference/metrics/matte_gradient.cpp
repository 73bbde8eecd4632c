#include "core/base/parallel.h"
#include "inference/metrics/matte_errors.h"
#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace unividx {

namespace {

constexpr double sigma = 1.4;
/// The filter is cut off where the Gaussian falls below 0.01: ceil(sigma * sqrt(-2 ln(sqrt(2 pi) * sigma * 0.01))).
constexpr int reach = 4;
constexpr std::size_t taps = 2 * reach + 1;

using Kernel = std::array<double, taps>;

Kernel unitEnergy(Kernel kernel)
{
    double energy = 0;
    for (const double tap : kernel)
        energy += tap * tap;
    for (double& tap : kernel)
        tap /= std::sqrt(energy);
    return kernel;
}

/// The two-dimensional filter is the product of these two, so it has unit energy as well.
struct Kernels {
    Kernel smooth{}, slope{};
};

const Kernels& kernels()
{
    static const Kernels both = [] {
        Kernels made;
        for (std::size_t i = 0; i < taps; ++i) {
            const double x = static_cast<double>(i) - reach;
            made.smooth[i] = std::exp(-x * x / (2 * sigma * sigma));
            made.slope[i] = -x * made.smooth[i];
        }
        return Kernels{unitEnergy(made.smooth), unitEnergy(made.slope)};
    }();
    return both;
}

/// A matte as plain numbers, row by row.
struct Plane {
    int width = 0, height = 0;
    std::vector<double> values;

    double at(int x, int y) const
    {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

Plane stretched(const Image& matte)
{
    Plane plane{matte.width(), matte.height(), {}};
    forEachPixel(matte, matte, [&](const float* value, const float*) { plane.values.push_back(*value); });
    const auto [low, high] = std::minmax_element(plane.values.begin(), plane.values.end());
    const double least = *low;
    const double range = *high - least;
    for (double& value : plane.values)
        value = range > 0 ? (value - least) / range : 0;
    return plane;
}

Plane filtered(const Plane& plane, const Kernel& along, const Kernel& across)
{
    Plane rows{plane.width, plane.height, std::vector<double>(plane.values.size())};
    Plane result = rows;
    const auto pass = [&](const Plane& from, Plane& to, const Kernel& kernel, int stepX, int stepY) {
        parallelFor(0, from.height, [&](std::int64_t row) {
            const int y = static_cast<int>(row);
            for (int x = 0; x < from.width; ++x) {
                double sum = 0;
                for (int i = -reach; i <= reach; ++i) {
                    sum += kernel[static_cast<std::size_t>(i + reach)] *
                           from.at(std::clamp(x + i * stepX, 0, from.width - 1),
                                   std::clamp(y + i * stepY, 0, from.height - 1));
                }
                to.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(from.width) +
                          static_cast<std::size_t>(x)] = sum;
            }
        });
    };
    pass(plane, rows, along, 1, 0);
    pass(rows, result, across, 0, 1);
    return result;
}

std::vector<double> gradientMagnitude(const Image& matte)
{
    const Plane plane = stretched(matte);
    const Plane x = filtered(plane, kernels().slope, kernels().smooth);
    const Plane y = filtered(plane, kernels().smooth, kernels().slope);
    std::vector<double> magnitude(x.values.size());
    for (std::size_t i = 0; i < magnitude.size(); ++i)
        magnitude[i] = std::hypot(x.values[i], y.values[i]);
    return magnitude;
}

} // namespace

double gradientError(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 1);
    const std::vector<double> a = gradientMagnitude(made);
    const std::vector<double> b = gradientMagnitude(wanted);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

} // namespace unividx
