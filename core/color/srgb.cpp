#include "core/color/srgb.h"

#include <cmath>

namespace unividx {

float srgbToLinear(float encoded)
{
    const float magnitude = std::fabs(encoded);
    const float linear = magnitude <= 0.04045f ? magnitude / 12.92f : std::pow((magnitude + 0.055f) / 1.055f, 2.4f);
    return std::copysign(linear, encoded);
}

float linearToSrgb(float linear)
{
    const float magnitude = std::fabs(linear);
    const float encoded =
        magnitude <= 0.0031308f ? magnitude * 12.92f : 1.055f * std::pow(magnitude, 1.0f / 2.4f) - 0.055f;
    return std::copysign(encoded, linear);
}

} // namespace unividx
