#pragma once

#include <torch/types.h>

namespace unividx {

/// In what linear products are computed while gradients are recorded.
enum class MatmulPrecision {
    Float32,  ///< as they stand
    Bfloat16, ///< operands and results rounded to bfloat16, sums in float32; weights and everything else stay float32
};

/// Whether bfloat16 products are faster than float32 on a device. On a processor: it has instructions for them (AVX-512
/// BF16, AMX). GPUs are assumed to have them.
bool bfloat16IsFast(at::Device device);

/// Sets the calling thread's products for as long as it lives. Without gradients nothing changes: what a model gives
/// depends on its weights' type alone.
class MatmulPrecisionGuard {
public:
    explicit MatmulPrecisionGuard(MatmulPrecision type);
    ~MatmulPrecisionGuard();
    MatmulPrecisionGuard(const MatmulPrecisionGuard&) = delete;
    MatmulPrecisionGuard& operator=(const MatmulPrecisionGuard&) = delete;

private:
    MatmulPrecision before_;
};

/// Whether this thread's products take bfloat16 now.
bool matmulsUseBfloat16();

/// A product's operand or bias: rounded if products are, else `x` itself. Undefined stays undefined.
at::Tensor matmulOperand(const at::Tensor& x);

} // namespace unividx
