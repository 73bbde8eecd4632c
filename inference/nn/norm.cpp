#include "inference/nn/norm.h"

#include "inference/nn/kernels/elementwise.h"
#include "inference/nn/norm_autograd.h"

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

bool isFloat(const at::Tensor& x)
{
    return !x.defined() || (x.scalar_type() == at::kFloat && x.device().is_cpu());
}

/// In one pass, with gradients where they are asked for, if all are such that the kernels take them.
std::optional<StreamAndNorm> inOnePass(const at::Tensor& x, const at::Tensor& added, const at::Tensor& gate,
                                       const at::Tensor& multiply, const at::Tensor& shift, float offset, double eps)
{
    for (const at::Tensor* each : {&x, &added, &gate, &multiply, &shift}) {
        if (!isFloat(*each))
            return std::nullopt;
    }
    const NormInputs inputs{byRow(x), byRow(added), vectors(gate), vectors(multiply), vectors(shift), offset};
    const StreamAndNorm both = addNorm(inputs, eps);
    return StreamAndNorm{both.stream.view(x.sizes()), both.normed.view(x.sizes())};
}

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    if (isFloat(x) && isFloat(weight))
        return rmsRotate(x.reshape({1, -1, x.size(-1)}), weight, eps, {}, {}).view(x.sizes());
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
