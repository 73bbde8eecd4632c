#include "inference/train/joint_training.h"

#include "inference/sampling/objective.h"
#include "inference/sampling/schedule.h"
#include "inference/train/clip_pool.h"
#include "inference/train/converted_weights.h"
#include "inference/train/device_noise.h"
#include "inference/train/dit_models.h"
#include "inference/train/dit_training.h"
#include "inference/train/run_loop.h"
#include "inference/train/training_draw.h"
#include "inference/vae/vae.h"

#include <torch/utils.h>

#include <vector>

namespace unividx {

namespace {

constexpr const char* vaePrefix = "vae.";

/// Of each picture, [N]: squared and absolute differences, and those between neighbours, so that edges count.
/// Shape: [N, 3, F, H, W] each
at::Tensor pictureErrors(const at::Tensor& made, const at::Tensor& wanted)
{
    const at::Tensor error = made - wanted;
    const auto mean = [](const at::Tensor& values) { return values.flatten(1).mean(1); };
    const at::Tensor across = mean((error.slice(-1, 1) - error.slice(-1, 0, -1)).abs());
    const at::Tensor down = mean((error.slice(-2, 1) - error.slice(-2, 0, -1)).abs());
    return mean(error.square()) + 0.25 * (mean(error.abs()) + 0.5 * (across + down));
}

at::Tensor targetRows(const Task& task, at::Device device)
{
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 0; row < 4; ++row) {
        if (task.targets()[static_cast<std::size_t>(row)])
            rows.push_back(row);
    }
    return at::tensor(rows, at::kLong).to(device);
}

/// [1, 4, 1, 1, 1, 1], true where the task has a condition.
at::Tensor conditionRows(const Task& task, at::Device device)
{
    at::Tensor rows = at::zeros({4}, at::kBool);
    for (std::size_t row = 0; row < 4; ++row)
        rows[static_cast<std::int64_t>(row)] = task.conditions[row];
    return rows.view({1, 4, 1, 1, 1, 1}).to(device);
}

/// One family's share of a step.
class JointBatch {
public:
    JointBatch(const TrainConfig& config, const DitModels& models, const Vae& vae, const Family& family,
               const Draw& draw, ClipPool& pool)
        : config_(config), models_(models), vae_(vae), family_(family), draw_(draw),
          clips_(drawClips(config, pool, family, draw)), videos_(clips_.kept.to(at::kFloat).div_(127.5).sub_(1))
    {
    }

    at::Tensor loss()
    {
        if (!draw_.pictures) { // the velocity stands for the answers too
            {
                const at::NoGradGuard frozen;
                encode();
            }
            return (config_.flowWeight + 0.5 * config_.answerWeight) * answer();
        }
        encode();
        const at::Tensor onLatents = config_.flowWeight * answer() + config_.klWeight * divergence_;
        return onLatents + onPictures();
    }

private:
    at::TensorOptions onDevice() const { return at::TensorOptions().dtype(at::kFloat).device(models_.device); }

    void encode()
    {
        const auto [mean, logVariance] = vae_.distribution(videos_.flatten(0, 1));
        const at::Tensor bounded = logVariance.clamp(-12, 6);
        divergence_ = 0.5 * (mean.square() + bounded.exp() - 1 - bounded).mean();
        x0_ = mean.unflatten(0, {-1, 4});
        deviation_ = (0.5 * bounded).exp().unflatten(0, {-1, 4});
    }

    /// The loss on the velocity; leaves the clips that it stands for.
    at::Tensor answer()
    {
        start_ = drawStart(config_, models_.device, draw_, clips_, x0_.sizes().slice(1));
        const Task& task = clips_.task;
        const TrainingSchedule& schedule = trainingSchedule();
        const at::Tensor ids = rowIds(start_.ids, task).flatten();
        const at::Tensor timesteps = schedule.table.timesteps.index_select(0, ids).view({-1, 4});
        const at::Tensor sigmas = schedule.table.sigmas.index_select(0, ids).view({-1, 4, 1, 1, 1, 1}).to(onDevice());
        const at::Tensor known = at::where(conditionRows(task, models_.device), x0_, x0_.detach());
        const at::Tensor noised = noisedRows(known, start_.noise, start_.ids, task);
        const Dit& dit = *models_.dits.at(&family_);
        const PreparedText text = dit.prepareText(textContext(config_, models_, clips_.captions));
        const at::Tensor velocity = dit.velocity(noised, timesteps, text, task);
        answer_ = noised - sigmas * velocity;
        const at::Tensor weights =
            config_.weighting == TrainConfig::Weighting::Even ? at::ones({draw_.count}) : publishedWeights(start_.ids);
        return velocityLoss(velocity, x0_.detach(), start_.noise, weights, task);
    }

