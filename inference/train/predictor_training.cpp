#include "inference/train/predictor_training.h"

#include "core/base/error.h"
#include "inference/nn/matmul_precision.h"
#include "inference/predictor/conv_layer.h"
#include "inference/predictor/layer_predictor.h"
#include "inference/train/data/layer_batch.h"
#include "inference/train/data/training_clip.h"
#include "inference/train/predictor_losses.h"
#include "inference/train/predictor_weights.h"
#include "inference/train/run_loop.h"
#include "inference/train/train_precision.h"
#include "inference/weights/read_weights.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace unividx {

namespace {

constexpr std::int64_t rescanEvery = 50;     ///< steps
constexpr double replacedBackgrounds = 0.35; ///< share of clips with a subject

/// Keeps freed memory for the next step. Else every large tensor is mapped and cleared anew by the system, which takes
/// a third of a step's time.
void keepFreedMemory()
{
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_TOP_PAD, 256 << 20);
#endif
}

std::vector<std::filesystem::path> foldersOf(const TrainConfig& config)
{
    std::vector<std::filesystem::path> folders;
    for (const DataSource& source : config.data)
        folders.push_back(source.path);
    return folders;
}

TensorMap firstWeights(const TrainConfig& config)
{
    if (!config.predictorWeights.empty())
        return readWeights(config.predictorWeights);
    return initialPredictor(readWeights(config.encoderWeights), config.seed);
}

/// Frames of a clip at a step: one, or as many as the run asks for and the shards have.
std::int64_t framesAt(const TrainConfig& config, const LayerShards& shards, scene::Random& random)
{
    const bool single = random.chance(static_cast<float>(config.singles));
    return single ? 1 : std::min(config.shape.frames, shards.longest());
}

/// This process's share of a step's clips.
LayerBatch drawBatch(const TrainConfig& config, const LayerShards& shards, const Ranks& ranks, scene::Random& random)
{
    const std::int64_t frames = framesAt(config, shards, random);
    const std::int64_t share = config.batch / ranks.size();
    std::vector<LayerBatch> parts;
    for (std::int64_t clip = 0; clip < std::max<std::int64_t>(1, share / frames);) {
        const LayerClip drawn =
            shards.clip(static_cast<std::int64_t>(random.bits() % static_cast<std::uint64_t>(shards.count())));
        if (drawn.frames() < frames)
            continue; // some have enough: framesAt asks for no more than the longest
        parts.push_back(randomPart(drawn, frames, config.shape.resolution, random));
        ++clip;
    }
    LayerBatch batch = joined(parts);
    replaceBackgrounds(batch, replacedBackgrounds, random);
    varyLight(batch, random);
    return batch;
}

/// The figures on held-out clips, evenly chosen: all layers from rgb alone.
HeldOutFigures measureHeldOut(const TrainConfig& config, const LayerShards& held, const LayerPredictor& predictor)
{
    constexpr std::int64_t most = 48;
    PredictorMeter meter;
    for (std::int64_t clip = 0; clip < std::min(most, held.count()); ++clip) {
        const std::int64_t index = held.count() <= most ? clip : clip * held.count() / most;
        const LayerBatch batch = wholeClip(held.clip(index), 1, config.shape.resolution);
        meter.add(predictor(networkInput(rgbKnown(batch)), 1).values, batch);
    }
    return meter.figures();
}

void report(const TrainConfig& config, std::int64_t step, const HeldOutFigures& figures)
{
    std::ofstream stream(config.out / "held_out.csv", std::ios::app);
    if (!stream)
        throw Error(ErrorKind::Output, (config.out / "held_out.csv").string() + ": cannot be written");
    std::string names = "step", values = std::to_string(step), line;
    for (const auto& [name, value] : figures) {
        names += "," + name;
        values += fmt::format(",{:.5g}", value);
        line += fmt::format(" {} {:.4g}", name, value);
    }
    if (stream.tellp() == 0)
        stream << names << '\n';
    stream << values << '\n';
    spdlog::info("held out at step {}:{}", step, line);
}

} // namespace

void trainPredictor(const TrainConfig& config, const Ranks& ranks, JobContext& job)
{
    keepFreedMemory();
    LayerShards shards(foldersOf(config), LayerShards::Part::Training);
    LayerShards held(foldersOf(config), LayerShards::Part::HeldOut);
    if (shards.count() == 0)
        throw Error(ErrorKind::Input, config.data.front().path.string() + ": holds no shards to learn from");
    spdlog::info("{} clips to learn from, {} held out", shards.count(), held.count());
    const TensorMap parameters = asParameters(firstWeights(config), at::kCPU);
    for (const auto& [name, tensor] : parameters) {
        if (isRunningStatistic(name))
            tensor.set_requires_grad(false);
    }
    WeightSource source("predictor", parameters);
    const LayerPredictor predictor(source);

    std::int64_t lastStep = 0;
    const TrainingStep train = [&](std::int64_t step) {
        lastStep = step;
        if (step % rescanEvery == 0) {
            shards.rescan();
            held.rescan();
        }
        const std::uint64_t stepSeed = mixedSeed(config.seed, static_cast<std::uint64_t>(step));
        scene::Random random(mixedSeed(stepSeed, static_cast<std::uint64_t>(ranks.rank())));
        const LayerBatch batch = drawBatch(config, shards, ranks, random);
        const KnownLayers known = randomlyKnown(batch, random);
        const MatmulPrecisionGuard products(matmulPrecision(config.precision, at::kCPU));
        const at::Tensor loss = predictorLoss(predictor(networkInput(known), batch.frames), batch, known);
        loss.backward();
        return loss.item<double>();
    };
    const Validation validate = [&](const TensorMap& weights) {
        writeFinished(config, config.out / "predictor.safetensors", weights);
        if (held.count() == 0)
            return std::nan("");
        WeightSource averaged("predictor", weights);
        const HeldOutFigures figures = measureHeldOut(config, held, LayerPredictor(averaged));
        report(config, lastStep + 1, figures);
        return figures.front().second;
    };
    const TensorMap trained = runTraining(config, parameters, train, validate, ranks, job);
    if (ranks.first())
        writeFinished(config, config.out / "predictor.safetensors", trained);
}

} // namespace unividx
