#include "inference/metrics/albedo_errors.h"

#include "core/color/srgb.h"
#include "inference/metrics/color_difference.h"
#include "inference/metrics/picture_pair.h"

#include <algorithm>
#include <array>

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
    double sum = 0;
    double count = 0;
    forEachPixel(made, wanted, [&](const float* a, const float* b) {
        const Linear x = linear(a);
        const Linear y = linear(b);
        const double factor = x.intensity * y.intensity / std::max(x.intensity * x.intensity, smallestSquare);
        sum += ciede2000(labOf(y.rgb[0], y.rgb[1], y.rgb[2]),
                         labOf(factor * x.rgb[0], factor * x.rgb[1], factor * x.rgb[2]));
        ++count;
    });
    return sum / count;
}

} // namespace unividx
