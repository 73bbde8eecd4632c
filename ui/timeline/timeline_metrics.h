#pragma once

namespace unividx::ui {

/// Sizes on the timeline, in widget pixels: where things lie, for painting and for the mouse alike.
constexpr int headerWidth = 72;
constexpr int rulerHeight = 24;
constexpr int trackGap = 2;
constexpr int videoHeight = 58;
constexpr int audioHeight = 34;
constexpr int laneHeight = 5;
constexpr int nameHeight = 16; ///< of the line with a clip's name
constexpr int lanesGap = 2;    ///< between a clip and its lanes

} // namespace unividx::ui
