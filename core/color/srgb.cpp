#include "core/color/srgb.h"

#include <cmath>

namespace unividx {

// The sums are double: in float32 the curve would give 0.99999994 for white, which becomes code 254 when it is cut off.

float srgbToLinear(float encoded)
{
    const double magnitude = std::fabs(encoded);
    const float linear = magnitude <= 0.04045 ? static_cast<float>(magnitude / 12.92)
                                              : std::pow(static_cast<float>((magnitude + 0.055) / 1.055), 2.4f);
    return std::copysign(linear, encoded);
}

float linearToSrgb(float linear)
{
    const float magnitude = std::fabs(linear);
    const double encoded =
        magnitude <= 0.0031308f ? magnitude * 12.92 : 1.055 * std::pow(magnitude, 1.0f / 2.4f) - 0.055;
    return std::copysign(static_cast<float>(encoded), linear);
}

} // namespace unividx
