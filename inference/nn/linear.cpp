#include "inference/nn/linear.h"

namespace unividx {

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    // More than three axes would make LibTorch add the bias in a pass of its own.
    const at::Tensor y = at::linear(x.reshape({-1, x.size(-1)}), weight, bias);
    auto shape = x.sizes().vec();
    shape.back() = weight.size(0);
    return y.view(shape);
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

} // namespace

at::Tensor GatedLinear::operator()(const at::Tensor& x, Rows active) const
{
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
    if (adapters[row])
        addTo(y, x, *adapters[row]);
    return y;
}

} // namespace unividx
