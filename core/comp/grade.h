#pragma once

#include "core/comp/rows.h"

#include <array>

namespace unividx {

/// A grade as numbers of one frame. The defaults change nothing.
///
/// out = (in (gain - lift) + lift)^(1 / gamma), which is what Nuke's Grade does with `black` = lift and `white` = gain;
/// values of 0 or less have no power and pass gamma unchanged. Then saturation about Rec.709 luminance, then the
/// colours of one range of hues.
struct Grade {
    std::array<float, 3> lift{0.0f, 0.0f, 0.0f};
    std::array<float, 3> gamma{1.0f, 1.0f, 1.0f};
    std::array<float, 3> gain{1.0f, 1.0f, 1.0f};
    float saturation = 1.0f;

    float hueCentre = 0.0f;     ///< degrees: 0 red, 120 green, 240 blue
    float hueWidth = 60.0f;     ///< degrees to either side, falling off smoothly to 0
    float hueShift = 0.0f;      ///< degrees the range is turned about grey
    float hueSaturation = 1.0f; ///< of the range
    float hueGain = 1.0f;

    bool isNeutral() const;
    bool operator==(const Grade&) const = default;
};

/// In place; scene-linear, straight. `weight`: how much of it each pixel gets (a matte), null for all; where it is 0
/// the pixel stays to the bit. A neutral grade changes no bit.
void gradeRow(const ColorRow& row, const Grade& grade, const float* weight);

} // namespace unividx
