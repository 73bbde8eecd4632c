#pragma once

#include "core/image/image.h"

namespace unividx {

/// Gaussian blur; `sigma` is its standard deviation in pixels, and may be a fraction. Border pixels repeat outwards, so
/// a constant picture stays constant and the mean is kept inside. 0 or less gives the picture itself. Wide blurs are
/// taken on smaller copies, so that time hardly grows with `sigma`.
///
/// Throws: Internal if the image is empty.
Image gaussianBlur(const Image& image, float sigma);

} // namespace unividx
