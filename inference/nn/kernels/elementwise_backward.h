#pragma once

#include "inference/nn/kernels/elementwise.h"

/// The gradients of the passes in elementwise.h, for training on the CPU. All tensors are contiguous, and float32
/// unless it says otherwise.
namespace unividx::kernels {

/// What the gradients of `addNorm`'s results give. Those of terms that were left out are undefined.
struct NormTermGradients {
    at::Tensor x;                     ///< [R, N, D]
    at::Tensor added;                 ///< [R, N, D]
    at::Tensor gate, multiply, shift; ///< shaped like the terms: summed over tokens, and over rows where they share one
};

/// `sum` is what addNorm gave; `dSum` may be undefined.
NormTermGradients addNormBackward(const at::Tensor& sum, const NormTerms& terms, double eps, const at::Tensor& dSum,
                                  const at::Tensor& dNormed, const KernelTable& table = kernelTable());

struct RmsGradients {
    at::Tensor x;      ///< [R, N, D]
    at::Tensor weight; ///< [D]
};

RmsGradients rmsRotateBackward(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                               const at::Tensor& sin, const at::Tensor& dz, const KernelTable& table = kernelTable());

/// `gelu` beside its operand. Float32 or bfloat16, any shape.
at::Tensor geluOf(const at::Tensor& x, const KernelTable& table = kernelTable());

/// dy times the gradient of `gelu` at x. Both float32, or both bfloat16; any shape.
at::Tensor geluBackward(const at::Tensor& x, const at::Tensor& dy, const KernelTable& table = kernelTable());

} // namespace unividx::kernels
