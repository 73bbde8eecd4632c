#include "inference/train/dit_training.h"

#include "inference/dit/dit.h"
#include "inference/nn/compute_device.h"
#include "inference/nn/products.h"
#include "inference/sampling/objective.h"
#include "inference/sampling/schedule.h"
#include "inference/text/prompt_text.h"
#include "inference/text/tokenizer.h"
#include "inference/text/umt5.h"
#include "inference/train/device_noise.h"
#include "inference/train/latent_pool.h"
#include "inference/train/run_loop.h"
#include "inference/train/train_precision.h"
#include "inference/train/vocabulary.h"
#include "inference/weights/safetensors.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/utils.h>

#include <memory>
#include <tuple>

namespace unividx {

namespace {

/// Tensors of several models in one map, told apart by a prefix.
void gather(TensorMap& all, const std::string& prefix, const TensorMap& part)
{
    for (const auto& [name, tensor] : part) {
        if (tensor.requires_grad())
            all[prefix + name] = tensor;
    }
}

TensorMap part(const TensorMap& all, const std::string& prefix, const TensorMap& names)
{
    TensorMap found;
    for (const auto& [name, tensor] : names) {
        const auto at = all.find(prefix + name);
        found[name] = (at == all.end() ? tensor : at->second).detach();
    }
    return found;
}

/// Everything a run changes, and the models that read it.
struct Models {
    at::Device device = at::kCPU;
    TensorMap base, text;
    std::map<const Family*, TensorMap> adapters;
    std::map<const Family*, std::unique_ptr<Dit>> dits; ///< one base, seen with each family's adapters
    std::unique_ptr<UmT5Encoder> encoder;
    std::unique_ptr<Tokenizer> tokenizer;

