#pragma once

#include <torch/types.h>

namespace unividx {

/// sum(w |e|) + edgeWeight * sum over neighbours right and below of min(w_i, w_j) |e_i - e_j|, a scalar with a gradient
/// for `error`. One pass over the planes instead of some twenty over tensors that no cache holds, which took a quarter
/// of a training step.
///
/// Shape: error, weights [N, C, H, W] float32 on the CPU; weights need no gradient
at::Tensor absoluteLoss(const at::Tensor& error, const at::Tensor& weights, double edgeWeight);

} // namespace unividx
