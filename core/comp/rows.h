#pragma once

#include "core/color/color_transform.h"

#include <cstddef>

namespace unividx {

/// A run of pixels of one row, channel by channel, in arrays that somebody else owns: what the compositor's loops work
/// on. As with pictures, how colour stands to alpha is part of the type.
template <AlphaState State>
struct PixelRow {
    float* red = nullptr;
    float* green = nullptr;
    float* blue = nullptr;
    float* alpha = nullptr;
    std::size_t count = 0;
};

using StraightRow = PixelRow<AlphaState::Straight>;
using PremultipliedRow = PixelRow<AlphaState::Premultiplied>;

/// Three channels of a row without alpha: albedo, irradiance, a normal, or the colour of a picture.
struct ColorRow {
    float* red = nullptr;
    float* green = nullptr;
    float* blue = nullptr;
    std::size_t count = 0;
};

/// In place; the same rules as premultiply() and unpremultiply().
PremultipliedRow premultiplyRow(const StraightRow& row);
StraightRow unpremultiplyRow(const PremultipliedRow& row);

/// Interleaved pixels apart and together again. `channels` of the picture: 3, or 4 of which the last is left out.
void loadColor(const float* pixels, int channels, const ColorRow& row);
void loadRow(const float* pixels, const PremultipliedRow& row);
void storeRow(const PremultipliedRow& row, float* pixels);

/// value + (changed - value) * weight into `value`: where the weight is 0 the value stays to the bit.
void mixRow(float* value, const float* changed, const float* weight, std::size_t count);
/// The same for three channels.
void mixColor(const ColorRow& value, const ColorRow& changed, const float* weight);

void copyColor(const ColorRow& from, const ColorRow& to);

} // namespace unividx
