#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace unividx {

/// A small font of the program's own (printable ASCII), so that labels need no font on a farm node. A character it
/// has no shape for is a frame.
inline constexpr int glyphWidth = 5;   ///< pixels at scale 1
inline constexpr int glyphHeight = 9;  ///< the last two rows are below the line
inline constexpr int glyphAdvance = 6; ///< from one character to the next

/// Pixels from the first to the last column of a line of UTF-8 text.
int textWidth(std::string_view text, int scale);

/// Calls `plot` for every pixel that is set, (0, 0) being the upper left corner of the first character.
void drawText(std::string_view text, int scale, const std::function<void(int x, int y)>& plot);

/// A picture with a line of text in its lower left corner: white on a dark edge, so that it can be read on anything; a
/// thirtieth of the picture's height.
Image burnIn(const Image& picture, const std::string& text);

} // namespace unividx
