#pragma once

#include "core/image/image.h"

namespace unividx {

/// Bilinear with half-pixel centres and no antialiasing: what the published scripts feed the model
/// (`torch.nn.functional.interpolate(mode="bilinear", align_corners=False, antialias=False)`), in float32 in
/// the same order. Aliases when it makes a picture much smaller; that is what the model was trained on.
///
/// Throws: Internal if the image is empty or the size is not positive.
/// Source: inference/MODEL.md, section 8; ATen upsample_bilinear2d.
Image resizeBilinear(const Image& image, Resolution size);

/// Each new pixel is the mean of the area it covers: for thumbnails, previews and guides, without aliasing. A
/// direction that grows is bilinear, since a mean over less than a pixel would show steps.
///
/// Throws: Internal if the image is empty or the size is not positive.
Image resizeArea(const Image& image, Resolution size);

/// The largest size of the same aspect ratio that fits into `box`, at least 1x1.
Resolution fitInto(Resolution size, Resolution box);

} // namespace unividx
