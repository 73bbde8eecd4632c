#include "inference/train/dit_training.h"

#include "inference/nn/matmul_precision.h"
#include "inference/sampling/objective.h"
#include "inference/sampling/schedule.h"
#include "inference/train/clip_pool.h"
#include "inference/train/converted_weights.h"
#include "inference/train/dit_models.h"
#include "inference/train/run_loop.h"
#include "inference/train/train_precision.h"
#include "inference/train/training_draw.h"

#include <torch/utils.h>

#include <optional>

namespace unividx {

namespace {

/// The mean loss over the computed part of a batch.
at::Tensor familyLoss(const TrainConfig& config, const DitModels& models, ClipPool& pool, const Family& family,
                      const Draw& draw)
{
    const DrawnClips clips = drawClips(config, pool, family, draw);
    const at::Tensor x0 = clips.kept.to(at::kFloat);
    const DrawnStart start = drawStart(config, models.device, draw, clips, x0.sizes().slice(1));
    const at::Tensor timesteps =
        trainingSchedule().table.timesteps.index_select(0, rowIds(start.ids, clips.task).flatten()).view({-1, 4});
    const Dit& dit = *models.dits.at(&family);
    const PreparedText text = dit.prepareText(textContext(config, models, clips.captions));
    const at::Tensor velocity =
        dit.velocity(noisedRows(x0, start.noise, start.ids, clips.task), timesteps, text, clips.task);
    const at::Tensor weights =
        config.weighting == TrainConfig::Weighting::Even ? at::ones({draw.count}) : publishedWeights(start.ids);
    return velocityLoss(velocity, x0, start.noise, weights, clips.task,
                        config.zeroMedian ? start.fromZeros : at::Tensor());
}

} // namespace

double familiesStep(const TrainConfig& config, const Ranks& ranks, const DitModels& models, ClipPool& pool,
                    std::int64_t step, const FamilyLoss& lossOf)
{
    const MatmulPrecisionGuard products(matmulPrecision(config.precision, models.device));
    const auto numbers = config.freshClips > 0 ? std::optional(pool.atStep(step)) : std::nullopt;
    std::int64_t clips = 0;
    for (const Family* family : config.families)
        clips += config.batchOf(*family);
    std::vector<at::Tensor> losses;
    for (const Family* family : config.families) {
        const double share = static_cast<double>(config.batchOf(*family)) / static_cast<double>(clips);
        Draw draw = Draw::ofStep(config, ranks, *family, step);
        if (numbers) {
            draw.firstClip = numbers->first;
            draw.clipCount = numbers->count;
        }
        const at::Tensor loss = lossOf(*family, draw) * share;
        loss.backward();
        losses.push_back(loss.detach());
    }
    return at::stack(losses).to(at::kDouble).sum().item<double>();
}

double familiesValidation(const TrainConfig& config, const FamilyLoss& lossOf)
{
    double sum = 0;
    for (const Family* family : config.families) {
        for (std::int64_t number = 0; number < config.validationTasks; ++number)
            sum += lossOf(*family, Draw::ofValidation(config, *family, number)).item<double>();
    }
    return sum / static_cast<double>(config.validationTasks) / static_cast<double>(config.families.size());
}

void trainDit(const TrainConfig& config, const Ranks& ranks, JobContext& job)
{
    const TensorMap vaeTensors = givenVae(config);
    const DitModels models = makeDitModels(config, ranks);
    WeightSource vaeWeights(config.vaeWeights.string(), asParameters(vaeTensors, models.device, false));
    const Vae vae(vaeWeights);
    vaeWeights.finish();
    ClipPool pool(config, models.device, ClipPool::latents(vae, encoderFingerprint(vaeTensors)));
    const FamilyLoss lossOf = [&](const Family& family, const Draw& draw) {
        return familyLoss(config, models, pool, family, draw);
    };
    const TensorMap trained = runTraining(
        config, models.trained(),
        [&](std::int64_t step) { return familiesStep(config, ranks, models, pool, step, lossOf); },
        [&](const TensorMap&) { return familiesValidation(config, lossOf); }, ranks, job);
    if (ranks.first())
        writeDitModels(config, models, trained);
}

} // namespace unividx
