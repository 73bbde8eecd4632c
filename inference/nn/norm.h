#pragma once

#include <torch/types.h>

namespace unividx {

/// A residual stream after an addition, and its norm.
struct StreamAndNorm {
    at::Tensor stream;
    at::Tensor normed;
};

/// x * rsqrt(mean(x^2) + eps) * weight over the last axis; the mean is taken in float32, as the reference does.
at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);

/// Layer norm over the last axis without affine, then x * (1 + scale) + shift.
/// Shape: x [B, 4, N, D]; shift, scale [B, 4, 1, D].
at::Tensor modulatedLayerNorm(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale, double eps);

/// stream = x + added; normed = modulatedLayerNorm(stream, shift, scale).
StreamAndNorm addAndModulate(const at::Tensor& x, const at::Tensor& added, const at::Tensor& shift,
                             const at::Tensor& scale, double eps);

/// stream = x + gate * added; normed = layer norm with weight and bias [D]. Shape: gate [B, 4, 1, D].
StreamAndNorm addAndNorm(const at::Tensor& x, const at::Tensor& added, const at::Tensor& gate, const at::Tensor& weight,
                         const at::Tensor& bias, double eps);

} // namespace unividx
