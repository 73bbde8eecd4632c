#pragma once

#include <torch/types.h>

namespace unividx {

/// x / max(||x||, 1e-12) * sqrt(C) * gamma, the norm taken over channels; differentiable.
///
/// Shape: x [B, T, C, H, W]; gamma with C values -> same as x
/// float32 on the processor goes through one pass over memory each way: built of single operators this norm would
/// cost several times the convolutions between which it stands.
at::Tensor channelRmsNorm(const at::Tensor& x, const at::Tensor& gamma);

} // namespace unividx
