#include "inference/train/trainer.h"

#include "core/base/error.h"
#include "inference/train/dit_training.h"
#include "inference/train/joint_training.h"
#include "inference/train/predictor_training.h"
#include "inference/train/vae_training.h"

#include <torch/utils.h>

namespace unividx {

namespace {

void checkShares(std::int64_t batch, std::int64_t processes)
{
    if (batch % processes != 0) {
        throw Error(ErrorKind::Usage, "a batch of " + std::to_string(batch) + " cannot be shared by " +
                                          std::to_string(processes) + " processes; make it a multiple");
    }
}

} // namespace

void train(const TrainConfig& config, JobContext& job)
{
    if (config.threads > 0)
        at::set_num_threads(config.threads);
    const Ranks ranks = Ranks::fromEnvironment();
    if (config.minutes > 0 && ranks.size() > 1)
        throw Error(ErrorKind::Usage, "processes that train together would not agree on when 'minutes' are over; set "
                                      "'steps' instead");
    if (config.stage == TrainConfig::Stage::Vae) {
        checkShares(config.batch, ranks.size());
        trainVae(config, ranks, job);
    } else if (config.stage == TrainConfig::Stage::Predictor) {
        checkShares(config.batch, ranks.size());
        trainPredictor(config, ranks, job);
    } else {
        for (const Family* family : config.families)
            checkShares(config.batchOf(*family), ranks.size());
        if (config.stage == TrainConfig::Stage::Dit)
            trainDit(config, ranks, job);
        else
            trainJointly(config, ranks, job);
    }
}

} // namespace unividx
