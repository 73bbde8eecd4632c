#include "inference/nn/kernels/elementwise_backward.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <vector>

namespace unividx::kernels {

namespace {

const float* rowOf(const at::Tensor& x, std::int64_t row)
{
    if (!x.defined())
        return nullptr;
    return x.data_ptr<float>() + (x.size(0) == 1 ? 0 : row * x.size(1));
}

float* rowOfSums(const at::Tensor& x, std::int64_t row)
{
    return x.defined() ? x.data_ptr<float>() + row * x.size(1) : nullptr;
}

/// Values that are worth a thread's start.
constexpr std::int64_t grain = 16384;

std::uint16_t* bits(const at::Tensor& x)
{
    return reinterpret_cast<std::uint16_t*>(x.data_ptr<at::BFloat16>());
}

/// Sums of every row, [R, D], in the shape of what they are gradients of, [R, D] or [1, D].
at::Tensor shapedLike(const at::Tensor& term, const at::Tensor& sums)
{
    return term.size(0) == sums.size(0) ? sums : sums.sum(0, true);
}

} // namespace

NormTermGradients addNormBackward(const at::Tensor& sum, const NormTerms& terms, double eps, const at::Tensor& dSum,
                                  const at::Tensor& dNormed, const KernelTable& table)
{
    TORCH_CHECK(dNormed.is_contiguous() && dNormed.sizes() == sum.sizes() && (!dSum.defined() || dSum.is_contiguous()),
                "addNormBackward: contiguous gradients shaped like the sum are needed");
    const std::int64_t rows = sum.size(0);
    const std::int64_t tokens = sum.size(1);
    const std::int64_t dim = sum.size(2);
    const bool gated = terms.added.defined() && terms.gate.defined();
    NormTermGradients gradients;
    gradients.x = at::empty_like(sum);
    if (terms.added.defined())
        gradients.added = gated ? at::empty_like(sum) : gradients.x;
    const at::Tensor multiply = at::zeros({rows, dim});
    const at::Tensor shift = at::zeros({rows, dim});
    const at::Tensor gate = gated ? at::zeros({rows, dim}) : at::Tensor();
    const auto token = [](const at::Tensor& x, std::int64_t offset) {
        return x.defined() ? x.data_ptr<float>() + offset : nullptr;
    };
    at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scratch(static_cast<std::size_t>(dim));
        for (std::int64_t row = begin; row < end; ++row) {
            for (std::int64_t offset = row * tokens * dim; offset < (row + 1) * tokens * dim; offset += dim) {
                table.addNormBackward(token(sum, offset), token(dSum, offset), token(dNormed, offset),
                                      token(gradients.x, offset), scratch.data(), dim,
                                      {.added = token(terms.added, offset),
                                       .gate = rowOf(terms.gate, row),
                                       .multiply = rowOf(terms.multiply, row),
                                       .shift = rowOf(terms.shift, row),
                                       .multiplyOffset = terms.multiplyOffset,
                                       .eps = static_cast<float>(eps)},
                                      {.multiply = rowOfSums(multiply, row),
                                       .shift = rowOfSums(shift, row),
                                       .gate = rowOfSums(gate, row),
                                       .added = gated ? token(gradients.added, offset) : nullptr});
            }
        }
    });
    gradients.multiply = shapedLike(terms.multiply, multiply);
    gradients.shift = shapedLike(terms.shift, shift);
    if (gated)
        gradients.gate = shapedLike(terms.gate, gate);
    return gradients;
}

RmsGradients rmsRotateBackward(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                               const at::Tensor& sin, const at::Tensor& dz, const KernelTable& table)
{
    TORCH_CHECK(dz.is_contiguous() && dz.sizes() == x.sizes(), "rmsRotateBackward: a contiguous gradient is needed");
    const std::int64_t rows = x.size(0);
    const std::int64_t tokens = x.size(1);
    const std::int64_t dim = x.size(2);
    const std::int64_t headDim = cos.defined() ? 2 * cos.size(1) : dim;
    // Every angle twice over, as the kernel reads them.
    at::Tensor c;
    at::Tensor s;
    if (cos.defined()) {
        c = cos.repeat_interleave(2, 1).contiguous();
        s = at::stack({-sin, sin}, -1).flatten(1).contiguous();
    }
    RmsGradients gradients{at::empty_like(x), {}};
    const at::Tensor sums = at::zeros({rows, dim});
    at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scratch(static_cast<std::size_t>(dim));
        for (std::int64_t row = begin; row < end; ++row) {
            for (std::int64_t index = 0; index < tokens; ++index) {
                const std::int64_t at = (row * tokens + index) * dim;
                table.rmsRotateBackward(x.data_ptr<float>() + at, dz.data_ptr<float>() + at,
                                        gradients.x.data_ptr<float>() + at, rowOfSums(sums, row), scratch.data(),
                                        weight.data_ptr<float>(), static_cast<float>(eps), dim, headDim,
                                        c.defined() ? c.data_ptr<float>() + index * headDim : nullptr,
                                        s.defined() ? s.data_ptr<float>() + index * headDim : nullptr);
            }
        }
    });
    gradients.weight = sums.sum(0);
    return gradients;
}

at::Tensor geluOf(const at::Tensor& x, const KernelTable& table)
{
    TORCH_CHECK(x.is_contiguous(), "geluOf: a contiguous tensor is needed");
    if (x.scalar_type() == at::kFloat) {
        at::Tensor y = x.detach().clone();
        gelu(y, table);
        return y;
    }
    at::Tensor y = at::empty_like(x);
    const std::uint16_t* from = bits(x);
    std::uint16_t* to = bits(y);
    at::parallel_for(0, x.numel(), grain, [&](std::int64_t begin, std::int64_t end) {
        table.geluRounded(from + begin, to + begin, end - begin);
    });
    return y;
}

at::Tensor geluBackward(const at::Tensor& x, const at::Tensor& dy, const KernelTable& table)
{
    TORCH_CHECK(x.is_contiguous() && dy.is_contiguous() && x.sizes() == dy.sizes() &&
                    x.scalar_type() == dy.scalar_type(),
                "geluBackward: contiguous tensors of one shape and type are needed");
    at::Tensor dx = at::empty_like(x);
    const bool rounded = x.scalar_type() == at::kBFloat16;
    at::parallel_for(0, x.numel(), grain, [&](std::int64_t begin, std::int64_t end) {
        if (rounded)
            table.geluRoundedBackward(bits(x) + begin, bits(dy) + begin, bits(dx) + begin, end - begin);
        else
            table.geluBackward(x.data_ptr<float>() + begin, dy.data_ptr<float>() + begin, dx.data_ptr<float>() + begin,
                               end - begin);
    });
    return dx;
}

} // namespace unividx::kernels
