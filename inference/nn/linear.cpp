#include "inference/nn/linear.h"

#include "inference/nn/kernels/kernel_table.h"
#include "inference/nn/matmul_precision.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

#include <algorithm>
#include <vector>

namespace unividx {

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    // More than three axes would make LibTorch add the bias in a pass of its own.
    const at::Tensor y =
        at::linear(matmulOperand(x).reshape({-1, x.size(-1)}), matmulOperand(weight), matmulOperand(bias));
    auto shape = x.sizes().vec();
    shape.back() = weight.size(0);
    return (matmulsUseBfloat16() ? y.to(at::kFloat) : y).view(shape);
}

Linear takeLinear(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out)
{
    Linear linear;
    linear.weight = weights.take(prefix + ".weight", {out, in});
    linear.bias = weights.take(prefix + ".bias", {linear.weight.size(0)});
    return linear;
}

at::Tensor Adapter::operator()(const at::Tensor& x) const
{
    return at::linear(at::linear(x, a), b);
}

namespace {

/// y += (x A^T) B^T, without a copy of the sum. x [..., in], y [..., out] contiguous.
void addTo(const at::Tensor& y, const at::Tensor& x, const Adapter& adapter)
{
    const at::Tensor inner = at::linear(x.reshape({-1, x.size(-1)}), adapter.a);
    y.view({-1, y.size(-1)}).addmm_(inner, adapter.b.t());
}

/// Copies [A, B, run] -> [B, A, run] and turns the type between float32 and bfloat16 on the way where they differ.
at::Tensor swappedFirst(const at::Tensor& x, at::ScalarType type)
{
    const at::Tensor from = x.contiguous();
    at::Tensor to = at::empty({x.size(1), x.size(0), x.size(2)}, x.options().dtype(type));
    const bool rounds = x.scalar_type() == at::kFloat && type == at::kBFloat16;
    const bool widens = x.scalar_type() == at::kBFloat16 && type == at::kFloat;
    if (!x.device().is_cpu() || !(rounds || widens))
        return to.copy_(x.transpose(0, 1));
    const kernels::KernelTable& table = kernels::kernelTable();
    const std::int64_t outer = x.size(0);
    const std::int64_t inner = x.size(1);
    const std::int64_t run = x.size(2);
    at::parallel_for(0, outer * inner, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t index = begin; index < end; ++index) {
            const std::int64_t target = (index % inner * outer + index / inner) * run;
            if (rounds)
                table.round(from.data_ptr<float>() + index * run, static_cast<std::uint16_t*>(to.data_ptr()) + target,
                            run);
            else
                table.widen(static_cast<const std::uint16_t*>(from.data_ptr()) + index * run,
                            to.data_ptr<float>() + target, run);
        }
    });
    return to;
}

struct RowsFirst : torch::autograd::Function<RowsFirst> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& x, bool rounded)
    {
        ctx->saved_data["shape"] = x.sizes().vec();
        ctx->saved_data["type"] = static_cast<std::int64_t>(x.scalar_type());
        return swappedFirst(x.flatten(2), rounded ? at::kBFloat16 : x.scalar_type())
            .view({x.size(1), x.size(0) * x.size(2), x.size(3)});
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   const torch::autograd::variable_list& gradients)
    {
        const std::vector<std::int64_t> shape = ctx->saved_data["shape"].toIntVector();
        const auto type = static_cast<at::ScalarType>(ctx->saved_data["type"].toInt());
        return {swappedFirst(gradients.front().reshape({shape[1], shape[0], -1}), type).view(shape), at::Tensor()};
    }
};

struct BatchFirst : torch::autograd::Function<BatchFirst> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& rows, std::int64_t batch)
    {
        ctx->saved_data["type"] = static_cast<std::int64_t>(rows.scalar_type());
        const at::ScalarType type = rows.scalar_type() == at::kBFloat16 ? at::kFloat : rows.scalar_type();
        return swappedFirst(rows.reshape({rows.size(0), batch, -1}), type)
            .view({batch, rows.size(0), -1, rows.size(2)});
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   const torch::autograd::variable_list& gradients)
    {
        const auto type = static_cast<at::ScalarType>(ctx->saved_data["type"].toInt());
        const at::Tensor& gradient = gradients.front();
        return {swappedFirst(gradient.flatten(2), type).view({gradient.size(1), -1, gradient.size(3)}), at::Tensor()};
    }
};

} // namespace

at::Tensor rowsFirst(const at::Tensor& x)
{
    return RowsFirst::apply(x, matmulsUseBfloat16());
}

at::Tensor batchFirst(const at::Tensor& rows, std::int64_t batch)
{
    return BatchFirst::apply(rows, batch);
}

at::Tensor GatedLinear::onRows(const at::Tensor& rows, ModalitySet active) const
{
    // The adapters' sums for all rows in one product each, so that no row is changed in place: a gradient would be
    // copied whole for each. Zeros stand for adapters that are off.
    std::int64_t rank = 0;
    for (std::size_t row = 0; row < adapters.size(); ++row) {
        if (active[row] && adapters[row])
            rank = std::max(rank, adapters[row]->a.size(0));
    }
    const std::int64_t out = base.weight.size(0);
    const at::Tensor y = at::linear(rows.flatten(0, 1), matmulOperand(base.weight), matmulOperand(base.bias))
                             .view({rows.size(0), rows.size(1), out});
    if (rank == 0)
        return y;
    std::vector<at::Tensor> down;
    std::vector<at::Tensor> up;
    const auto constant = base.weight.options().requires_grad(false);
    for (std::size_t row = 0; row < adapters.size(); ++row) {
        const bool on = active[row] && adapters[row];
        const at::Tensor a = on ? adapters[row]->a : at::zeros({rank, rows.size(2)}, constant);
        const at::Tensor b = on ? adapters[row]->b : at::zeros({out, rank}, constant);
        const std::int64_t missing = rank - a.size(0);
        down.push_back(missing == 0 ? a : at::constant_pad_nd(a, {0, 0, 0, missing}));
        up.push_back(missing == 0 ? b : at::constant_pad_nd(b, {0, missing}));
    }
    const at::Tensor inner = at::bmm(rows, matmulOperand(at::stack(down)).transpose(1, 2));
    return at::baddbmm(y, inner, matmulOperand(at::stack(up)).transpose(1, 2));
}

at::Tensor GatedLinear::operator()(const at::Tensor& x, ModalitySet active) const
{
    if (at::GradMode::is_enabled())
        return batchFirst(onRows(rowsFirst(x), active), x.size(0));
    const at::Tensor y = base(x);
    for (std::size_t row = 0; row < adapters.size(); ++row) {
        if (!active[row] || !adapters[row])
            continue;
        const at::Tensor from = x.select(1, static_cast<std::int64_t>(row)); // [B, N, in]
        const at::Tensor to = y.select(1, static_cast<std::int64_t>(row));
        if (x.size(0) == 1)
            addTo(to, from, *adapters[row]);
        else
            to.add_((*adapters[row])(from));
    }
    return y;
}

at::Tensor GatedLinear::withAdapterOf(std::size_t row, const at::Tensor& x) const
{
    const at::Tensor y = base(x);
    if (!adapters[row])
        return y;
    if (at::GradMode::is_enabled()) {
        const Adapter& adapter = *adapters[row];
        const at::Tensor inner = at::linear(matmulOperand(x), matmulOperand(adapter.a));
        return y + at::linear(inner, matmulOperand(adapter.b));
    }
    addTo(y, x, *adapters[row]);
    return y;
}

} // namespace unividx
