#pragma once

#include "core/time/frame_rate.h"
#include "core/time/timecode.h"

#include <cstdint>
#include <optional>

namespace unividx {

/// The first word of SMPTE time code as OpenEXR packs it (the "TV60" order: BCD digits of frame, second, minute,
/// hour; bit 6 drop frame; bit 15 field). Above 39 frames a second, which the two tens bits cannot count, frames are
/// counted in pairs and the field bit tells the second of a pair.
///
/// Nothing if the label is out of range at this rate, or the rate is above 60.
/// Source: SMPTE ST 12-1; OpenEXR, ImfTimeCode.h.
std::optional<std::uint32_t> timecodeBits(const Timecode& timecode, FrameRate rate);

} // namespace unividx
