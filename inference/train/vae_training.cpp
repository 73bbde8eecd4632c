#include "inference/train/vae_training.h"

#include "inference/nn/matmul_precision.h"
#include "inference/train/converted_weights.h"
#include "inference/train/data/clip_makers.h"
#include "inference/train/device_noise.h"
#include "inference/train/run_loop.h"
#include "inference/train/train_precision.h"
#include "inference/train/vae_fit.h"
#include "inference/vae/vae.h"

#include <spdlog/spdlog.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <future>

namespace unividx {

namespace {

constexpr std::int64_t videoFrames = 5; ///< the shortest clip with a second latent frame

/// This process's share of one step's clips, [N, 3, F, H, W]: all four modalities of each scene.
at::Tensor vaeBatch(const TrainConfig& config, ClipMakers& clips, const Ranks& ranks, std::int64_t step)
{
    const bool video = config.videoEvery > 0 && step % config.videoEvery == config.videoEvery - 1;
    const std::int64_t frames = video ? videoFrames : 1;
    const std::int64_t fewer = std::max<std::int64_t>(1, config.batch / ranks.size() / 4) * ranks.size();
    const auto [first, count] = ranks.shareOf(video ? fewer : config.batch);
    const std::int64_t perStep = std::max<std::int64_t>(64, config.batch);
    std::vector<at::Tensor> videos(static_cast<std::size_t>(count));
    clips.each(videos.size(), [&, first = first](ClipMix& mix, std::size_t number) {
        const auto scene = first + static_cast<std::int64_t>(number);
        const std::uint64_t draw = mixedSeed(config.seed + 77, static_cast<std::uint64_t>(step * perStep + scene));
        const Family& family = *config.families[draw % config.families.size()];
        const auto index = static_cast<std::int64_t>((draw >> 8) % static_cast<std::uint64_t>(config.clips));
        videos[number] = mix.clip(family, index, {config.shape.resolution, frames}).videos;
    });
    return at::cat(videos, 0);
}

/// L1 on values and on differences between neighbours, so that edges count as much as areas.
at::Tensor reconstructionLoss(const at::Tensor& made, const at::Tensor& wanted)
{
    const at::Tensor error = made - wanted;
    const at::Tensor across = error.slice(-1, 1) - error.slice(-1, 0, -1);
    const at::Tensor down = error.slice(-2, 1) - error.slice(-2, 0, -1);
    return error.abs().mean() + 0.5 * (across.abs().mean() + down.abs().mean());
}

/// Single pictures of all modalities, [N, 3, H, W].
at::Tensor picturesToFit(const TrainConfig& config, ClipMix& clips)
{
    std::vector<at::Tensor> pictures;
    for (std::int64_t scene = 0; scene < config.fitScenes; ++scene) {
        const Family& family = *config.families[static_cast<std::size_t>(scene) % config.families.size()];
        pictures.push_back(clips.clip(family, scene, {config.shape.resolution, 1}).videos.select(2, 0));
    }
    return at::cat(pictures, 0);
}

TensorMap firstWeights(const TrainConfig& config, ClipMix& clips)
{
    if (!config.vaeWeights.empty())
        return givenVae(config);
    if (config.fitScenes > 0)
        return fittedVae(config.vaeSizes, picturesToFit(config, clips), config.seed);
    return initialVae(config.vaeSizes, config.seed);
}

bool isOfDecoder(const std::string& name)
{
    return name.starts_with("decoder.") || name.starts_with("conv2.");
}

/// Of a frozen encoder, what acts on frames that have one before them alone. Hooks keep the rest of these tensors as it
/// is: a kernel's last tap is all that a first frame meets.
bool isOfTime(const std::string& name, const at::Tensor& tensor)
{
    if (!name.starts_with("encoder."))
        return false;
    if (name.find("time_conv") != std::string::npos)
        return true;
    return tensor.dim() == 5 && tensor.size(2) > 1;
}

void keepLastTap(const at::Tensor& kernel)
{
    kernel.register_hook([](const at::Tensor& slope) {
        at::Tensor past = slope.clone();
        past.select(2, past.size(2) - 1).zero_();
        return past;
    });
}

void rescaleToUnit(const TrainConfig& config, ClipMix& clips, TensorMap& weights)
{
    WeightSource source("vae", weights);
    const Vae vae(source);
    constexpr std::int64_t scenes = 32;
    std::vector<at::Tensor> latents;
    for (std::int64_t scene = 0; scene < scenes; ++scene) {
        const Family& family = *config.families[static_cast<std::size_t>(scene) % config.families.size()];
        const at::Tensor videos = clips.clip(family, scene, {config.shape.resolution, videoFrames}).videos;
        latents.push_back(vae.encode(videos.to(weights.begin()->second.device())).transpose(0, 1).flatten(1));
    }
    const at::Tensor all = at::cat(latents, 1);
    rescaleLatents(weights, all.mean(1), all.std(1));
}

/// The loss on pictures of clip numbers that training never draws.
double validationLoss(const TrainConfig& config, ClipMix& clips, const Vae& vae, at::Device device)
{
    constexpr std::int64_t scenes = 8;
    double sum = 0;
    for (const Family* family : config.families) {
        for (std::int64_t scene = 0; scene < scenes; ++scene) {
            const at::Tensor videos =
                clips.clip(*family, config.clips + scene, {config.shape.resolution, 1}).videos.to(device);
            sum += reconstructionLoss(vae.decodeWhole(vae.distribution(videos).first), videos).item<double>();
        }
    }
    return sum / scenes / static_cast<double>(config.families.size());
}

/// PSNR of each modality's pictures given back, over clip numbers that training never draws.
void reportReconstruction(const TrainConfig& config, ClipMix& clips, const Vae& vae, at::Device device)
{
    const at::NoGradGuard noGradients;
    constexpr std::int64_t scenes = 8;
    std::string line;
    for (const Family* family : config.families) {
        at::Tensor squares = at::zeros({4}, device);
        for (std::int64_t scene = 0; scene < scenes; ++scene) {
            const at::Tensor videos =
                clips.clip(*family, config.clips + scene, {config.shape.resolution, 1}).videos.to(device);
            const at::Tensor made = vae.decodeWhole(vae.distribution(videos).first).clamp(-1, 1);
            squares += ((made - videos) * 0.5).square().flatten(1).mean(1);
        }
        for (std::size_t row = 0; row < 4; ++row) {
            const double square = squares[static_cast<std::int64_t>(row)].item<double>() / scenes;
            line += fmt::format(" {} {:.1f}", family->modalities[row].name, -10 * std::log10(square));
        }
    }
    spdlog::info("reconstruction (PSNR, dB):{}", line);
}

/// The tensors that learn, out of `all`; gradients of the others are switched off.
TensorMap learningTensors(const TrainConfig& config, const TensorMap& all)
{
    TensorMap learning;
    for (const auto& [name, tensor] : all) {
        const bool time = config.trained == TrainConfig::Trained::Time && isOfTime(name, tensor);
        if (config.trained == TrainConfig::Trained::Full || isOfDecoder(name) || time) {
            learning[name] = tensor;
            if (time && name.find("time_conv") == std::string::npos)
                keepLastTap(tensor);
        } else {
            tensor.set_requires_grad(false);
        }
    }
    return learning;
}

/// Batches of clips: the next step's scenes are rendered while this step's are learnt.
class VaeBatches {
public:
    VaeBatches(const TrainConfig& config, ClipMakers& clips, const Ranks& ranks)
        : config_(config), clips_(clips), ranks_(ranks)
    {
    }

