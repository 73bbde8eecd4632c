#include "inference/metrics/composition.h"

#include "core/color/srgb.h"
#include "inference/metrics/picture_pair.h"

#include <cmath>

namespace unividx {

namespace {

/// The mean of `difference(x, y, channel)` over all of a picture.
template <typename Difference>
double meanOver(const Image& picture, const Difference& difference)
{
    double sum = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            for (int channel = 0; channel < 3; ++channel)
                sum += difference(x, y, channel);
        }
    }
    return sum / (3.0 * picture.width() * picture.height());
}

} // namespace

double intrinsicResidual(const Image& rgb, const Image& albedo, const Image& irradiance)
{
    requireSameSize(rgb, albedo, 3);
    requireSameSize(rgb, irradiance, 3);
    return meanOver(rgb, [&](int x, int y, int channel) {
        const float light = srgbToLinear(albedo.at(x, y, channel)) * srgbToLinear(irradiance.at(x, y, channel));
        return std::abs(static_cast<double>(rgb.at(x, y, channel)) - linearToSrgb(light));
    });
}

double alphaResidual(const Image& rgb, const Image& alpha, const Image& foreground, const Image& background)
{
    requireSameSize(rgb, alpha, 1);
    requireSameSize(rgb, foreground, 3);
    requireSameSize(rgb, background, 3);
    return meanOver(rgb, [&](int x, int y, int channel) {
        const double a = alpha.at(x, y, 0);
        return std::abs(rgb.at(x, y, channel) - a * foreground.at(x, y, channel) -
                        (1 - a) * background.at(x, y, channel));
    });
}

} // namespace unividx
