#pragma once

namespace unividx {

/// The sRGB curve, from what a display shows to light and back: exactly the two pieces of the standard, mirrored
/// below zero so that a round trip loses nothing. 1 is 1.
///
/// Source: IEC 61966-2-1, section 5.2 (breaks at 0.04045 and 0.0031308).
float srgbToLinear(float encoded);
float linearToSrgb(float linear);

} // namespace unividx