    at::Tensor batchOf(std::int64_t step)
    {
        at::Tensor batch = nextStep_ == step ? next_.get() : vaeBatch(config_, clips_, ranks_, step);
        nextStep_ = step + 1;
        next_ = std::async(std::launch::async, [this, step] { return vaeBatch(config_, clips_, ranks_, step + 1); });
        return batch;
    }

    /// Waits until nothing is rendered ahead: the clips are one thread's at a time.
    ClipMix& idleClips()
    {
        nextStep_ = -1;
        if (next_.valid())
            next_.wait();
        return clips_.first();
    }

private:
    const TrainConfig& config_;
    ClipMakers& clips_;
    const Ranks& ranks_;
    std::int64_t nextStep_ = -1;
    std::future<at::Tensor> next_;
};

/// Reconstruction and divergence of one step's batch. Shape: videos [N, 3, F, H, W]
at::Tensor vaeLoss(const TrainConfig& config, const Ranks& ranks, const Vae& vae, const at::Tensor& videos,
                   std::int64_t step)
{
    const auto [mean, logVariance] = vae.distribution(videos);
    const at::Tensor bounded = logVariance.clamp(-12, 6);
    // Drawn for the whole batch, so that sharing it changes nothing.
    std::vector<std::int64_t> shape = mean.sizes().vec();
    shape.front() *= ranks.size();
    const at::Tensor noise = noiseOn(videos.device(), shape, mixedSeed(config.seed, static_cast<std::uint64_t>(step)))
                                 .narrow(0, ranks.rank() * mean.size(0), mean.size(0));
    const at::Tensor latents = mean + at::exp(0.5 * bounded) * noise;
    const at::Tensor divergence = 0.5 * (mean.square() + bounded.exp() - 1 - bounded).mean();
    return reconstructionLoss(vae.decodeWhole(latents), videos) + config.klWeight * divergence;
}

} // namespace

void rescaleLatents(TensorMap& vae, const at::Tensor& mean, const at::Tensor& deviation)
{
    const at::Tensor published = latentMean().to(mean.device());
    const at::Tensor spread = latentDeviation().to(mean.device());
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

void trainVae(const TrainConfig& config, const Ranks& ranks, JobContext& job)
{
    const at::Device device = trainingDevice(config.device, ranks);
    ClipMakers clips(config.data, config.families, config.seed, config.dataThreads);
    const TensorMap all = asParameters(firstWeights(config, clips.first()), device);
    const TensorMap parameters = learningTensors(config, all);
    WeightSource source("vae", all);
    const Vae vae(source);
    source.finish();
    if (ranks.first())
        reportReconstruction(config, clips.first(), vae, device);

    TrainConfig loop = config;
    if (config.trained == TrainConfig::Trained::Time)
        loop.weightDecay = 0; // it would shrink the taps that are to stay
    VaeBatches batches(config, clips, ranks);
    TensorMap trained = runTraining(
        loop, parameters,
        [&](std::int64_t step) {
            const at::Tensor videos = batches.batchOf(step).to(device);
            const MatmulPrecisionGuard products(matmulPrecision(config.precision, device));
            const at::Tensor loss = vaeLoss(config, ranks, vae, videos, step);
            loss.backward();
            return loss.item<double>();
        },
        [&](const TensorMap&) { return validationLoss(config, batches.idleClips(), vae, device); }, ranks, job);
    ClipMix& idle = batches.idleClips();
    if (!ranks.first())
        return;

    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : all)
        trained.try_emplace(name, tensor);
    for (auto& [name, tensor] : trained)
        tensor = tensor.detach();
    // Under a frozen encoder the latents stay what they were, for the models that know them.
    if (config.trained == TrainConfig::Trained::Full)
        rescaleToUnit(config, idle, trained);
    writeFinished(config, config.out / "vae.safetensors", trained);
    reportReconstruction(config, idle, vae, device);
}

} // namespace unividx
