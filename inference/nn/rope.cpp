#include "inference/nn/rope.h"

#include "inference/nn/norm.h"
#include "inference/nn/norm_autograd.h"

namespace unividx {

namespace {

at::Tensor angles(std::int64_t positions, std::int64_t channels)
{
    const auto wide = at::TensorOptions().dtype(at::kDouble);
    const at::Tensor frequencies = at::pow(10000.0, -at::arange(0, channels, 2, wide) / static_cast<double>(channels));
    return at::outer(at::arange(positions, wide), frequencies);
}

} // namespace

RopeTable ropeTable(std::int64_t headDim, std::int64_t frames, std::int64_t rows, std::int64_t columns)
{
    const std::int64_t space = headDim / 3;
    const std::int64_t time = headDim - 2 * space;
    const auto grid = [&](const at::Tensor& axis, at::IntArrayRef view) {
        return axis.view(view).expand({frames, rows, columns, axis.size(1)});
    };
    const at::Tensor all =
        at::cat({grid(angles(frames, time), {frames, 1, 1, -1}), grid(angles(rows, space), {1, rows, 1, -1}),
                 grid(angles(columns, space), {1, 1, columns, -1})},
                -1)
            .reshape({frames * rows * columns, -1});
    return {at::cos(all).to(at::kFloat), at::sin(all).to(at::kFloat)};
}

at::Tensor applyRope(const at::Tensor& x, const RopeTable& table)
{
    const at::Tensor turn = at::complex(table.cos, table.sin).unsqueeze(1); // [N, 1, D/2]
    const at::Tensor pairs =
        at::view_as_complex(x.to(at::kFloat).reshape({x.size(0), x.size(1), x.size(2), x.size(3), -1, 2}));
    return at::view_as_real(pairs * turn).reshape(x.sizes()).to(x.scalar_type());
}

at::Tensor normAndRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const RopeTable& table)
{
    const std::int64_t headDim = 2 * table.cos.size(1);
    if (x.scalar_type() == at::kFloat && weight.scalar_type() == at::kFloat && x.device().is_cpu())
        return rmsRotate(x.flatten(0, 1), weight, eps, table.cos, table.sin)
            .view({x.size(0), x.size(1), x.size(2), -1, headDim});
    return applyRope(rmsNorm(x, weight, eps).unflatten(-1, {-1, headDim}), table);
}

at::Tensor sinusoid(const at::Tensor& t, std::int64_t channels)
{
    const auto wide = at::TensorOptions().dtype(at::kDouble);
    const std::int64_t half = channels / 2;
    const at::Tensor frequencies = at::pow(10000.0, -at::arange(half, wide) / static_cast<double>(half));
    const at::Tensor angle = t.to(at::kCPU, at::kDouble).unsqueeze(-1) * frequencies;
    return at::cat({at::cos(angle), at::sin(angle)}, -1).to(at::kFloat);
}

} // namespace unividx
