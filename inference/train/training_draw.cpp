#include "inference/train/training_draw.h"

#include "inference/train/device_noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/utils.h>

#include <tuple>

namespace unividx {

namespace {

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

} // namespace

Draw Draw::ofStep(const TrainConfig& config, const Ranks& ranks, const Family& family, std::int64_t step)
{
    Draw draw;
    const std::uint64_t stepSeed = mixedSeed(config.seed, static_cast<std::uint64_t>(step));
    draw.seed = mixedSeed(stepSeed, family.name.size());
    const auto share = [&](std::uint64_t which) {
        return static_cast<double>(mixedSeed(stepSeed, which) >> 11) * 0x1p-53;
    };
    draw.singles = config.shape.frames > 1 && share(1) < config.singles;
    draw.pictures = share(2) < config.pictureSteps;
    draw.batch = config.batchOf(family) * (draw.singles ? config.shape.frames : 1);
    std::tie(draw.first, draw.count) = ranks.shareOf(draw.batch);
    draw.firstClip = config.firstClipAt(step);
    draw.clipCount = config.clipsAt(step) - draw.firstClip;
    return draw;
}

Draw Draw::ofValidation(const TrainConfig& config, const Family& family, std::int64_t number)
{
    constexpr std::int64_t clipsATask = 4;
    Draw draw;
    draw.seed = mixedSeed(mixedSeed(config.seed + 1, static_cast<std::uint64_t>(number)), family.name.size());
    draw.batch = draw.count = draw.clipCount = clipsATask;
    draw.firstClip = config.clips + number * clipsATask;
    return draw;
}

DrawnClips drawClips(const TrainConfig& config, ClipPool& pool, const Family& family, const Draw& draw)
{
    DrawnClips drawn;
    drawn.generator = at::detail::createCPUGenerator(draw.seed);
    drawn.task =
        drawTask(config, family, at::rand({1}, drawn.generator, at::TensorOptions().dtype(at::kDouble)).item<double>());
    std::vector<at::Tensor> kept;
    for (std::int64_t index = draw.first; index < draw.first + draw.count; ++index) {
        const auto number = static_cast<std::int64_t>(mixedSeed(draw.seed, static_cast<std::uint64_t>(index)) %
                                                      static_cast<std::uint64_t>(draw.clipCount));
        const ClipPool::Entry& entry = pool.clip(family, draw.firstClip + number);
        const std::uint64_t view = mixedSeed(draw.seed + 1, static_cast<std::uint64_t>(index));
        at::Tensor clip =
            entry.kept.select(0, static_cast<std::int64_t>(view % static_cast<std::uint64_t>(entry.kept.size(0))));
        if (draw.singles) {
            const std::uint64_t frame = mixedSeed(draw.seed + 2, static_cast<std::uint64_t>(index));
            clip = clip.narrow(2, static_cast<std::int64_t>(frame % static_cast<std::uint64_t>(clip.size(2))), 1);
        }
        kept.push_back(clip);
        drawn.captions.push_back(drawn.task.usesText() ? entry.caption : std::string());
    }
    drawn.kept = at::stack(kept);
    return drawn;
}

DrawnStart drawStart(const TrainConfig& config, at::Device device, const Draw& draw, const DrawnClips& clips,
                     at::IntArrayRef shape)
{
    std::vector<std::int64_t> whole{draw.batch};
    whole.insert(whole.end(), shape.begin(), shape.end());
    DrawnStart start;
    start.noise = noiseOn(device, whole, mixedSeed(draw.seed, 1));
    start.ids = at::randint(0, 1000, {draw.batch}, clips.generator, at::TensorOptions().dtype(at::kLong));
    start.fromZeros = at::zeros({draw.batch}, at::kBool);
    if (config.pureNoise + config.zeroStart > 0) { // the table begins with the noisiest level
        const at::Tensor draws = at::rand({draw.batch}, clips.generator, at::TensorOptions().dtype(at::kFloat));
        start.ids.masked_fill_(draws < config.pureNoise + config.zeroStart, 0);
        if (clips.task.conditions.any()) {
            start.fromZeros = draws < config.zeroStart;
            start.noise.masked_fill_(start.fromZeros.to(device).view({-1, 1, 1, 1, 1, 1}), 0);
        }
    }
    for (at::Tensor* part : {&start.noise, &start.ids, &start.fromZeros})
        *part = part->narrow(0, draw.first, draw.count);
    return start;
}

} // namespace unividx
