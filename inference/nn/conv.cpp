#include "inference/nn/conv.h"

#include "inference/nn/matmul_precision.h"

#include <algorithm>

namespace unividx {

namespace {

/// Convolves each frame. x [B, T, C, H, W]
at::Tensor perFrame(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t stride,
                    at::IntArrayRef padding)
{
    const at::Tensor y =
        at::conv2d(matmulOperand(x.flatten(0, 1)), matmulOperand(weight), matmulOperand(bias), stride, padding);
    return y.to(x.scalar_type()).unflatten(0, {x.size(0), x.size(1)});
}

/// The taps of a time kernel side by side in the channels, so that one 2-D product does them all.
/// x [B, T, C, H, W], weight [C', C, kt, kh, kw] -> [B, (T - kt) / stride + 1, C', H, W]
at::Tensor stackedTaps(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t stride)
{
    const std::int64_t taps = weight.size(2);
    const std::int64_t count = (x.size(1) - taps) / stride + 1;
    std::vector<at::Tensor> shifted;
    for (std::int64_t tap = 0; tap < taps; ++tap)
        shifted.push_back(x.slice(1, tap, tap + (count - 1) * stride + 1, stride));
    const at::Tensor flatWeight = weight.transpose(1, 2).flatten(1, 2); // [C', kt * C, kh, kw]
    return perFrame(at::cat(shifted, 2), flatWeight, bias, 1, {weight.size(3) / 2, weight.size(4) / 2});
}

} // namespace

at::Tensor FrameConv::operator()(const at::Tensor& x) const
{
    return perFrame(x, weight, bias, stride, {padding, padding});
}

FrameConv takeFrameConv(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                        std::int64_t kernel)
{
    FrameConv conv;
    conv.weight = weights.take(prefix + ".weight", {out, in, kernel, kernel});
    conv.bias = weights.take(prefix + ".bias", {conv.weight.size(0)});
    return conv;
}

at::Tensor CausalConv::operator()(const at::Tensor& x, CausalCache& cache) const
{
    const std::int64_t past = weight.size(2) - 1;
    if (past == 0)
        return perFrame(x, weight.select(2, 0), bias, 1, {weight.size(3) / 2, weight.size(4) / 2});
    at::Tensor& memory = cache.slot();
    const bool alone = x.size(1) == 1 && !memory.defined();
    if (!memory.defined())
        memory = at::zeros({x.size(0), past, x.size(2), x.size(3), x.size(4)}, x.options());
    const at::Tensor seen = at::cat({memory, x}, 1);
    memory = seen.narrow(1, seen.size(1) - past, past);
    if (alone) // every earlier frame is zero, so only the last tap counts
        return perFrame(x, weight.select(2, past), bias, 1, {weight.size(3) / 2, weight.size(4) / 2});
    return stackedTaps(seen, weight, bias, 1);
}

CausalConv takeCausalConv(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                          at::IntArrayRef kernel)
{
    CausalConv conv;
    conv.weight = weights.take(prefix + ".weight", {out, in, kernel[0], kernel[1], kernel[2]});
    conv.bias = weights.take(prefix + ".bias", {conv.weight.size(0)});
    return conv;
}

at::Tensor timeConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t stride)
{
    return stackedTaps(x, weight, bias, stride);
}

} // namespace unividx
