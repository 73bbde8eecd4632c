#include "inference/nn/attention.h"

#include "inference/nn/attention_autograd.h"
#include "inference/nn/kernels/attention.h"
#include "inference/nn/matmul_precision.h"

#include <torch/utils.h>
#include <torch/version.h>

#include <algorithm>

namespace unividx {

namespace {

/// A block's scores stay under this many values: 16 Mi floats are 64 MiB.
constexpr std::int64_t scoreBudget = std::int64_t{16} << 20;

at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& keysTransposed, const at::Tensor& v, double scale)
{
    // q [B, H, N, D], keysTransposed [B, H, D, M], v [B, H, M, D]
    return at::matmul(at::softmax(at::matmul(q * scale, keysTransposed), -1), v);
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale)
{
    if (kernels::usableAttention(q, k, v))
        return kernels::fastAttention(q, k, v, scale);
    if (at::GradMode::is_enabled() && q.scalar_type() == at::kFloat && q.device().is_cpu())
        return differentiableAttention(q, k, v, scale);
#if TORCH_VERSION_MAJOR >= 2
    if (!q.device().is_cpu()) { // in one kernel that keeps no scores; LibTorch 1 has none
        const at::Tensor mixed =
            at::scaled_dot_product_attention(matmulOperand(q.transpose(1, 2)), matmulOperand(k.transpose(1, 2)),
                                             matmulOperand(v.transpose(1, 2)), {}, 0.0, false, scale);
        return mixed.transpose(1, 2).to(q.scalar_type());
    }
#endif
    const at::Tensor queries = q.transpose(1, 2);
    const at::Tensor keys = k.permute({0, 2, 3, 1});
    const at::Tensor values = v.transpose(1, 2);
    const std::int64_t rows = queries.size(2);
    const std::int64_t perRow = q.size(0) * q.size(2) * k.size(1);
    const std::int64_t block = std::max<std::int64_t>(1, scoreBudget / perRow);
    if (at::GradMode::is_enabled() || block >= rows)
        return plainAttention(queries, keys, values, scale).transpose(1, 2);
    at::Tensor out = at::empty_like(q);
    for (std::int64_t start = 0; start < rows; start += block) {
        const std::int64_t count = std::min(block, rows - start);
        out.narrow(1, start, count)
            .copy_(plainAttention(queries.narrow(2, start, count), keys, values, scale).transpose(1, 2));
    }
    return out;
}

} // namespace unividx
