#include "inference/train/trainer.h"

#include "core/base/error.h"
#include "inference/train/dit_training.h"
#include "inference/train/vae_training.h"

#include <torch/utils.h>

namespace unividx {

void train(const TrainConfig& config, JobContext& job)
{
    if (config.threads > 0)
        at::set_num_threads(config.threads);
    const Ranks ranks = Ranks::fromEnvironment();
    if (config.batch % ranks.size() != 0) {
        throw Error(ErrorKind::Usage, "a batch of " + std::to_string(config.batch) + " cannot be shared by " +
                                          std::to_string(ranks.size()) + " processes; make it a multiple");
    }
    if (config.stage == TrainConfig::Stage::Vae)
        trainVae(config, ranks, job);
    else
        trainDit(config, ranks, job);
}

} // namespace unividx
