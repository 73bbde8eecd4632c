#pragma once

#include "core/engine/engine.h"
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

/// Known parts of a window's targets, by row; undefined where there is none.
struct WindowHints {
    FamilyVideos values; ///< [3, F, H, W], as a condition's video times its mask
    FamilyVideos masks;  ///< [1, F, H, W] in [0, 1]

    bool any() const;
};

/// Reads a window's hints at `size`. Frames at and after `end` have none.
WindowHints readHints(const std::array<HintSource, 4>& sources, FrameRange window, std::int64_t end, Resolution size);

/// What a window's conditions and hints tell the predictor. A normal that is much shorter than a unit vector is
/// unknown.
KnownLayers knownLayers(const Task& task, const FamilyVideos& given, const WindowHints& hints = {});

/// Adds to `made` what the predictor answers for the task's targets to a view of its conditions and hints.
void addPredicted(const LayerPredictor& predictor, const Task& task, const ConditionAugmentation& view,
                  const FamilyVideos& given, const WindowHints& hints, FamilyVideos& made);

/// A video with the fine structure of another of the same size: what is below some 2 % of the width is `fine`'s.
/// Shape: both [C, F, H, W] -> same
at::Tensor withDetailOf(const at::Tensor& video, const at::Tensor& fine);

} // namespace unividx
