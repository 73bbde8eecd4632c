#pragma once

#include "core/task/task.h"

#include <torch/types.h>

namespace unividx {

/// What the model is trained to predict: noise - x0.
at::Tensor velocityTarget(const at::Tensor& x0, const at::Tensor& noise);

/// The noise level of each row, by training-table id: `ids` for targets, the condition level for conditions.
/// Shape: ids [B] int64 -> [B, 4] int64
at::Tensor rowIds(const at::Tensor& ids, const Task& task);

/// The rows as the model sees them in stochastic condition masking (SCM): each with its own noise, targets at their
/// id's level, conditions at the condition level. Shape: x0, noise [B, 4, C, T, h, w] -> same Source:
/// inference/MODEL.md, section 9
at::Tensor noisedRows(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& ids, const Task& task);

/// The published weight of each sample's noise level. Shape: ids [B] -> [B]
/// Source: inference/MODEL.md, section 9
at::Tensor publishedWeights(const at::Tensor& ids);

/// Mean over the target rows of (velocity - target)^2, times each sample's weight, averaged over the batch.
/// Condition rows give no loss. Shape: velocity, x0, noise [B, 4, C, T, h, w]; weights [B] -> scalar
/// Source: inference/MODEL.md, section 9
/// `absolute`, if defined: [B], which samples count by absolute differences instead of squared ones.
at::Tensor velocityLoss(const at::Tensor& velocity, const at::Tensor& x0, const at::Tensor& noise,
                        const at::Tensor& weights, const Task& task, const at::Tensor& absolute = {});

} // namespace unividx