    TensorMap trained() const
    {
        TensorMap all;
        gather(all, "base.", base);
        gather(all, "text.", text);
        for (const auto& [family, tensors] : adapters)
            gather(all, std::string(family->name) + ".", tensors);
        return all;
    }
};

Models makeModels(const TrainConfig& config, const Ranks& ranks)
{
    Models models;
    models.device = findDevice(config.device);
    const bool full = config.trained == TrainConfig::Trained::Full;
    std::filesystem::path vocabulary = config.tokenizer;
    if (vocabulary.empty()) {
        vocabulary = config.out / "spiece.model";
        std::filesystem::create_directories(config.out);
        if (ranks.first() && !std::filesystem::exists(vocabulary))
            trainVocabulary(config, vocabulary);
        ranks.barrier();
    }
    models.tokenizer = std::make_unique<Tokenizer>(vocabulary);
    const std::int64_t textDim = config.ditSizes.textDim;
    const TextEncoderSizes text{.vocabulary = models.tokenizer->vocabularySize(),
                                .dim = textDim,
                                .attention = textDim,
                                .feedForward = 2 * textDim,
                                .heads = 2,
                                .buckets = 32,
                                .layers = 2};
    models.text =
        asParameters(config.textWeights.empty() ? initialText(text, config.seed) : readSafetensors(config.textWeights),
                     models.device, full);
    models.encoder = std::make_unique<UmT5Encoder>(WeightSource("text encoder", models.text), models.device);
    models.base = asParameters(config.ditWeights.empty() ? initialDit(config.ditSizes, config.seed)
                                                         : readSafetensors(config.ditWeights),
                               models.device, full);
    for (const Family* family : config.families) {
        const auto from = config.adapterWeights.find(std::string(family->name));
        models.adapters[family] = asParameters(
            from == config.adapterWeights.end()
                ? initialAdapters(models.base, *family, config.rank, mixedSeed(config.seed, family->name.size()))
                : readSafetensors(from->second),
            models.device);
        WeightSource base("base", models.base);
        WeightSource adapters(std::string(family->name) + " adapters", models.adapters[family]);
        models.dits[family] = std::make_unique<Dit>(base, &adapters, *family, config.heads);
        models.dits[family]->setRules(config.adapterRules);
        models.dits[family]->setRecompute(config.recompute);
        base.finish();
        adapters.finish();
    }
    return models;
}

/// [B, 1, L, D]: every caption encoded, zero behind its end; for tasks without text the empty prompt.
at::Tensor textContext(const TrainConfig& config, const Models& models, const std::vector<std::string>& captions)
{
    std::vector<at::Tensor> ids, masks;
    for (const std::string& caption : captions) {
        const Tokens tokens = models.tokenizer->tokenize(cleanPrompt(caption), config.textLength);
        ids.push_back(at::tensor(tokens.ids));
        masks.push_back(at::tensor(tokens.mask));
    }
    const at::Tensor mask = at::stack(masks);
    return (models.encoder->encode(at::stack(ids), mask) * mask.to(models.device).unsqueeze(-1)).unsqueeze(1);
}

Task drawTask(const TrainConfig& config, const Family& family, double draw)
{
    std::vector<Task> tasks;
    std::vector<double> upTo;
    double sum = 0;
    for (const Task& task : allTasks()) {
        if (task.family != &family)
            continue;
        const auto weight = config.taskWeights.find(task.name());
        sum += weight == config.taskWeights.end() ? 1.0 : weight->second;
        tasks.push_back(task);
        upTo.push_back(sum);
    }
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        if (draw * sum < upTo[index])
            return tasks[index];
    }
    return tasks.back();
}

/// What a batch of one family is drawn from: a task, clips, noise and noise levels all follow from `seed`.
struct Draw {
    std::uint64_t seed = 0;
    std::int64_t batch = 1;                    ///< clips in all
    std::int64_t first = 0, count = 1;         ///< the part of them to compute
    std::int64_t firstClip = 0, clipCount = 1; ///< numbers that clips may have
};

/// The mean loss over the computed part of a batch. Every draw is made for the whole batch, so that the part changes
/// none.
at::Tensor familyLoss(const TrainConfig& config, const Models& models, LatentPool& pool, const Family& family,
                      const Draw& draw)
{
    const auto generator = at::detail::createCPUGenerator(draw.seed);
    const auto options = at::TensorOptions().dtype(at::kFloat);
    const Task task =
        drawTask(config, family, at::rand({1}, generator, at::TensorOptions().dtype(at::kDouble)).item<double>());
    std::vector<at::Tensor> latents;
    std::vector<std::string> captions;
    for (std::int64_t index = draw.first; index < draw.first + draw.count; ++index) {
        const auto number = static_cast<std::int64_t>(mixedSeed(draw.seed, static_cast<std::uint64_t>(index)) %
                                                      static_cast<std::uint64_t>(draw.clipCount));
        const LatentPool::Entry& entry = pool.clip(family, draw.firstClip + number);
        const std::uint64_t view = mixedSeed(draw.seed + 1, static_cast<std::uint64_t>(index));
        latents.push_back(entry.latents.select(
            0, static_cast<std::int64_t>(view % static_cast<std::uint64_t>(entry.latents.size(0)))));
        captions.push_back(task.usesText() ? entry.caption : std::string());
    }
    const at::Tensor x0 = at::stack(latents).to(at::kFloat);
    std::vector<std::int64_t> shape = x0.sizes().vec();
    shape.front() = draw.batch;
    at::Tensor noise = noiseOn(models.device, shape, mixedSeed(draw.seed, 1));
    const auto wholeNumbers = at::TensorOptions().dtype(at::kLong);
    at::Tensor ids = at::randint(0, 1000, {draw.batch}, generator, wholeNumbers);
    at::Tensor absolute;
    if (config.pureNoise + config.zeroStart > 0) { // the table begins with the noisiest level
        const at::Tensor draws = at::rand({draw.batch}, generator, options);
        ids.masked_fill_(draws < config.pureNoise + config.zeroStart, 0);
        if (task.conditions.any()) {
            const at::Tensor zeros = draws < config.zeroStart;
            noise.masked_fill_(zeros.to(models.device).view({-1, 1, 1, 1, 1, 1}), 0);
            if (config.zeroMedian)
                absolute = zeros.narrow(0, draw.first, draw.count);
        }
    }
    noise = noise.narrow(0, draw.first, draw.count);
    ids = ids.narrow(0, draw.first, draw.count);
    const at::Tensor timesteps =
        trainingSchedule().table.timesteps.index_select(0, rowIds(ids, task).flatten()).view({-1, 4});
    const Dit& dit = *models.dits.at(&family);
    const PreparedText text = dit.prepareText(textContext(config, models, captions));
    const at::Tensor velocity = dit.velocity(noisedRows(x0, noise, ids, task), timesteps, text, task);
    const at::Tensor weights =
        config.weighting == TrainConfig::Weighting::Even ? at::ones({draw.count}, options) : publishedWeights(ids);
    return velocityLoss(velocity, x0, noise, weights, task, absolute);
}

/// One step's forward and backward pass over this process's share of every family's batch. Every clip counts alike.
double trainingStep(const TrainConfig& config, const Ranks& ranks, const Models& models, LatentPool& pool,
                    std::int64_t step)
{
    if (config.freshClips > 0 && step % config.freshEvery == 0) {
        const std::int64_t next = step + config.freshEvery;
        pool.prepare(config.clipsAt(step), config.clipsAt(next) - config.clipsAt(step));
    }
    const ProductTypeGuard products(productType(config.precision, models.device));
    std::int64_t clips = 0;
    for (const Family* family : config.families)
        clips += config.batchOf(*family);
    std::vector<at::Tensor> losses;
    for (const Family* family : config.families) {
        Draw draw;
        draw.seed = mixedSeed(mixedSeed(config.seed, static_cast<std::uint64_t>(step)), family->name.size());
        draw.batch = config.batchOf(*family);
        std::tie(draw.first, draw.count) = ranks.shareOf(draw.batch);
        draw.clipCount = config.clipsAt(step);
        const double share = static_cast<double>(draw.batch) / static_cast<double>(clips);
        const at::Tensor loss = familyLoss(config, models, pool, *family, draw) * share;
        loss.backward();
        losses.push_back(loss.detach());
    }
    return at::stack(losses).to(at::kDouble).sum().item<double>();
}

/// The mean loss over tasks and clips that are the same every time, of clip numbers beyond those that are learnt from.
double validationLoss(const TrainConfig& config, const Models& models, LatentPool& pool)
{
    constexpr std::int64_t clipsATask = 4;
    double sum = 0;
    for (const Family* family : config.families) {
        for (std::int64_t number = 0; number < config.validationTasks; ++number) {
            Draw draw;
            draw.seed = mixedSeed(mixedSeed(config.seed + 1, static_cast<std::uint64_t>(number)), family->name.size());
            draw.batch = draw.count = draw.clipCount = clipsATask;
            draw.firstClip = config.clips + number * clipsATask;
            sum += familyLoss(config, models, pool, *family, draw).item<double>();
        }
    }
    return sum / static_cast<double>(config.validationTasks) / static_cast<double>(config.families.size());
}

} // namespace