    /// The loss on answers from zeros and on pictures given back, all decoded at once.
    at::Tensor onPictures()
    {
        std::vector<at::Tensor> latents{givenBack()};
        std::vector<at::Tensor> wanted{givenBackPictures_};
        std::vector<at::Tensor> weights{
            at::full({draw_.count}, config_.reconstructionWeight / static_cast<double>(draw_.count), onDevice())};
        if (start_.fromZeros.any().item<bool>()) {
            const at::Tensor rows = targetRows(clips_.task, models_.device);
            latents.push_back(answer_.index_select(1, rows).flatten(0, 1));
            wanted.push_back(videos_.index_select(1, rows).flatten(0, 1));
            const auto count = static_cast<double>(draw_.count * rows.size(0));
            weights.push_back(start_.fromZeros.to(models_.device).to(at::kFloat).repeat_interleave(rows.size(0)) *
                              (config_.answerWeight / count));
        }
        const at::Tensor errors = pictureErrors(vae_.decodeWhole(at::cat(latents)), at::cat(wanted));
        return (errors * at::cat(weights)).sum();
    }

    /// Noised latents of one modality of each clip, to be decoded, and leaves its pictures.
    at::Tensor givenBack()
    {
        std::vector<std::int64_t> rows;
        for (std::int64_t index = draw_.first; index < draw_.first + draw_.count; ++index)
            rows.push_back(static_cast<std::int64_t>(mixedSeed(draw_.seed + 3, static_cast<std::uint64_t>(index)) % 4));
        const at::Tensor row = at::tensor(rows, at::kLong).to(models_.device);
        const at::Tensor clip = at::arange(draw_.count, at::TensorOptions().dtype(at::kLong).device(models_.device));
        const auto ofRow = [&](const at::Tensor& all) { return all.index({clip, row}); };
        givenBackPictures_ = ofRow(videos_);
        std::vector<std::int64_t> shape = x0_.sizes().slice(1).vec();
        shape.front() = draw_.batch;
        const at::Tensor noise =
            noiseOn(models_.device, shape, mixedSeed(draw_.seed, 4)).narrow(0, draw_.first, draw_.count);
        return ofRow(x0_) + ofRow(deviation_) * noise;
    }

    const TrainConfig& config_;
    const DitModels& models_;
    const Vae& vae_;
    const Family& family_;
    Draw draw_;
    DrawnClips clips_;
    at::Tensor videos_;            ///< [count, 4, 3, F, H, W]
    at::Tensor x0_, deviation_;    ///< [count, 4, 16, T, h, w]
    at::Tensor answer_;            ///< what the DiT says they are
    at::Tensor divergence_;        ///< of the latents from unit noise, mean
    at::Tensor givenBackPictures_; ///< [count, 3, F, H, W]
    DrawnStart start_;
};

} // namespace

void trainJointly(const TrainConfig& config, const Ranks& ranks, JobContext& job)
{
    const DitModels models = makeDitModels(config, ranks);
    TensorMap vaeTensors = asParameters(givenVae(config), models.device);
    WeightSource vaeWeights(config.vaeWeights.string(), vaeTensors);
    const Vae vae(vaeWeights);
    vaeWeights.finish();
    ClipPool pool(config, models.device, ClipPool::pictures());
    const FamilyLoss lossOf = [&](const Family& family, const Draw& draw) {
        return JointBatch(config, models, vae, family, draw, pool).loss();
    };
    TensorMap parameters = models.trained();
    for (const auto& [name, tensor] : vaeTensors)
        parameters[vaePrefix + name] = tensor;
    const TensorMap trained = runTraining(
        config, parameters, [&](std::int64_t step) { return familiesStep(config, ranks, models, pool, step, lossOf); },
        [&](const TensorMap&) { return familiesValidation(config, lossOf); }, ranks, job);
    if (!ranks.first())
        return;
    writeDitModels(config, models, trained);
    for (auto& [name, tensor] : vaeTensors)
        tensor = trained.at(vaePrefix + name).detach();
    writeFinished(config, config.out / "vae.safetensors", vaeTensors);
}

} // namespace unividx
