#pragma once

#include "core/image/image.h"

namespace unividx {

/// What stands beyond a picture's border.
enum class Border { Repeat, Zero };

/// The part of `image` that starts at (x, y) with this size; what lies outside the picture is filled as `border`
/// says, so the same function crops and pads.
///
/// Throws: Internal if the image is empty or the size is not positive.
Image crop(const Image& image, int x, int y, Resolution size, Border border = Border::Repeat);

/// Enlarges to the right and below to multiples of `step`, repeating the last column and row.
Image padToMultiple(const Image& image, int step);

/// One channel or a run of channels as an image of its own. Throws: Internal if there are not that many.
Image selectChannels(const Image& image, int first, int count);

} // namespace unividx
