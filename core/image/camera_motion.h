#pragma once

#include "core/image/image.h"

#include <array>
#include <vector>

namespace unividx {

/// Where the camera's move takes a point of one picture in another: a homography. Coordinates are in units of the
/// picture's height from its centre, x to the right and y down, so they hold at any size of the same shape.
struct CameraMotion {
    std::array<double, 8> terms{1, 0, 0, 0, 1, 0, 0, 0}; ///< row by row; the ninth is 1

    bool operator==(const CameraMotion&) const = default;

    struct Point {
        double x = 0;
        double y = 0;
    };
    Point at(Point point) const;

    /// First this, then `next`.
    CameraMotion then(const CameraMotion& next) const;
    /// Throws: Internal if the motion cannot be undone.
    CameraMotion inverse() const;
    /// The longest way that a corner of a picture of this aspect ratio goes, in heights.
    double reach(double aspect) const;
};

/// A picture made ready for `cameraMotion`: its brightness at several sizes, and how much of each pixel is background.
struct MotionPicture {
    struct Level {
        Image luma;
        Image background; ///< one channel: 1 where the picture may be compared
    };
    std::vector<Level> levels; ///< from the largest, at most 240 rows
};

/// `frame`: display-referred RGB. `subject`: one channel, any size; what is over 0.5 moves by itself and is left out.
MotionPicture motionPicture(const Image& frame, const Image& subject);

/// How the background of `from` has moved in `to`, beginning with a guess. Takes moves of up to a quarter of the
/// picture besides the guess. The guess itself if nothing better is found.
///
/// Source: Gauss-Newton on brightness over a pyramid (Lucas, Kanade 1981; Baker, Matthews, "Lucas-Kanade 20 Years On",
/// 2004), with Geman-McClure weights.
CameraMotion cameraMotion(const MotionPicture& from, const MotionPicture& to, const CameraMotion& guess = {});

} // namespace unividx
