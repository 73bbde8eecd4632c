#pragma once

#include "core/base/job_context.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

namespace unividx {

/// Trains the network that answers all layers in one pass (see predictor/layer_predictor.h) on rendered shards (see
/// data/layer_shards.h), which may still be coming: new ones are taken up every fifty steps.
///
/// Leaves predictor.safetensors, anew with every validation, and held_out.csv with the figures on shards that are held
/// out. `batch` counts pictures; a step on clips has batch / frames of them.
/// Throws: Input if there is no shard to learn from.
void trainPredictor(const TrainConfig& config, const Ranks& ranks, JobContext& job);

} // namespace unividx
