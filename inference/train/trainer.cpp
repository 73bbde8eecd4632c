#include "inference/train/trainer.h"

#include "inference/train/dit_training.h"
#include "inference/train/vae_training.h"

#include <torch/utils.h>

namespace unividx {

void train(const TrainConfig& config, JobContext& job)
{
    if (config.threads > 0)
        at::set_num_threads(config.threads);
    if (config.stage == TrainConfig::Stage::Vae)
        trainVae(config, job);
    else
        trainDit(config, job);
}

} // namespace unividx
