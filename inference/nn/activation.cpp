#include "inference/nn/activation.h"

#include "inference/nn/kernels/elementwise_backward.h"

#include <torch/csrc/autograd/custom_function.h>

namespace unividx {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Gelu : torch::autograd::Function<Gelu> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x)
    {
        ctx->save_for_backward({x});
        return kernels::geluOf(x);
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        return {kernels::geluBackward(ctx->get_saved_variables().front(), gradients.front().contiguous())};
    }
};

} // namespace

at::Tensor geluTanh(at::Tensor&& x)
{
    if (kernels::usable(x)) {
        kernels::gelu(x);
        return std::move(x);
    }
    if (at::GradMode::is_enabled() && x.device().is_cpu() &&
        (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16))
        return Gelu::apply(x.contiguous());
    return at::gelu(x, "tanh");
}

} // namespace unividx
