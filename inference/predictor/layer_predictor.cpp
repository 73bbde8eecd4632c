#include "inference/predictor/layer_predictor.h"

#include "inference/nn/matmul_precision.h"

#include <torch/utils.h>

namespace unividx {

namespace {

constexpr std::int64_t inputPlanes = layerPlanes + layerCount;
/// Brings each level's features to about one: their root mean squares on pictures of rooms are 5.1, 8.3, 7.9, 6.6, 2.8.
constexpr std::array<double, 5> featureScales{0.2, 0.125, 0.125, 0.15, 0.36};

/// Keeps what frames exchange from outrunning their own features while it is learnt: some 2,000 inputs move together.
constexpr double exchangeRate = 0.1;

/// [N, C, H, W] -> [N, C, h, w]: each pixel four times, cut to the size wanted.
at::Tensor doubled(const at::Tensor& x, const at::Tensor& like)
{
    const at::Tensor wide = at::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2});
    if (wide.size(2) == like.size(2) && wide.size(3) == like.size(3))
        return wide;
    return wide.narrow(2, 0, like.size(2)).narrow(3, 0, like.size(3));
}

/// Adds to each frame's features what `exchange` makes of the differences to the frames before and after.
at::Tensor withNeighbours(const at::Tensor& x, const ConvLayer& exchange, std::int64_t frames)
{
    if (frames == 1)
        return x;
    const at::Tensor clips = x.unflatten(0, {x.size(0) / frames, frames}); // [B, F, C, H, W]
    const at::Tensor steps = clips.narrow(1, 1, frames - 1) - clips.narrow(1, 0, frames - 1);
    const at::Tensor none = at::zeros_like(clips.narrow(1, 0, 1));
    const at::Tensor before = at::cat({none, -steps}, 1);
    const at::Tensor after = at::cat({steps, none}, 1);
    const at::Tensor both = at::cat({before, after}, 2).flatten(0, 1).contiguous(at::MemoryFormat::ChannelsLast);
    return x + exchange(both) * exchangeRate;
}

ConvLayer takeExchange(WeightSource& weights, const std::string& name, std::int64_t channels)
{
    ConvLayer layer;
    layer.weight = weights.take(name + ".weight", {channels, 2 * channels, 3, 3});
    return layer;
}

} // namespace

LayerPredictor::LayerPredictor(WeightSource& weights) : encoder_(weights, "encoder.")
{
    constexpr std::array<std::int64_t, 4> skips{112, 40, 24, 16};
    constexpr std::array<const char*, 4> names{"16", "8", "4", "2"};
    known_ = takeConvLayer(weights, "encoder.known", 4 * inputPlanes, 32, 1);
    detail_ = takeConvLayer(weights, "detail", 4 * inputPlanes, -1, 1);
    bottom_ = takeNormedConvLayer(weights, "decoder.32", 320, -1, 1);
    std::int64_t channels = bottom_.scale.size(0);
    global_ = takeConvLayer(weights, "global", channels, channels, 1);
    for (std::size_t level = 0; level < stages_.size(); ++level) {
        const std::string name = std::string("decoder.") + names[level];
        const std::int64_t extra = level == 3 ? detail_.weight.size(0) : 0;
        Stage& stage = stages_[level];
        stage.first = takeNormedConvLayer(weights, name + "a", channels + skips[level] + extra, -1, 3);
        stage.second = takeNormedConvLayer(weights, name + "b", stage.first.scale.size(0), -1, 3);
        channels = stage.second.scale.size(0);
    }
    time16_ = takeExchange(weights, "time16", stages_[0].second.scale.size(0));
    time8_ = takeExchange(weights, "time8", stages_[1].second.scale.size(0));
    head_ = takeConvLayer(weights, "head", channels, 4 * layerPlanes + layerCount, 1);
    weights.finish();
}

at::Tensor LayerPredictor::decoded(const FeatureLevels& features, const at::Tensor& packed, std::int64_t frames) const
{
    at::Tensor x = bottom_(features[4] * featureScales[4]);
    x = x + global_(x.mean({2, 3}, true));
    for (std::size_t level = 0; level < stages_.size(); ++level) {
        const std::size_t source = 3 - level;
        const at::Tensor& skip = features[source];
        std::vector<at::Tensor> parts{doubled(x, skip), skip * featureScales[source]};
        if (source == 0)
            parts.push_back(at::relu(detail_(packed)));
        x = stages_[level].first(at::cat(parts, 1));
        x = stages_[level].second(x);
        if (level < 2)
            x = withNeighbours(x, level == 0 ? time16_ : time8_, frames);
    }
    return head_(x).to(at::kFloat);
}

LayerPredictor::Answer LayerPredictor::operator()(const at::Tensor& input, std::int64_t frames) const
{
    const at::Tensor known = input.to(head_.weight.device());
    const at::Tensor packed = matmulOperand(at::pixel_unshuffle(known, 2)).contiguous(at::MemoryFormat::ChannelsLast);
    // 2v - 1 of the known layers against (255v - 127) / 128 of the encoder; what is unknown is zero in both.
    const at::Tensor rgb = planesOf(known, predictedLayers.front());
    const at::Tensor mask = known.narrow(1, layerPlanes, 1);
    const at::Tensor pictures = ((rgb + mask) * (127.5 / 128) - mask * (127.0 / 128));
    const FeatureLevels features =
        encoder_(matmulOperand(pictures).contiguous(at::MemoryFormat::ChannelsLast), known_(packed));
    const at::Tensor made = decoded(features, packed, frames);
    const at::Tensor raw = at::pixel_shuffle(made.narrow(1, 0, 4 * layerPlanes).contiguous(), 2);
    constexpr std::int64_t normals = 9; // and what lies before and behind them: colours and alpha
    const at::Tensor colours = at::sigmoid(raw.narrow(1, 0, normals));
    const at::Tensor mattes = at::sigmoid(raw.narrow(1, normals + 3, 7));
    return {at::cat({colours, raw.narrow(1, normals, 3), mattes, raw.narrow(1, layerPlanes - 1, 1)}, 1),
            made.narrow(1, 4 * layerPlanes, layerCount)};
}

} // namespace unividx
