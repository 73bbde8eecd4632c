#pragma once

#include "core/base/job_context.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace unividx {

/// Makes every tensor of a checkpoint a leaf that asks for gradients (or not), float32, on the device and owned.
TensorMap asParameters(const TensorMap& tensors, at::Device device, bool trained = true);

/// The learning rate of a step: a linear rise, then half a cosine down to the final rate.
double learningRateAt(const TrainConfig& config, std::int64_t step);

/// The same where `share` of the run's time is over when the step begins; the rise takes its steps still.
double learningRateAt(const TrainConfig& config, std::int64_t step, double share);

/// Does one step's forward and backward pass on this process's share of the batch and returns the share's mean loss.
using TrainingStep = std::function<double(std::int64_t step)>;

/// The loss on what is never learnt from, always the same; called without gradients, in the first process alone, with
/// the weights that the run would end with: the running mean, or the parameters themselves.
using Validation = std::function<double(const TensorMap& weights)>;

/// The loop every kind of training shares: optimizer, schedule, checkpoints, log, dropped steps, cancel. All processes
/// go through it together; the first alone writes. `log.csv` gets a line a step, with a `validation` where one was due.
/// Returns the running mean of the weights if `config.averaging` asks for one, else the parameters themselves.
TensorMap runTraining(const TrainConfig& config, const TensorMap& parameters, const TrainingStep& step,
                      const Validation& validation, const Ranks& ranks, JobContext& job);

/// Writes weights at a run's end, in the precision it asks for. Throws: Output.
void writeFinished(const TrainConfig& config, const std::filesystem::path& file, TensorMap weights);

} // namespace unividx
