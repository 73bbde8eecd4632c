#include "inference/metrics/color_difference.h"

#include <array>
#include <cmath>
#include <numbers>

namespace unividx {

namespace {

constexpr double radians = std::numbers::pi / 180;

double labCurve(double ratio)
{
    constexpr double knee = 6.0 / 29.0;
    return ratio > knee * knee * knee ? std::cbrt(ratio) : ratio / (3 * knee * knee) + 4.0 / 29.0;
}

/// Degrees in [0, 360); 0 for a colour without hue.
double hueOf(double a, double b)
{
    if (a == 0 && b == 0)
        return 0;
    const double degrees = std::atan2(b, a) / radians;
    return degrees < 0 ? degrees + 360 : degrees;
}

double seventhPowerShare(double chroma)
{
    const double seventh = std::pow(chroma, 7);
    return std::sqrt(seventh / (seventh + std::pow(25.0, 7)));
}

/// The formula's own cylinder: a is stretched where chroma is small.
struct Polar {
    double chroma, hue;
};

Polar polarOf(const Lab& color, double stretch)
{
    const double a = color.a * stretch;
    return {std::hypot(a, color.b), hueOf(a, color.b)};
}

double hueDifference(const Polar& one, const Polar& other)
{
    if (one.chroma * other.chroma == 0)
        return 0;
    const double plain = other.hue - one.hue;
    if (plain > 180)
        return plain - 360;
    return plain < -180 ? plain + 360 : plain;
}

double meanHue(const Polar& one, const Polar& other)
{
    const double sum = one.hue + other.hue;
    if (one.chroma * other.chroma == 0)
        return sum;
    if (std::abs(one.hue - other.hue) <= 180)
        return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

} // namespace

Lab labOf(double red, double green, double blue)
{
    // The white is what the matrix makes of (1, 1, 1), so that neutral colours have no chroma at all.
    constexpr std::array<std::array<double, 3>, 3> toXyz{{{0.4123907993, 0.3575843394, 0.1804807884},
                                                          {0.2126390059, 0.7151686788, 0.0721923154},
                                                          {0.0193308187, 0.1191947798, 0.9505321522}}};
    std::array<double, 3> curved{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto& row = toXyz[axis];
        const double white = row[0] + row[1] + row[2];
        curved[axis] = labCurve((row[0] * red + row[1] * green + row[2] * blue) / white);
    }
    return {116 * curved[1] - 16, 500 * (curved[0] - curved[1]), 200 * (curved[1] - curved[2])};
}

double ciede2000(const Lab& one, const Lab& other)
{
    const double meanChroma = (std::hypot(one.a, one.b) + std::hypot(other.a, other.b)) / 2;
    const double stretch = 1 + 0.5 * (1 - seventhPowerShare(meanChroma));
    const Polar first = polarOf(one, stretch);
    const Polar second = polarOf(other, stretch);

    const double lightness = other.lightness - one.lightness;
    const double chroma = second.chroma - first.chroma;
    const double hue =
        2 * std::sqrt(first.chroma * second.chroma) * std::sin(hueDifference(first, second) / 2 * radians);

    const double l = (one.lightness + other.lightness) / 2 - 50;
    const double c = (first.chroma + second.chroma) / 2;
    const double h = meanHue(first, second);
    const double t = 1 - 0.17 * std::cos((h - 30) * radians) + 0.24 * std::cos(2 * h * radians) +
                     0.32 * std::cos((3 * h + 6) * radians) - 0.20 * std::cos((4 * h - 63) * radians);
    const double turn = 30 * std::exp(-((h - 275) / 25) * ((h - 275) / 25));
    const double rotation = -std::sin(2 * turn * radians) * 2 * seventhPowerShare(c);

    const double byLightness = lightness / (1 + 0.015 * l * l / std::sqrt(20 + l * l));
    const double byChroma = chroma / (1 + 0.045 * c);
    const double byHue = hue / (1 + 0.015 * c * t);
    return std::sqrt(byLightness * byLightness + byChroma * byChroma + byHue * byHue + rotation * byChroma * byHue);
}

} // namespace unividx
