#pragma once

#include "core/image/image.h"

#include <array>
#include <vector>

namespace unividx {

/// Where each pixel of one picture is found in another.
struct Motion {
    Image offset;            ///< two channels, pixels: the pixel at (x, y) is found at (x + first, y + second)
    std::vector<char> known; ///< one a pixel, rows from the top; 0 where the offset is not to be trusted

    double knownShare() const;
};

/// Estimates motion from the pictures alone, by Lucas and Kanade's method at every pixel, from a small picture to the
/// full one. It is an estimate: good to a fraction of a pixel on textured surfaces, and worth little on flat ones,
/// where it follows the surroundings. Not known are pixels that leave the picture, that do not come back to within 0.01
/// (|there|^2 + |back|^2) + 0.5 square pixels when followed there and back (what gets hidden), and that lie on a border
/// between motions.
///
/// Pictures are colour in [0, 1]. Throws: Input if the sizes differ.
/// Source: Bouguet, Pyramidal Implementation of the Lucas Kanade Feature Tracker, Intel, 2000; Sundaram, Brox, Keutzer,
/// Dense Point Trajectories by GPU-Accelerated Large Displacement Optical Flow, ECCV 2010 (the two tests)
Motion estimateMotion(const Image& from, const Image& to);

/// The picture's values between pixels, bilinear; beyond the border those of the border.
/// `values` has one place a channel.
void sampleBetween(const Image& picture, double x, double y, float* values);

} // namespace unividx
