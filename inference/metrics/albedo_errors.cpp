#include "inference/metrics/albedo_errors.h"

#include "core/base/parallel.h"
#include "core/color/srgb.h"
#include "inference/metrics/color_difference.h"
#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace unividx {

namespace {

/// Keeps the factor of a black picture or pixel finite; the authors' value.
constexpr double smallestSquare = 1e-6;

struct Linear {
    std::array<double, 3> rgb;
    double intensity;
};

Linear linear(const float* encoded)
{
    const std::array<double, 3> rgb{srgbToLinear(encoded[0]), srgbToLinear(encoded[1]), srgbToLinear(encoded[2])};
    return {rgb, (rgb[0] + rgb[1] + rgb[2]) / 3};
}

} // namespace

double intensityError(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 3);
    double madeSquares = 0;
    double products = 0;
    double wantedSquares = 0;
    double count = 0;
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        const double x = linear(a).intensity;
        const double y = linear(b).intensity;
        madeSquares += x * x;
        products += x * y;
        wantedSquares += y * y;
        ++count;
    });
    const double factor = products / std::max(madeSquares, smallestSquare);
    // Rounding can leave a hair below zero where the pictures differ by nothing but scale.
    return std::max(0.0, wantedSquares - 2 * factor * products + factor * factor * madeSquares) / count;
}

double chromaticityError(const Image& made, const Image& wanted)
{
    requireSameSize(made, wanted, 3);
    std::vector<double> rowSums(static_cast<std::size_t>(made.height()));
    parallelFor(0, made.height(), [&](std::int64_t row) {
        const int y = static_cast<int>(row);
        for (int pixel = 0; pixel < made.width(); ++pixel) {
            const Linear ours = linear(made.row(y) + pixel * made.channels());
            const Linear theirs = linear(wanted.row(y) + pixel * wanted.channels());
            const double factor =
                ours.intensity * theirs.intensity / std::max(ours.intensity * ours.intensity, smallestSquare);
            rowSums[static_cast<std::size_t>(y)] +=
                ciede2000(labOf(theirs.rgb[0], theirs.rgb[1], theirs.rgb[2]),
                          labOf(factor * ours.rgb[0], factor * ours.rgb[1], factor * ours.rgb[2]));
        }
    });
    return std::accumulate(rowSums.begin(), rowSums.end(), 0.0) / (static_cast<double>(made.width()) * made.height());
}

} // namespace unividx
