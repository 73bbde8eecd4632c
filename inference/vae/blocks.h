#pragma once

#include "inference/nn/conv.h"
#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace unividx {

/// norm, SiLU, conv3, norm, SiLU, conv3, plus the input (through a 1x1x1 convolution where channels change).
struct ResidualBlock {
    at::Tensor gamma1, gamma2; ///< [C, 1, 1, 1]
    CausalConv conv1, conv2;
    std::optional<CausalConv> shortcut;

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

/// Attention over one frame's pixels, one head.
struct FrameAttention {
    at::Tensor gamma; ///< [C, 1, 1]
    FrameConv toQkv, proj;

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

/// Halves height and width; where `timeWeight` is set also the frames: n = 1 mod 2 of them at first, even numbers
/// later.
struct Downsample {
    FrameConv conv;
    at::Tensor timeWeight, timeBias;

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

/// Doubles height and width; where `timeWeight` is set also the frames, the very first of which stays single and is
/// never context for the others.
struct Upsample {
    FrameConv conv;
    at::Tensor timeWeight, timeBias;

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

using VaeLayer = std::variant<ResidualBlock, FrameAttention, Downsample, Upsample>;

/// Reads `prefix.0.`, `prefix.1.`, ... and tells each layer's kind by the tensors it has.
/// `samplingUp` says what a `resample` stands for. Throws: Model.
std::vector<VaeLayer> takeLayers(WeightSource& weights, const std::string& prefix, bool samplingUp);

/// norm, SiLU, conv3.
struct VaeHead {
    at::Tensor gamma;
    CausalConv conv;

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

VaeHead takeHead(WeightSource& weights, const std::string& prefix, std::int64_t out);

/// Passes a chunk of frames through the layers in order.
at::Tensor runLayers(const std::vector<VaeLayer>& layers, at::Tensor x, CausalCache& cache);

} // namespace unividx
