#pragma once

#include "core/base/job_context.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

namespace unividx {

/// Trains the VAE on pictures and short clips of every modality and leaves vae.safetensors. See trainer.h.
void trainVae(const TrainConfig& config, const Ranks& ranks, JobContext& job);

/// Changes the two 1x1x1 convolutions around the latents so that channel c's normalised value z becomes
/// (z - mean[c]) / deviation[c], and decoding undoes it: the latents get the unit scale that diffusion expects,
/// and the published constants stay.
void rescaleLatents(TensorMap& vae, const at::Tensor& mean, const at::Tensor& deviation);

} // namespace unividx
