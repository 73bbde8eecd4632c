#pragma once

#include "core/image/image.h"

#include <torch/types.h>

#include <vector>

namespace unividx {

/// Frames of three channels and one size as [3, F, H, W] float32, values as they are.
at::Tensor framesTensor(const std::vector<Image>& frames);

} // namespace unividx
