#include "inference/nn/norm_autograd.h"

#include "inference/nn/kernels/elementwise_backward.h"

#include <torch/csrc/autograd/custom_function.h>

namespace unividx {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// A node of the graph takes no undefined tensors: an empty one stands for what is absent.
at::Tensor toNode(const at::Tensor& x)
{
    return x.defined() ? x.contiguous() : at::empty({0});
}

at::Tensor inNode(const at::Tensor& x)
{
    return x.numel() > 0 ? x : at::Tensor();
}

struct AddNorm : torch::autograd::Function<AddNorm> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& added,
                                 const at::Tensor& gate, const at::Tensor& multiply, const at::Tensor& shift,
                                 double offset, double eps)
    {
        const kernels::NormTerms terms{inNode(added), inNode(gate), multiply, shift, static_cast<float>(offset)};
        const kernels::SumAndNorm both = kernels::addNorm(x, terms, eps);
        ctx->save_for_backward({both.sum, added, gate, multiply, shift});
        ctx->saved_data["offset"] = offset;
        ctx->saved_data["eps"] = eps;
        return terms.added.defined() ? variable_list{both.sum, both.normed} : variable_list{both.normed};
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const variable_list saved = ctx->get_saved_variables();
        const kernels::NormTerms terms{inNode(saved[1]), inNode(saved[2]), saved[3], saved[4],
                                       static_cast<float>(ctx->saved_data["offset"].toDouble())};
        const at::Tensor dSum =
            gradients.size() == 2 && gradients.front().defined() ? gradients.front().contiguous() : at::Tensor();
        const at::Tensor dNormed =
            gradients.back().defined() ? gradients.back().contiguous() : at::zeros_like(saved[0]);
        const kernels::NormTermGradients result =
            kernels::addNormBackward(saved[0], terms, ctx->saved_data["eps"].toDouble(), dSum, dNormed);
        return {result.x, result.added, result.gate, result.multiply, result.shift, at::Tensor(), at::Tensor()};
    }
};

struct RmsRotate : torch::autograd::Function<RmsRotate> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                              const at::Tensor& cos, const at::Tensor& sin, double eps)
    {
        ctx->save_for_backward({x, weight, cos, sin});
        ctx->saved_data["eps"] = eps;
        return kernels::rmsRotate(x, weight, eps, inNode(cos), inNode(sin));
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const variable_list saved = ctx->get_saved_variables();
        const kernels::RmsGradients result =
            kernels::rmsRotateBackward(saved[0], saved[1], ctx->saved_data["eps"].toDouble(), inNode(saved[2]),
                                       inNode(saved[3]), gradients[0].contiguous());
        return {result.x, result.weight, at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

StreamAndNorm addNorm(const NormInputs& inputs, double eps)
{
    const variable_list both =
        AddNorm::apply(toNode(inputs.x), toNode(inputs.added), toNode(inputs.gate), toNode(inputs.multiply),
                       toNode(inputs.shift), static_cast<double>(inputs.multiplyOffset), eps);
    return {both.size() == 2 ? both.front() : inputs.x, both.back()};
}

at::Tensor rmsRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& cos,
                     const at::Tensor& sin)
{
    return RmsRotate::apply(toNode(x), toNode(weight), toNode(cos), toNode(sin), eps);
}

} // namespace unividx
