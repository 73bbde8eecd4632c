#pragma once

#include "core/image/image.h"

namespace unividx {

/// How a stored picture is turned to be shown: mirrored left to right first, then turned clockwise.
struct Orientation {
    bool mirrored = false;
    int quarterTurns = 0; ///< clockwise, 0 to 3

    bool identity() const { return !mirrored && quarterTurns == 0; }
    bool swapsSides() const { return quarterTurns % 2 != 0; }
    bool operator==(const Orientation&) const = default;
};

/// From the Orientation tag of EXIF and TIFF, 1 to 8; anything else is upright.
/// Source: TIFF 6.0, section 8.
Orientation orientationOfExif(int value);

/// From a display matrix: the part that turns and mirrors, `x' = a x + c y`, `y' = b x + d y` with y down.
/// Anything that is not a quarter turn is upright.
Orientation orientationOfMatrix(double a, double b, double c, double d);

/// The size after turning.
Resolution orient(Resolution stored, Orientation orientation);

/// The picture as it is to be shown.
Image orient(const Image& stored, Orientation orientation);

} // namespace unividx
