#pragma once

#include "inference/nn/norm.h"

namespace unividx {

/// What `addNorm` and `rmsRotate` of nn/kernels give, and gradients where they are asked for: each is one node of the
/// graph, whose backward pass is one pass over the tokens too. Shapes as there; all float32 on the CPU.
struct NormInputs {
    at::Tensor x, added;              ///< [R, N, D]; `added` may be undefined
    at::Tensor gate, multiply, shift; ///< [R, D] or [1, D]; `gate` may be undefined
    float multiplyOffset = 1.0f;
};

StreamAndNorm addNorm(const NormInputs& inputs, double eps);

at::Tensor rmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                     const at::Tensor& sin);

} // namespace unividx
