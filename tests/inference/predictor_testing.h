#pragma once

#include "inference/predictor/layer_predictor.h"
#include "inference/train/data/layer_shards.h"
#include "inference/train/predictor_weights.h"
#include "inference/weights/safetensors.h"

#include <torch/utils.h>

#include <filesystem>
#include <string>

namespace unividx {

/// A shard of random pictures as a renderer writes them: clips with a bright square before a dark ramp.
inline void writeTestShard(const std::filesystem::path& file, std::int64_t seed, std::int64_t clips,
                           std::int64_t frames, std::int64_t width, std::int64_t height)
{
    at::manual_seed(static_cast<std::uint64_t>(seed));
    const std::int64_t count = clips * frames;
    const auto bytes = [&](const at::Tensor& values) { return (values * 255).round().to(at::kByte); };
    const at::Tensor alpha = at::zeros({count, height, width});
    alpha.slice(1, height / 4, height / 2).slice(2, width / 4, width / 2).fill_(1);
    const at::Tensor foreground = at::rand({count, 1, 1, 3}).expand({-1, height, width, -1});
    const at::Tensor ramp = at::linspace(0.1, 0.6, width).view({1, 1, width, 1});
    const at::Tensor background = (ramp * at::rand({count, 1, 1, 3})).expand({-1, height, -1, -1});
    const at::Tensor cover = alpha.unsqueeze(3);
    at::Tensor normal = at::full({count, height, width, 3}, 0.5);
    normal.select(3, 2).slice(1, height / 8).fill_(1); // the rows above are sky
    at::Tensor depth = at::full({count, height, width}, 3.0);
    depth.slice(1, 0, height / 8).zero_();
    const TensorMap tensors{{"rgb", bytes(cover * foreground + (1 - cover) * background)},
                            {"albedo", bytes(at::full({count, height, width, 3}, 0.5))},
                            {"irradiance", bytes(background.contiguous())},
                            {"normal", bytes(normal)},
                            {"depth", depth.to(at::kHalf)},
                            {"alpha", bytes(alpha)},
                            {"foreground", bytes(foreground.contiguous())},
                            {"background", bytes(background.contiguous())}};
    writeSafetensors(file, tensors,
                     {{"clips", std::to_string(clips)},
                      {"frames", std::to_string(frames)},
                      {"kind", "test"},
                      {"seed", std::to_string(seed)},
                      {"subject", "1"}});
}

/// The first seed from `from` on whose shard is held out, or is not.
inline std::int64_t seedOf(LayerShards::Part part, std::int64_t from = 1)
{
    while (LayerShards::isHeldOut(from) != (part == LayerShards::Part::HeldOut))
        ++from;
    return from;
}

/// A predictor with random weights, none of them zero.
inline TensorMap randomPredictor(std::uint64_t seed)
{
    TensorMap weights = initialPredictor(randomEncoder(seed), seed);
    at::manual_seed(seed);
    for (const char* name : {"encoder.known.weight", "time16.weight", "time8.weight"})
        weights[name] = at::randn(weights[name].sizes()) * 0.02;
    return weights;
}

inline LayerPredictor predictorOf(const TensorMap& weights)
{
    WeightSource source("predictor", weights);
    return LayerPredictor(source);
}

} // namespace unividx
