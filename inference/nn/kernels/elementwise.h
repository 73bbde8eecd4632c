#pragma once

#include "inference/nn/kernels/kernel_table.h"

#include <torch/types.h>

/// Passes over the DiT's and the VAE's activations that would each be several with plain operators. All are float32
/// on the CPU without gradients; ask `usable` first. The plain twins are what the tests compare with.
namespace unividx::kernels {

/// Whether the kernels take this tensor: float32, on the CPU, contiguous, no gradient asked for.
bool usable(const at::Tensor& x);

/// What is added before a layer norm and how its result is scaled. Undefined tensors are left out.
struct NormTerms {
    at::Tensor added;    ///< [R, N, D], contiguous
    at::Tensor gate;     ///< factor of `added`: [R, D] or [1, D]
    at::Tensor multiply; ///< [R, D] or [1, D]
    at::Tensor shift;    ///< [R, D] or [1, D]
    /// Added to `multiply`: 1 for a modulation's scale, 0 for a norm's weight.
    float multiplyOffset = 1.0f;
};

/// A residual stream after an addition, and its norm.
struct SumAndNorm {
    at::Tensor sum; ///< x itself where nothing was added
    at::Tensor normed;
};

/// sum = x + gate * added; normed = layerNorm(sum) * (multiplyOffset + multiply) + shift.
///
/// Shape: x [R, N, D] -> [R, N, D] both; R rows with their own gate, multiply and shift, N tokens
SumAndNorm addNorm(const at::Tensor& x, const NormTerms& terms, double eps, const KernelTable& table = kernelTable());
SumAndNorm plainAddNorm(const at::Tensor& x, const NormTerms& terms, double eps);

/// x * rsqrt(mean(x^2) + eps) * weight over the last axis, then the adjacent pairs of every head turned by the tokens'
/// angles.
///
/// Shape: x [R, N, H * D] -> same; weight [H * D]; cos, sin [N, D / 2], or undefined for no rotation
at::Tensor rmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                     const at::Tensor& sin, const KernelTable& table = kernelTable());
at::Tensor plainRmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                          const at::Tensor& sin);

/// GELU in its tanh form, in place. Any shape.
void gelu(at::Tensor& x, const KernelTable& table = kernelTable());

/// x * sigmoid(x), in place. Any shape.
void silu(at::Tensor& x, const KernelTable& table = kernelTable());

} // namespace unividx::kernels
