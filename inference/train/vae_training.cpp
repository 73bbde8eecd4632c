#include "inference/train/vae_training.h"

#include "inference/train/clip_source.h"
#include "inference/train/run_loop.h"
#include "inference/vae/vae.h"
#include "inference/weights/safetensors.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/utils.h>

#include <future>

namespace unividx {

namespace {

constexpr std::int64_t videoFrames = 5; ///< the shortest clip with a second latent frame

/// The clips of one step, [N, 3, F, H, W]: all four modalities of each scene.
at::Tensor vaeBatch(const TrainConfig& config, std::int64_t step)
{
    const bool video = config.videoEvery > 0 && step % config.videoEvery == config.videoEvery - 1;
    const std::int64_t frames = video ? videoFrames : 1;
    const std::int64_t scenes = video ? std::max<std::int64_t>(1, config.batch / 4) : config.batch;
    std::vector<at::Tensor> clips;
    for (std::int64_t scene = 0; scene < scenes; ++scene) {
        const std::uint64_t draw = mixedSeed(config.seed + 77, static_cast<std::uint64_t>(step * 64 + scene));
        const Family& family = *config.families[draw % config.families.size()];
        const auto index = static_cast<std::int64_t>((draw >> 8) % static_cast<std::uint64_t>(config.clips));
        clips.push_back(proceduralClip(family, config.seed, index, config.resolution, frames, config.degrade).videos);
    }
    return at::cat(clips, 0);
}

/// L1 on values and on differences between neighbours, so that edges count as much as areas.
at::Tensor reconstructionLoss(const at::Tensor& made, const at::Tensor& wanted)
{
    const at::Tensor error = made - wanted;
    const at::Tensor across = error.slice(-1, 1) - error.slice(-1, 0, -1);
    const at::Tensor down = error.slice(-2, 1) - error.slice(-2, 0, -1);
    return error.abs().mean() + 0.5 * (across.abs().mean() + down.abs().mean());
}

void rescaleToUnit(const TrainConfig& config, TensorMap& weights)
{
    WeightSource source("vae", weights);
    const Vae vae(source);
    constexpr std::int64_t scenes = 32;
    std::vector<at::Tensor> latents;
    for (std::int64_t scene = 0; scene < scenes; ++scene) {
        const Family& family = *config.families[static_cast<std::size_t>(scene) % config.families.size()];
        const at::Tensor videos =
            proceduralClip(family, config.seed, scene, config.resolution, videoFrames, config.degrade).videos;
        latents.push_back(vae.encode(videos).transpose(0, 1).flatten(1));
    }
    const at::Tensor all = at::cat(latents, 1);
    rescaleLatents(weights, all.mean(1), all.std(1));
}

} // namespace

void rescaleLatents(TensorMap& vae, const at::Tensor& mean, const at::Tensor& deviation)
{
    const at::Tensor published = latentMean();
    const at::Tensor spread = latentDeviation();
    const at::Tensor centre = published + spread * mean; // of the unnormalised mean
    // encoder: raw' = raw / deviation + published - centre / deviation
    at::Tensor weight = vae.at("conv1.weight").clone();
    at::Tensor bias = vae.at("conv1.bias").clone();
    weight.narrow(0, 0, 16).div_(deviation.view({16, 1, 1, 1, 1}));
    bias.narrow(0, 0, 16).div_(deviation).add_(published - centre / deviation);
    bias.narrow(0, 16, 16).sub_(2.0 * deviation.log());
    vae["conv1.weight"] = weight;
    vae["conv1.bias"] = bias;
    // decoder: raw = deviation * raw' + centre - deviation * published
    const at::Tensor decoder = vae.at("conv2.weight");
    vae["conv2.bias"] = vae.at("conv2.bias") + at::mv(decoder.flatten(1), centre - deviation * published);
    vae["conv2.weight"] = decoder * deviation.view({1, 16, 1, 1, 1});
}

void trainVae(const TrainConfig& config, JobContext& job)
{
    const TensorMap parameters = asParameters(config.vaeWeights.empty() ? initialVae(config.vaeSizes, config.seed)
                                                                        : readSafetensors(config.vaeWeights));
    WeightSource source("vae", parameters);
    const Vae vae(source);
    source.finish();

    // The next step's scenes are rendered while this step's are learnt.
    std::future<at::Tensor> next;
    std::int64_t nextStep = -1;
    const auto batchOf = [&](std::int64_t step) {
        at::Tensor batch = nextStep == step ? next.get() : vaeBatch(config, step);
        nextStep = step + 1;
        next = std::async(std::launch::async, [&config, step] { return vaeBatch(config, step + 1); });
        return batch;
    };
    TensorMap trained = runTraining(
        config, parameters,
        [&](std::int64_t step) {
            const at::Tensor videos = batchOf(step);
            const auto [mean, logVariance] = vae.distribution(videos);
            const at::Tensor bounded = logVariance.clamp(-12, 6);
            const auto generator =
                at::detail::createCPUGenerator(mixedSeed(config.seed, static_cast<std::uint64_t>(step)));
            const at::Tensor latents =
                mean + at::exp(0.5 * bounded) * at::randn(mean.sizes(), generator, mean.options());
            const at::Tensor divergence = 0.5 * (mean.square() + bounded.exp() - 1 - bounded).mean();
            const at::Tensor loss = reconstructionLoss(vae.decodeWhole(latents), videos) + config.klWeight * divergence;
            loss.backward();
            return loss.item<double>();
        },
        job);

    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : trained)
        tensor = tensor.detach();
    rescaleToUnit(config, trained);
    writeFinished(config, config.out / "vae.safetensors", trained);
}

} // namespace unividx
