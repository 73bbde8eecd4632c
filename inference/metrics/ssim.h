#pragma once

#include "core/image/image.h"

namespace unividx {

/// Structural similarity of two colour pictures with values in [0, 1]: the mean of the index over all windows that lie
/// inside the picture, and over the three channels. 1 for pictures that are the same.
///
/// Windows are 11x11 with Gaussian weights of standard deviation 1.5; K1 = 0.01, K2 = 0.03, dynamic range 1; the
/// picture is not made smaller first. The paper works on grey pictures; that colour is the mean of three channels is
/// the habit of the papers we compare with.
///
/// Throws: Input if the sizes differ, or either side is shorter than a window.
/// Source: Wang, Bovik, Sheikh, Simoncelli, Image Quality Assessment: From Error Visibility to Structural Similarity,
/// IEEE Transactions on Image Processing 13(4), 2004, equations 13 to 17
double ssim(const Image& made, const Image& wanted);

} // namespace unividx
