#include "inference/nn/kernels/elementwise.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace unividx::kernels {

namespace {

/// Floats that are worth a thread's start.
constexpr std::int64_t grain = 16384;

/// A [R, D] or [1, D] tensor read by row.
class ModalitySet {
public:
    ModalitySet(const at::Tensor& x, std::int64_t rows, std::int64_t dim)
    {
        if (!x.defined())
            return;
        TORCH_CHECK(x.dim() == 2 && (x.size(0) == rows || x.size(0) == 1) && x.size(1) == dim && usable(x),
                    "expected a contiguous [", rows, " or 1, ", dim, "] float32 tensor, got ", x.sizes());
        data_ = x.data_ptr<float>();
        stride_ = x.size(0) == 1 ? 0 : dim;
    }

    const float* row(std::int64_t index) const { return data_ ? data_ + index * stride_ : nullptr; }

private:
    const float* data_ = nullptr;
    std::int64_t stride_ = 0;
};

at::Tensor byRow(const at::Tensor& x)
{
    return x.defined() ? x.unsqueeze(1) : x; // [R, D] -> [R, 1, D]
}

void mapInPlace(at::Tensor& x, void (*kernel)(float*, std::int64_t))
{
    TORCH_CHECK(usable(x), "expected a contiguous float32 tensor");
    float* data = x.data_ptr<float>();
    at::parallel_for(0, x.numel(), grain,
                     [&](std::int64_t begin, std::int64_t end) { kernel(data + begin, end - begin); });
}

} // namespace

bool usable(const at::Tensor& x)
{
    return x.defined() && x.device().is_cpu() && x.scalar_type() == at::kFloat && x.is_contiguous() &&
           !(at::GradMode::is_enabled() && x.requires_grad());
}

SumAndNorm addNorm(const at::Tensor& x, const NormTerms& terms, double eps, const KernelTable& table)
{
    TORCH_CHECK(usable(x) && x.dim() == 3, "addNorm: a contiguous float32 [R, N, D] expected, got ", x.sizes());
    TORCH_CHECK(terms.multiply.defined() && terms.shift.defined(), "addNorm: multiply and shift are needed");
    TORCH_CHECK(!terms.added.defined() || (usable(terms.added) && terms.added.sizes() == x.sizes()),
                "addNorm: what is added must be shaped like x");
    const std::int64_t tokens = x.size(1);
    const std::int64_t dim = x.size(2);
    const ModalitySet gate(terms.gate, x.size(0), dim);
    const ModalitySet multiply(terms.multiply, x.size(0), dim);
    const ModalitySet shift(terms.shift, x.size(0), dim);
    const float* added = terms.added.defined() ? terms.added.data_ptr<float>() : nullptr;
    const at::Tensor sum = added ? at::empty_like(x) : x;
    const at::Tensor z = at::empty_like(x);
    float* sums = added ? sum.data_ptr<float>() : nullptr;
    float* to = z.data_ptr<float>();
    const float* from = x.data_ptr<float>();
    at::parallel_for(0, x.size(0) * tokens, std::max<std::int64_t>(1, grain / dim),
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t i = begin; i < end; ++i) {
                             const std::int64_t row = i / tokens;
                             table.addNorm(from + i * dim, sums ? sums + i * dim : nullptr, to + i * dim, dim,
                                           {.added = added ? added + i * dim : nullptr,
                                            .gate = gate.row(row),
                                            .multiply = multiply.row(row),
                                            .shift = shift.row(row),
                                            .multiplyOffset = terms.multiplyOffset,
                                            .eps = static_cast<float>(eps)});
                         }
                     });
    return {sum, z};
}

SumAndNorm plainAddNorm(const at::Tensor& x, const NormTerms& terms, double eps)
{
    at::Tensor sum = x;
    if (terms.added.defined())
        sum = x + (terms.gate.defined() ? terms.added * byRow(terms.gate) : terms.added);
    const at::Tensor normed = at::layer_norm(sum, {x.size(-1)}, {}, {}, eps);
    return {sum, normed * (byRow(terms.multiply) + terms.multiplyOffset) + byRow(terms.shift)};
}

at::Tensor rmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                     const at::Tensor& sin, const KernelTable& table)
{
    TORCH_CHECK(usable(x) && x.dim() == 3, "rmsRotate: a contiguous float32 [R, N, H * D] expected, got ", x.sizes());
    const std::int64_t tokens = x.size(1);
    const std::int64_t dim = x.size(2);
    const bool rotates = cos.defined();
    const std::int64_t headDim = rotates ? 2 * cos.size(1) : dim;
    TORCH_CHECK(usable(weight) && weight.numel() == dim, "rmsRotate: weight must have ", dim, " values");
    TORCH_CHECK(!rotates || (usable(cos) && usable(sin) && cos.size(0) == tokens && cos.sizes() == sin.sizes() &&
                             dim % headDim == 0),
                "rmsRotate: cos and sin must be [", tokens, ", D / 2] of heads that divide ", dim);
    at::Tensor z = at::empty_like(x);
    const float* from = x.data_ptr<float>();
    float* to = z.data_ptr<float>();
    const float* factors = weight.data_ptr<float>();
    const float* cosines = rotates ? cos.data_ptr<float>() : nullptr;
    const float* sines = rotates ? sin.data_ptr<float>() : nullptr;
    const std::int64_t rows = x.size(0);
    // A token's angles are laid out once for all its rows and heads.
    at::parallel_for(0, tokens, std::max<std::int64_t>(1, grain / (dim * rows)),
                     [&](std::int64_t begin, std::int64_t end) {
                         std::vector<float> c(static_cast<std::size_t>(headDim));
                         std::vector<float> s(static_cast<std::size_t>(headDim));
                         for (std::int64_t token = begin; token < end; ++token) {
                             for (std::int64_t i = 0; rotates && i < headDim; ++i) {
                                 const std::int64_t pair = (token * headDim + i) / 2;
                                 c[static_cast<std::size_t>(i)] = cosines[pair];
                                 s[static_cast<std::size_t>(i)] = i % 2 == 0 ? -sines[pair] : sines[pair];
                             }
                             for (std::int64_t row = 0; row < rows; ++row) {
                                 const std::int64_t at = (row * tokens + token) * dim;
                                 table.rmsRotate(from + at, to + at, factors, static_cast<float>(eps), dim, headDim,
                                                 rotates ? c.data() : nullptr, rotates ? s.data() : nullptr);
                             }
                         }
                     });
    return z;
}

at::Tensor plainRmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                          const at::Tensor& sin)
{
    const at::Tensor normed = x * at::rsqrt(x.square().mean(-1, true) + eps) * weight;
    if (!cos.defined())
        return normed;
    const at::Tensor pairs = normed.view({x.size(0), x.size(1), -1, cos.size(1), 2}); // [R, N, H, D/2, 2]
    const at::Tensor a = pairs.select(-1, 0);
    const at::Tensor b = pairs.select(-1, 1);
    const at::Tensor c = cos.unsqueeze(1); // [N, 1, D/2]
    const at::Tensor s = sin.unsqueeze(1);
    return at::stack({a * c - b * s, a * s + b * c}, -1).view(x.sizes());
}

void gelu(at::Tensor& x, const KernelTable& table)
{
    mapInPlace(x, table.gelu);
}

void silu(at::Tensor& x, const KernelTable& table)
{
    mapInPlace(x, table.silu);
}

} // namespace unividx::kernels
