#pragma once

#include "core/base/job_context.h"
#include "inference/train/clip_pool.h"
#include "inference/train/dit_models.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"
#include "inference/train/training_draw.h"

#include <functional>

namespace unividx {

/// Trains base, adapters and text encoder (or adapters alone) with stochastic condition masking. See trainer.h.
/// Source: inference/MODEL.md, section 9
void trainDit(const TrainConfig& config, const Ranks& ranks, JobContext& job);

/// The mean loss over the computed part of a batch of one family.
using FamilyLoss = std::function<at::Tensor(const Family& family, const Draw& draw)>;

/// One step's forward and backward pass over this process's share of every family's batch, and what the clips of later
/// steps need. Every clip counts alike.
double familiesStep(const TrainConfig& config, const Ranks& ranks, const DitModels& models, ClipPool& pool,
                    std::int64_t step, const FamilyLoss& lossOf);

/// The mean loss over tasks and clips that are the same every time, of clip numbers beyond those that are learnt from.
double familiesValidation(const TrainConfig& config, const FamilyLoss& lossOf);

} // namespace unividx
