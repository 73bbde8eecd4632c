#include "inference/nn/matmul_precision.h"

namespace unividx {

namespace {

thread_local MatmulPrecision current = MatmulPrecision::Float32;

} // namespace

bool bfloat16IsFast(at::Device device)
{
    if (!device.is_cpu())
        return true; // all GPUs since 2020 have it
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

MatmulPrecisionGuard::MatmulPrecisionGuard(MatmulPrecision type) : before_(current)
{
    current = type;
}

MatmulPrecisionGuard::~MatmulPrecisionGuard()
{
    current = before_;
}

bool matmulsUseBfloat16()
{
    return current == MatmulPrecision::Bfloat16 && at::GradMode::is_enabled();
}

at::Tensor matmulOperand(const at::Tensor& x)
{
    return x.defined() && matmulsUseBfloat16() && x.scalar_type() == at::kFloat ? x.to(at::kBFloat16) : x;
}

} // namespace unividx
