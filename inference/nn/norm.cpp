#include "inference/nn/norm.h"

#include "inference/nn/kernels/elementwise.h"

#include <optional>

namespace unividx {

namespace {

/// [B, 4, N, D] -> [B * 4, N, D], and so for what is given for each row.
at::Tensor byRow(const at::Tensor& x)
{
    return x.defined() ? x.reshape({-1, x.dim() == 4 ? x.size(2) : 1, x.size(-1)}) : x;
}

at::Tensor vectors(const at::Tensor& x)
{
    return x.defined() ? x.reshape({-1, x.size(-1)}).contiguous() : x;
}

/// In one pass, if all are such that the kernel takes them.
std::optional<StreamAndNorm> inOnePass(const at::Tensor& x, const at::Tensor& added, const at::Tensor& gate,
                                       const at::Tensor& multiply, const at::Tensor& shift, float offset, double eps)
{
    const kernels::NormTerms terms{byRow(added), vectors(gate), vectors(multiply), vectors(shift), offset};
    const auto fits = [](const at::Tensor& t) { return !t.defined() || kernels::usable(t); };
    if (!kernels::usable(x) || !fits(terms.added) || !fits(terms.gate) || !fits(terms.multiply) || !fits(terms.shift))
        return std::nullopt;
    const kernels::SumAndNorm both = kernels::addNorm(byRow(x), terms, eps);
    return StreamAndNorm{both.sum.view(x.sizes()), both.normed.view(x.sizes())};
}

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    if (kernels::usable(x) && kernels::usable(weight))
        return kernels::rmsRotate(x.view({1, -1, x.size(-1)}), weight, eps, {}, {}).view(x.sizes());
    const at::Tensor wide = x.to(at::kFloat);
    return (wide * at::rsqrt(wide.square().mean(-1, true) + eps)).to(x.scalar_type()) * weight;
}

at::Tensor modulatedLayerNorm(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale, double eps)
{
    if (const auto fast = inOnePass(x, {}, {}, scale, shift, 1.0f, eps))
        return fast->normed;
    return at::addcmul(shift, at::layer_norm(x, {x.size(-1)}, {}, {}, eps), scale + 1);
}

StreamAndNorm addAndModulate(const at::Tensor& x, const at::Tensor& added, const at::Tensor& shift,
                             const at::Tensor& scale, double eps)
{
    if (auto fast = inOnePass(x, added, {}, scale, shift, 1.0f, eps))
        return *fast;
    const at::Tensor stream = x + added;
    return {stream, modulatedLayerNorm(stream, shift, scale, eps)};
}

StreamAndNorm addAndNorm(const at::Tensor& x, const at::Tensor& added, const at::Tensor& gate, const at::Tensor& weight,
                         const at::Tensor& bias, double eps)
{
    if (auto fast = inOnePass(x, added, gate, weight, bias, 0.0f, eps))
        return *fast;
    const at::Tensor stream = x + gate * added;
    return {stream, at::layer_norm(stream, {x.size(-1)}, weight, bias, eps)};
}

} // namespace unividx
