#pragma once

#include "inference/predictor/layer_predictor.h"
#include "inference/train/data/layer_batch.h"

#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// The sum of what an answer gets wrong, over where the layers are known; a scalar with a gradient.
///
/// - every layer: absolute differences, and those of differences between neighbours at two scales, so that edges and
///   large areas count both;
///   foreground as far as alpha covers; depth after the mean difference of a frame is taken out
/// - normals besides: the chord between unit vectors, about the angle
/// - rgb = albedo * irradiance on encoded values and rgb = alpha * foreground + (1 - alpha) * background, lightly
/// - differences between a clip's frames
/// - the scales: Laplace's likelihood of the error as it is, whose gradient reaches nothing else
/// What was shown to the network whole counts little.
at::Tensor predictorLoss(const LayerPredictor::Answer& answer, const LayerBatch& wanted, const KnownLayers& known);

/// By name: normals in degrees (mean over pixels), albedo and irradiance in dB (PSNR), alpha as mean absolute
/// difference, depth as root mean square of the logarithm's error after its mean is taken out.
using HeldOutFigures = std::vector<std::pair<std::string, double>>;

/// The errors summed over batches; `figures` divides.
class PredictorMeter {
public:
    void add(const at::Tensor& values, const LayerBatch& wanted);
    HeldOutFigures figures() const;

private:
    double degrees_ = 0, normals_ = 0;
    double albedo_ = 0, irradiance_ = 0, colours_ = 0;
    double alpha_ = 0, mattes_ = 0;
    double depth_ = 0, depths_ = 0;
};

} // namespace unividx
