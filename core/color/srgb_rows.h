#pragma once

#include <cstddef>

namespace unividx {

/// The sRGB curve (core/color/srgb.h) over many values at once, for work that has to keep up with a hand: within 2e-6
/// of the exact curve relative to the larger of value and 0.001, mirrored below zero, for magnitudes up to 65504.
/// `in` and `out` may be the same array.
void srgbToLinearRow(const float* in, float* out, std::size_t count);
void linearToSrgbRow(const float* in, float* out, std::size_t count);

/// max(value, 0) to a power above 0, as exact as the curve. 0 stays 0.
void powRow(const float* in, float* out, std::size_t count, float exponent);

} // namespace unividx
