#include "core/color/srgb_rows.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace unividx {

namespace {

// The loops below become vectors of four (see CMakeLists.txt); GCC 12 makes none of them in a clone for AVX2.

// log2 of a positive normal number: the exponent, and the logarithm of the rest (between sqrt(1/2) and sqrt(2)) as the
// series 2 / ln 2 (s + s^3 / 3 + ...) with s = (m - 1) / (m + 1), below 0.172; the first term left out is 4e-10.
inline float log2Of(float value)
{
    const auto bits = std::bit_cast<std::int32_t>(value);
    const std::int32_t exponent = (bits - 0x3f3504f3) >> 23;
    const auto mantissa = std::bit_cast<float>(bits - (exponent << 23));
    const float s = (mantissa - 1.0f) / (mantissa + 1.0f);
    const float q = s * s;
    const float series = 1.0f + q * (1.0f / 3 + q * (1.0f / 5 + q * (1.0f / 7 + q * (1.0f / 9))));
    return static_cast<float>(exponent) + 2.88539008f * s * series;
}

// 2 to a power between -126 and 127: the whole part into the exponent, the rest (at most a half) as Taylor's series.
inline float exp2Of(float power)
{
    const float bounded = power < -126.0f ? -126.0f : (power > 126.0f ? 126.0f : power);
    const auto whole = static_cast<std::int32_t>(bounded + (bounded < 0.0f ? -0.5f : 0.5f));
    const float f = (bounded - static_cast<float>(whole)) * 0.693147181f;
    const float series =
        1.0f +
        f * (1.0f + f * (1.0f / 2 + f * (1.0f / 6 + f * (1.0f / 24 + f * (1.0f / 120 + f * (1.0f / 720 + f / 5040))))));
    return series * std::bit_cast<float>((whole + 127) << 23);
}

inline float powOf(float value, float exponent)
{
    constexpr float smallest = 1e-30f; // the logarithm wants a normal number
    return exp2Of(exponent * log2Of(value < smallest ? smallest : value));
}

} // namespace

void srgbToLinearRow(const float* in, float* out, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float magnitude = std::fabs(in[i]);
        const float low = magnitude / 12.92f;
        const float high = powOf((magnitude + 0.055f) / 1.055f, 2.4f);
        out[i] = std::copysign(magnitude <= 0.04045f ? low : high, in[i]);
    }
}

void linearToSrgbRow(const float* in, float* out, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float magnitude = std::fabs(in[i]);
        const float low = magnitude * 12.92f;
        const float high = 1.055f * powOf(magnitude, 1.0f / 2.4f) - 0.055f;
        out[i] = std::copysign(magnitude <= 0.0031308f ? low : high, in[i]);
    }
}

void powRow(const float* in, float* out, std::size_t count, float exponent)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float raised = powOf(in[i], exponent);
        out[i] = in[i] > 0.0f ? raised : 0.0f;
    }
}

} // namespace unividx
