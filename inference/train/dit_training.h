#pragma once

#include "core/jobs/job_context.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

namespace unividx {

/// Trains base, adapters and text encoder (or adapters alone) with stochastic condition masking. See trainer.h.
/// Source: model-spec, section 9
void trainDit(const TrainConfig& config, const Ranks& ranks, JobContext& job);

} // namespace unividx
