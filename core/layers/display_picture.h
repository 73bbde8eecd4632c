#pragma once

#include "core/image/image.h"
#include "core/task/task.h"

namespace unividx {

/// A layer as one looks at it: three channels in [0, 1]; a matte as grey, normals as n * 0.5 + 0.5.
Image displayPicture(const Image& layer, Decoding decoding);

} // namespace unividx
