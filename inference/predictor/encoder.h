#pragma once

#include "inference/predictor/conv_layer.h"
#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <array>
#include <vector>

namespace unividx {

/// The features that a picture's encoder hands on, at 1/2, 1/4, 1/8, 1/16 and 1/32 of its size.
using FeatureLevels = std::array<at::Tensor, 5>;

/// EfficientNet-Lite0 without its classifier, its batch norms folded into the convolutions.
///
/// Shape:  pictures [N, 3, H, W] in (value * 255 - 127) / 128 -> [N, {16, 24, 40, 112, 320}, H / 2^k, W / 2^k]
/// Keys:   stem, blocks.N.{expand, depthwise, project} {weight, bias}; block 0 has no `expand`
/// Source: Tan and Le, "EfficientNet", ICML 2019; its Lite variant has ReLU6 and no squeeze and excitation.
///         encoder_weights.py converts the published weights.
class PredictorEncoder {
public:
    explicit PredictorEncoder(WeightSource& weights, const std::string& prefix = {});

    /// `beside`: added to the stem's convolution before its activation, [N, 32, H/2, W/2]; undefined adds nothing.
    FeatureLevels operator()(const at::Tensor& pictures, const at::Tensor& beside) const;

private:
    struct Block {
        ConvLayer expand, depthwise, project; ///< expand.weight is undefined in the first
    };

    static at::Tensor through(const Block& block, const at::Tensor& x);

    ConvLayer stem_;
    std::vector<Block> blocks_;
};

} // namespace unividx
