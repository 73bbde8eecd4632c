#pragma once

#include <torch/types.h>

namespace unividx {

/// Softmax attention without a mask; the one place where it is computed.
///
/// Shape:  q [B, N, H, D]; k, v [B, M, H, D] -> [B, N, H, D]
/// Memory: without gradients the full N x M score matrix is never held; queries go in blocks.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale);

} // namespace unividx
