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

/// A convolution without bias, batch normalisation, ReLU. While gradients are recorded a batch's own statistics are
/// used and the running ones follow them; without gradients the running ones are used, so that an answer does not
/// depend on what else is in the batch. Norms over a picture's groups of channels were tried: constants grow through
/// the layers until, normalised, little else is left, and a hundred steps teach nothing.
///
/// Shape:  x [N, C, H, W] -> [N, C', ceil(H / stride), ceil(W / stride)] float32
/// Source: Ioffe and Szegedy, "Batch Normalization", ICML 2015
struct NormedConvLayer {
    ConvLayer convolution;
    at::Tensor scale, shift;   ///< [C'], of the normalised channels
    at::Tensor mean, variance; ///< [C'], running; changed in training

    at::Tensor operator()(const at::Tensor& x) const;
};

/// The names under which a NormedConvLayer keeps what no gradient reaches.
bool isRunningStatistic(const std::string& name);

/// Takes `prefix`.weight, .scale, .shift, .mean and .variance; -1 accepts any number of channels. Throws: Model.
NormedConvLayer takeNormedConvLayer(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                                    std::int64_t kernel);

/// min(max(x, 0), 6)
at::Tensor reluUpTo6(const at::Tensor& x);

} // namespace unividx
