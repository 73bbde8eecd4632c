#pragma once

#include "core/time/frame_rate.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace unividx
{

/// The first word of SMPTE 12M time code as OpenEXR packs it (the "TV60" order: BCD digits of frame, second,
/// minute, hour; bit 6 drop frame; bit 15 field). Above 39 frames a second, which two tens bits cannot count,
/// frames are counted in pairs and the field bit tells the second of a pair.
///
/// Nothing if the text is not a time code, a value is out of range at this rate, or the rate is above 60.
/// Source: SMPTE ST 12-1; OpenEXR, ImfTimeCode.h.
std::optional<std::uint32_t> timecodeBits(std::string_view text, FrameRate rate);

/// The same for a frame counted from zero, non-drop. Nothing for a negative frame or a rate above 60.
std::optional<std::uint32_t> timecodeBits(std::int64_t frame, FrameRate rate);

} // namespace unividx
