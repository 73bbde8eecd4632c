#pragma once

#include "core/base/job_context.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

namespace unividx {

/// Trains VAE, base, adapters and text encoder as one: pictures are encoded, answered by the DiT, and the answers
/// decoded and compared with the true pictures, beside the loss on the velocity and the VAE's own on pictures given
/// back. The encoder learns what the tasks need to see, and the decoder to decode answers that are means of the
/// possible ones. Gradients reach the encoder through conditions and through what is given back, never through what the
/// DiT is to predict: that would make latents easy to predict by making them empty. Source: Leng et al., "REPA-E", ICCV
/// 2025 (for that stop); Garcia et al., WACV 2025 (losses on the decoded answer)
void trainJointly(const TrainConfig& config, const Ranks& ranks, JobContext& job);

} // namespace unividx