void trainDit(const TrainConfig& config, const Ranks& ranks, JobContext& job)
{
    const TensorMap vaeTensors = readSafetensors(config.vaeWeights);
    const Models models = makeModels(config, ranks);
    WeightSource vaeWeights(config.vaeWeights.string(), asParameters(vaeTensors, models.device, false));
    const Vae vae(vaeWeights);
    vaeWeights.finish();
    LatentPool pool(config, vae, models.device, encoderFingerprint(vaeTensors));
    if (config.freshClips > 0) // waited for when the first is drawn
        pool.prepare(0, config.clipsAt(0));
    const TensorMap trained = runTraining(
        config, models.trained(), [&](std::int64_t step) { return trainingStep(config, ranks, models, pool, step); },
        [&] { return validationLoss(config, models, pool); }, ranks, job);
    if (!ranks.first())
        return;
    if (config.trained == TrainConfig::Trained::Full) {
        writeFinished(config, config.out / "base.safetensors", part(trained, "base.", models.base));
        writeFinished(config, config.out / "text.safetensors", part(trained, "text.", models.text));
    }
    for (const auto& [family, adapters] : models.adapters) {
        const std::string name(family->name);
        writeFinished(config, config.out / (name + ".safetensors"), part(trained, name + ".", adapters));
    }
}

} // namespace unividx
