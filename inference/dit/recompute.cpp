#include "inference/dit/recompute.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

namespace unividx {

namespace {

using torch::autograd::variable_list;

/// What the backward pass needs beside tensors.
struct Kept : torch::CustomClassHolder {
    const DitBlock* block = nullptr;
    BlockContext context;
};

struct Recomputed : torch::autograd::Function<Recomputed> {
    /// `anchor` asks for a gradient, so that the block's own weights get theirs even if nothing before it has any.
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& x, const at::Tensor& modulation,
                              const at::Tensor& k, const at::Tensor& v, const at::Tensor& /*anchor*/,
                              const c10::intrusive_ptr<Kept>& kept)
    {
        ctx->save_for_backward({x, modulation, k, v});
        ctx->saved_data["kept"] = c10::IValue::make_capsule(kept);
        return (*kept->block)(x, {k, v}, kept->context);
    }

    static variable_list backward(torch::autograd::AutogradContext* ctx, const variable_list& gradients)
    {
        const auto capsule = ctx->saved_data["kept"].toCapsule();
        const auto& kept = static_cast<const Kept&>(*capsule);
        variable_list inputs;
        for (const at::Tensor& saved : ctx->get_saved_variables())
            inputs.push_back(saved.detach().set_requires_grad(saved.requires_grad()));
        BlockContext context = kept.context;
        context.modulation = inputs[1];
        {
            const torch::AutoGradMode gradients_on(true);
            const at::Tensor out = (*kept.block)(inputs[0], {inputs[2], inputs[3]}, context);
            torch::autograd::backward({out}, {gradients[0]}); // the weights' gradients go where they belong
        }
        return {inputs[0].grad(), inputs[1].grad(), inputs[2].grad(), inputs[3].grad(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor recomputed(const DitBlock& block, const at::Tensor& x, const TextKeys& text, const BlockContext& context)
{
    auto kept = c10::make_intrusive<Kept>();
    kept->block = &block;
    kept->context = context;
    kept->context.probe = nullptr;
    const at::Tensor anchor = at::empty({0}).set_requires_grad(true);
    return Recomputed::apply(x, context.modulation, text.k, text.v, anchor, kept);
}

} // namespace unividx
