#pragma once

#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace unividx {

/// A convolution whose output has 1/stride of the input's size, rounded up; zeros pad the border, and an odd pixel of
/// padding goes to the right and below.
///
/// Shape:  x [N, C, H, W] -> [N, C', ceil(H / stride), ceil(W / stride)]
/// Dtype:  the weight's, or bfloat16 under a MatmulPrecisionGuard that says so
/// Source: TensorFlow's SAME padding, which EfficientNet was trained with
struct ConvLayer {
    at::Tensor weight; ///< [C', C / groups, k, k]
    at::Tensor bias;   ///< [C']; undefined: none
    std::int64_t stride = 1;
    std::int64_t groups = 1;

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Takes `prefix`.weight and .bias; -1 accepts any number of channels. Throws: Model.
ConvLayer takeConvLayer(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                        std::int64_t kernel);

/// A convolution without bias, group normalisation over 8 groups of channels, ReLU. Each picture is normalised by
/// itself, so an answer does not depend on what else is in the batch.
///
/// Shape:  x [N, C, H, W] -> [N, C', ceil(H / stride), ceil(W / stride)] float32
/// Source: Wu and He, "Group Normalization", ECCV 2018
struct NormedConvLayer {
    ConvLayer convolution;
    at::Tensor scale, shift; ///< [C'], of the normalised channels

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Takes `prefix`.weight, `prefix`.scale and `prefix`.shift; -1 accepts any number of channels. Throws: Model.
NormedConvLayer takeNormedConvLayer(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                                    std::int64_t kernel);

/// min(max(x, 0), 6)
at::Tensor reluUpTo6(const at::Tensor& x);

} // namespace unividx
