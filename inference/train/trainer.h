#pragma once

#include "core/base/job_context.h"
#include "inference/train/train_config.h"

namespace unividx {

/// Runs a training job to its end, from its newest checkpoint if there is one. A run cut in two gives the same
/// weights as one run. A step whose loss is not finite is dropped and counted; ten in a row stop the run.
///
/// Leaves in `config.out`: checkpoints/, log.csv (step, loss, learning rate, seconds), and the finished weights:
/// vae.safetensors, or base.safetensors, text.safetensors and <family>.safetensors.
/// A cancel writes a checkpoint first.
///
/// Started by `srun` or `mpirun` (see ranks.h), the processes share every batch: 'batch' clips in all. They need one
/// folder that all can read; the first process writes.
///
/// Throws: Error; Cancelled.
void train(const TrainConfig& config, JobContext& job);

} // namespace unividx
