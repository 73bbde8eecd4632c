#include "inference/predictor/conv_layer.h"

#include "inference/nn/matmul_precision.h"

#include <torch/utils.h>

#include <algorithm>

namespace unividx {

namespace {

constexpr double followed = 0.05; ///< share of a batch's statistics in the running ones
constexpr double normEpsilon = 1e-5;

/// Pixels of padding along an axis of `size`, in all.
std::int64_t paddingOf(std::int64_t size, std::int64_t kernel, std::int64_t stride)
{
    const std::int64_t last = (size + stride - 1) / stride - 1;
    return std::max<std::int64_t>(0, last * stride + kernel - size);
}

} // namespace

at::Tensor ConvLayer::operator()(const at::Tensor& x) const
{
    const std::int64_t kernel = weight.size(2);
    const std::int64_t down = paddingOf(x.size(2), kernel, stride);
    const std::int64_t across = paddingOf(x.size(3), kernel, stride);
    const at::Tensor taps = matmulOperand(weight).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor input = x.to(taps.scalar_type());
    const at::Tensor offset = bias.defined() ? matmulOperand(bias) : bias;
    if (down % 2 == 0 && across % 2 == 0)
        return at::conv2d(input, taps, offset, stride, at::IntArrayRef{down / 2, across / 2}, 1, groups);
    const at::Tensor padded = at::constant_pad_nd(input, {across / 2, across - across / 2, down / 2, down - down / 2});
    return at::conv2d(padded, taps, offset, stride, at::IntArrayRef{0, 0}, 1, groups);
}

ConvLayer takeConvLayer(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                        std::int64_t kernel)
{
    ConvLayer layer;
    layer.weight = weights.take(prefix + ".weight", {out, in, kernel, kernel});
    layer.bias = weights.take(prefix + ".bias", {layer.weight.size(0)});
    return layer;
}

at::Tensor NormedConvLayer::operator()(const at::Tensor& x) const
{
    // Statistics in float32 also where products are rounded.
    return at::relu(at::batch_norm(convolution(x).to(at::kFloat), scale, shift, mean, variance,
                                   at::GradMode::is_enabled(), followed, normEpsilon, false));
}

bool isRunningStatistic(const std::string& name)
{
    return name.ends_with(".mean") || name.ends_with(".variance");
}

NormedConvLayer takeNormedConvLayer(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                                    std::int64_t kernel)
{
    NormedConvLayer layer;
    layer.convolution.weight = weights.take(prefix + ".weight", {out, in, kernel, kernel});
    const std::int64_t channels = layer.convolution.weight.size(0);
    layer.scale = weights.take(prefix + ".scale", {channels});
    layer.shift = weights.take(prefix + ".shift", {channels});
    layer.mean = weights.take(prefix + ".mean", {channels});
    layer.variance = weights.take(prefix + ".variance", {channels});
    return layer;
}

at::Tensor reluUpTo6(const at::Tensor& x)
{
    // LibTorch 1.13 has no bfloat16 slope of hardtanh on the processor; that of clamp takes more passes.
    return x.scalar_type() == at::kFloat ? at::hardtanh(x, 0, 6) : x.clamp(0, 6);
}

} // namespace unividx
