#pragma once

#include <torch/types.h>

namespace unividx {

/// Log odds that flicker less: each frame's become the mean over the window's frames at most three away, weighed by how
/// alike the pictures are around a pixel. Where the picture moves, a frame's own count almost alone.
///
/// Shape: logOdds [F, h, w] float32, frames [F, 3, H, W] uint8 -> [F, h, w]
at::Tensor steadied(const at::Tensor& logOdds, const at::Tensor& frames);

} // namespace unividx
