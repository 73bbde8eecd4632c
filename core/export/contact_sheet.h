#pragma once

#include "core/image/image.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <string>
#include <vector>

namespace unividx {

/// One line of pictures: a modality over time.
struct SheetRow {
    std::string label; ///< "albedo, made"
    std::vector<Image>
        frames; ///< display-ready (see core/layers/display_picture.h), one a column; empty ones stay blank
};

struct SheetClip {
    std::string title;                ///< "kitchen: Decompose (R2AIN), 21 frames"
    std::vector<std::string> columns; ///< over the pictures: frame numbers
    std::vector<SheetRow> rows;
};

struct SheetOptions {
    int cellWidth = 240; ///< pixels; the height follows each clip's own aspect ratio
    int textScale = 2;   ///< pixels of the sheet for one of the font
};

/// Several clips on one sheet, one under the other, on dark neutral grey: labels at the left, frame numbers above.
/// RGB in [0, 1], to be written as PNG. The same whatever is in the pictures: nothing is normalised or stretched.
///
/// Throws: Usage if there is no clip with a picture.
Image contactSheet(const std::vector<SheetClip>& clips, const SheetOptions& options = {});

/// At most `count` frames spread evenly over a range, first and last among them.
std::vector<std::int64_t> sampleFrames(FrameRange range, int count);

} // namespace unividx
