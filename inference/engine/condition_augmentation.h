#pragma once

#include "core/task/task.h"
#include "inference/weights/model_package.h"

#include <torch/types.h>

namespace unividx {

/// Whether what the model answers to a view counts for a layer.
bool countsFor(const ConditionAugmentation& view, const Modality& modality);

/// A condition as the model is shown it. Shape: video [3, F, H, W] in [-1, 1] -> same
at::Tensor augmented(const ConditionAugmentation& view, const at::Tensor& video, const Modality& modality);

/// What the model made of it, as it would be of the condition itself. Shape: as above
at::Tensor augmentationUndone(const ConditionAugmentation& view, const at::Tensor& video, const Modality& modality);

} // namespace unividx
