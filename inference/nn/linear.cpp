#include "inference/nn/linear.h"

namespace unividx {

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    return at::linear(x, weight, bias);
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

at::Tensor GatedLinear::operator()(const at::Tensor& x, Rows active) const
{
    at::Tensor y = base(x);
    for (std::size_t row = 0; row < adapters.size(); ++row) {
        if (active[row] && adapters[row])
            y.select(1, static_cast<std::int64_t>(row))
                .add_((*adapters[row])(x.select(1, static_cast<std::int64_t>(row))));
    }
    return y;
}

at::Tensor GatedLinear::withAdapterOf(std::size_t row, const at::Tensor& x) const
{
    at::Tensor y = base(x);
    return adapters[row] ? y.add_((*adapters[row])(x)) : y;
}

} // namespace unividx
