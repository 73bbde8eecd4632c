#pragma once

namespace unividx::scene {

/// Linear light in [0, 1] to the sRGB display encoding. Values outside are clamped. Read from a table:
/// within 2e-5 of the formula. Source: IEC 61966-2-1.
float srgbEncode(float linear);

/// The inverse, by the formula.
float srgbDecode(float encoded);

} // namespace unividx::scene
