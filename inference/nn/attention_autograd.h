#pragma once

#include <torch/types.h>

namespace unividx {

/// `attention` for training: one node of the graph, its products in bfloat16 where products are rounded (see
/// products.h). Keeps the matrix of all weights for the backward pass.
///
/// Shape: q [B, N, H, D]; k, v [B, M, H, D] float32 -> [B, N, H, D]
at::Tensor differentiableAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale);

} // namespace unividx
