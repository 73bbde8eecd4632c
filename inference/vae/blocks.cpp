#include "inference/vae/blocks.h"

#include "inference/nn/attention.h"
#include "inference/vae/channel_norm.h"

#include <cmath>

namespace unividx {

namespace {

at::Tensor activated(const at::Tensor& x, const at::Tensor& gamma)
{
    return at::silu(channelRmsNorm(x, gamma));
}

ResidualBlock takeResidual(WeightSource& weights, const std::string& prefix)
{
    ResidualBlock block;
    block.conv1 = takeCausalConv(weights, prefix + "residual.2", -1, -1, {-1, 3, 3});
    const std::int64_t in = block.conv1.weight.size(1);
    const std::int64_t out = block.conv1.weight.size(0);
    block.gamma1 = weights.take(prefix + "residual.0.gamma", {in, 1, 1, 1});
    block.gamma2 = weights.take(prefix + "residual.3.gamma", {out, 1, 1, 1});
    block.conv2 = takeCausalConv(weights, prefix + "residual.6", out, out, {block.conv1.weight.size(2), 3, 3});
    if (in != out)
        block.shortcut = takeCausalConv(weights, prefix + "shortcut", in, out, {1, 1, 1});
    return block;
}

FrameAttention takeAttention(WeightSource& weights, const std::string& prefix)
{
    FrameAttention block;
    block.gamma = weights.take(prefix + "norm.gamma", {-1, 1, 1});
    const std::int64_t channels = block.gamma.size(0);
    block.toQkv = takeFrameConv(weights, prefix + "to_qkv", channels, 3 * channels, 1);
    block.proj = takeFrameConv(weights, prefix + "proj", channels, channels, 1);
    return block;
}

template <typename Sampling>
Sampling takeSampling(WeightSource& weights, const std::string& prefix, std::int64_t timeFactor)
{
    Sampling layer;
    layer.conv = takeFrameConv(weights, prefix + "resample.1", -1, -1, 3);
    const std::int64_t in = layer.conv.weight.size(1);
    if (weights.has(prefix + "time_conv.weight")) {
        layer.timeWeight = weights.take(prefix + "time_conv.weight", {timeFactor * in, in, 3, 1, 1});
        layer.timeBias = weights.take(prefix + "time_conv.bias", {timeFactor * in});
    }
    return layer;
}

} // namespace

at::Tensor ResidualBlock::operator()(const at::Tensor& x, CausalCache& cache) const
{
    const at::Tensor first = conv1(activated(x, gamma1), cache);
    const at::Tensor second = conv2(activated(first, gamma2), cache);
    return second + (shortcut ? (*shortcut)(x, cache) : x);
}

at::Tensor FrameAttention::operator()(const at::Tensor& x, CausalCache&) const
{
    const std::int64_t channels = x.size(2);
    const at::Tensor qkv = toQkv(channelRmsNorm(x, gamma)).flatten(0, 1).flatten(2).transpose(1, 2); // [BT, HW, 3C]
    const auto parts = qkv.unsqueeze(2).chunk(3, -1);                                                // [BT, HW, 1, C]
    const at::Tensor mixed =
        attention(parts[0], parts[1], parts[2], 1.0 / std::sqrt(static_cast<double>(channels))).squeeze(2);
    return x + proj(mixed.transpose(1, 2).reshape(x.sizes()));
}

at::Tensor Downsample::operator()(const at::Tensor& x, CausalCache& cache) const
{
    FrameConv halving = conv;
    halving.stride = 2;
    const at::Tensor y = halving(at::constant_pad_nd(x, {0, 1, 0, 1})); // one column right, one row below
    if (!timeWeight.defined())
        return y;
    at::Tensor& last = cache.slot();
    const at::Tensor seen = last.defined() ? at::cat({last, y}, 1) : y;
    at::Tensor out;
    if (seen.size(1) >= 3)
        out = timeConv(seen, timeWeight, timeBias, 2);
    if (!last.defined()) // the first frame of all stays as it is
        out = out.defined() ? at::cat({y.narrow(1, 0, 1), out}, 1) : y;
    last = y.narrow(1, y.size(1) - 1, 1);
    return out;
}

at::Tensor Upsample::operator()(const at::Tensor& x, CausalCache& cache) const
{
    at::Tensor frames = x;
    if (timeWeight.defined()) {
        at::Tensor& memory = cache.slot();
        const bool first = !memory.defined();
        if (first)
            memory = at::zeros({x.size(0), 2, x.size(2), x.size(3), x.size(4)}, x.options());
        const at::Tensor rest = first ? x.narrow(1, 1, x.size(1) - 1) : x;
        if (rest.size(1) > 0) {
            const at::Tensor seen = at::cat({memory, rest}, 1);
            memory = seen.narrow(1, seen.size(1) - 2, 2);
            // [B, T, 2C, H, W] -> [B, 2T, C, H, W]: the first C channels are the earlier frame
            const at::Tensor doubled =
                timeConv(seen, timeWeight, timeBias, 1).unflatten(2, {2, x.size(2)}).flatten(1, 2);
            frames = first ? at::cat({x.narrow(1, 0, 1), doubled}, 1) : doubled;
        }
    }
    const at::Tensor wide = at::upsample_nearest2d(frames.flatten(0, 1), at::IntArrayRef{2 * x.size(3), 2 * x.size(4)});
    FrameConv smoothing = conv;
    smoothing.padding = 1;
    return smoothing(wide.unflatten(0, {frames.size(0), frames.size(1)}));
}

std::vector<VaeLayer> takeLayers(WeightSource& weights, const std::string& prefix, bool samplingUp)
{
    std::vector<VaeLayer> layers;
    const std::int64_t count = weights.countBlocks(prefix + ".");
    for (std::int64_t index = 0; index < count; ++index) {
        const std::string at = prefix + "." + std::to_string(index) + ".";
        if (weights.has(at + "resample.1.weight")) {
            if (samplingUp)
                layers.emplace_back(takeSampling<Upsample>(weights, at, 2));
            else
                layers.emplace_back(takeSampling<Downsample>(weights, at, 1));
        } else if (weights.has(at + "to_qkv.weight")) {
            layers.emplace_back(takeAttention(weights, at));
        } else {
            layers.emplace_back(takeResidual(weights, at));
        }
    }
    return layers;
}

at::Tensor VaeHead::operator()(const at::Tensor& x, CausalCache& cache) const
{
    return conv(activated(x, gamma), cache);
}

VaeHead takeHead(WeightSource& weights, const std::string& prefix, std::int64_t out)
{
    VaeHead head;
    head.conv = takeCausalConv(weights, prefix + ".2", -1, out, {-1, 3, 3});
    head.gamma = weights.take(prefix + ".0.gamma", {head.conv.weight.size(1), 1, 1, 1});
    return head;
}

at::Tensor runLayers(const std::vector<VaeLayer>& layers, at::Tensor x, CausalCache& cache)
{
    for (const VaeLayer& layer : layers)
        x = std::visit([&](const auto& run) { return run(x, cache); }, layer);
    return x;
}

} // namespace unividx
