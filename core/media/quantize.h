#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// Pixels as 8-bit codes by the rule of the published scripts: clamped to [0, 1], times 255, cut off (not rounded).
/// So our 8-bit files hold the codes theirs hold. Code / 255 and back gives the code again. NaN becomes 0.
///
/// Source: inference/MODEL.md, section 8, Output.
std::vector<std::uint8_t> toEightBit(const Image& image);

/// Pixels as 16-bit codes, rounded to the nearest; the published scripts have no such output. NaN becomes 0.
std::vector<std::uint16_t> toSixteenBit(const Image& image);

/// Signed unit vectors as a picture: n * 0.5 + 0.5. What PNG and movies show of normals.
Image encodeNormals(const Image& normals);

} // namespace unividx
