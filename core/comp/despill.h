#pragma once

#include "core/comp/picture.h"
#include "core/comp/rows.h"

namespace unividx {

/// The colour of the screen that shines onto what stands before it.
enum class ScreenColor { Green, Blue };

/// What the screen's channel may at most be, next to the two others: their mean (keeps most), the larger (gentle on
/// cloth of the screen's colour), or the smaller (strongest).
enum class DespillMethod { Average, Maximum, Minimum };

struct DespillOptions {
    ScreenColor screen = ScreenColor::Green;
    DespillMethod method = DespillMethod::Average;
    float amount = 1.0f;        ///< 0 nothing to 1 all of what is above the limit
    float keepLuminance = 0.0f; ///< how much of the light that is taken comes back as grey, 0 to 1
};

/// Takes from the screen's channel what is above the limit. A pixel that is below stays to the bit.
///
/// Units: scene-linear, straight. Luminance with Rec.709 weights.
void despillRow(const ColorRow& row, const DespillOptions& options);
Straight despill(const Straight& picture, const DespillOptions& options);

} // namespace unividx
