#include "inference/nn/products.h"

namespace unividx {

namespace {

thread_local ProductType current = ProductType::Float32;

} // namespace

bool bfloat16IsFast(at::Device device)
{
    if (!device.is_cpu())
        return true; // all cards since 2020 have it
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

ProductTypeGuard::ProductTypeGuard(ProductType type) : before_(current)
{
    current = type;
}

ProductTypeGuard::~ProductTypeGuard()
{
    current = before_;
}

bool productsAreRounded()
{
    return current == ProductType::Bfloat16 && at::GradMode::is_enabled();
}

at::Tensor operand(const at::Tensor& x)
{
    return x.defined() && productsAreRounded() && x.scalar_type() == at::kFloat ? x.to(at::kBFloat16) : x;
}

} // namespace unividx
