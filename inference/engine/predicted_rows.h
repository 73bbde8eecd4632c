#pragma once

#include "core/image/image.h"
#include "core/task/task.h"
#include "inference/predictor/layer_predictor.h"
#include "inference/weights/model_package.h"

#include <torch/types.h>

#include <array>

namespace unividx {

/// A family's layers of a window: [3, F, H, W] in [-1, 1], normals n; undefined where there is none.
using FamilyVideos = std::array<at::Tensor, 4>;

/// The size at which the predictor works on pictures of `source`'s shape: multiples of 32 of about the area of
/// `usual`.
Resolution predictedSize(Resolution source, Resolution usual);

/// A size of about `scale` times both sides of `size`, which the predictor can work at.
Resolution scaledSize(Resolution size, double scale);

/// What a window's conditions tell the predictor. A normal that is much shorter than a unit vector is unknown.
KnownLayers knownLayers(const Task& task, const FamilyVideos& given);

/// Adds to `made` what the predictor answers for the task's targets to a view of its conditions.
void addPredicted(const LayerPredictor& predictor, const Task& task, const ConditionAugmentation& view,
                  const FamilyVideos& given, FamilyVideos& made);

} // namespace unividx
