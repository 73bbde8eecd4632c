#pragma once

#include "core/time/frame_rate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unividx {

/// A clock label for a frame, as cameras and editors write it. Drop frame skips labels (never frames) so that
/// 29.97 and 59.94 stay beside the wall clock.
///
/// Source: SMPTE ST 12-1.
struct Timecode {
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    int frames = 0;
    bool dropFrame = false;

    bool operator==(const Timecode&) const = default;
};

/// Reads `01:00:00:00`; a `;` or `.` before the frames says drop frame. Nothing if it is not a timecode.
std::optional<Timecode> parseTimecode(std::string_view text);

/// `01:00:00:00`, or `01:00:00;02` in drop frame.
std::string formatTimecode(const Timecode& timecode);

/// Frames since 00:00:00:00 at `rate`, counted in whole labels a second (24 for 24000/1001).
/// Drop frame counts where the rate is a multiple of 30000/1001, and is ignored elsewhere.
/// A label that drop frame skips counts as the one after it.
std::int64_t frameOfTimecode(const Timecode& timecode, FrameRate rate);

/// The label of frame `frame` (0 or more) at `rate`; wraps after 24 hours.
Timecode timecodeOfFrame(std::int64_t frame, FrameRate rate, bool dropFrame);

} // namespace unividx
