#pragma once

#include "inference/nn/kernels/kernel_table.h"

#include <torch/types.h>

namespace unividx::kernels {

/// Whether fastAttention takes these: float32 on the CPU, channels contiguous, and no gradient asked for.
bool usableAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

/// Softmax attention without a mask, softmax(scale * q k^T) v, in tiles: no score matrix is ever held. Differs from
/// the plain operators by rounding only (below 1e-5 of the values' size).
///
/// Shape:  q [B, N, H, D]; k, v [B, M, H, D], any strides with contiguous channels -> [B, N, H, D] contiguous
/// Memory: keys and values are repacked for a few heads at a time (at most 32 MiB, or one head), and each thread keeps
///         one block of queries.
at::Tensor fastAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale,
                         const KernelTable& table = kernelTable());

/// The same with plain operators, in the precision of its inputs: what the tests compare with.
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale);

} // namespace unividx::kernels
