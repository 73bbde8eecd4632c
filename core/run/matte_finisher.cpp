#include "core/run/matte_finisher.h"

#include "core/image/crop.h"
#include "core/image/foreground_colors.h"
#include "core/image/matte_refinement.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace unividx {

namespace {

std::size_t rowNamed(const char* modality)
{
    return *alphaFamily.rowOf(modality);
}

/// How much a plate may cost, by the quality that is asked for.
struct PlateEffort {
    std::int64_t samples = 12;
    CleanPlateOptions options;
};

PlateEffort effortOf(const GenerateRequest& request)
{
    PlateEffort effort;
    if (request.stepsShare < 1) {
        effort.samples = 5;
        effort.options.height = 432;
        effort.options.fill.searchHeight = 120;
    } else if (request.stepsShare > 1) {
        effort.samples = 24;
    }
    return effort;
}

/// At most `count` frames, spread evenly from the first to the last.
std::vector<std::int64_t> spreadOver(FrameRange range, std::int64_t count)
{
    const std::int64_t taken = std::min(count, range.count);
    std::vector<std::int64_t> frames;
    for (std::int64_t i = 0; i < taken; ++i)
        frames.push_back(range.first + (taken > 1 ? (2 * i * (range.count - 1) + taken - 1) / (2 * (taken - 1)) : 0));
    return frames;
}

/// The alpha of some frames, as the engine sees each by itself.
std::vector<Image> mattesOf(const std::vector<std::int64_t>& frames, const GenerateJob& job,
                            const std::array<FrameSource, 4>& sources, Engine& engine, JobContext& context)
{
    std::vector<Image> mattes;
    GenerateRequest request = job.request;
    request.frames = {0, static_cast<std::int64_t>(frames.size())};
    request.windowLength = 1;
    request.windowOverlap = 0;
    request.stepsShare = std::min(request.stepsShare, 0.5); // a preview is enough to tell where the subject is not
    std::array<FrameSource, 4> chosen;
    for (std::size_t row = 0; row < chosen.size(); ++row) {
        if (sources[row])
            chosen[row] = [&frames, &source = sources[row]](std::int64_t index) {
                return source(frames[static_cast<std::size_t>(index)]);
            };
    }
    JobContext inner(context.token(), [&context](const Progress&) { context.enter(Stage::Preparing); });
    engine.run(
        request, chosen, [&](std::int64_t, const LayerFrame& layers) { mattes.push_back(layers[rowNamed("alpha")]); },
        inner);
    return mattes;
}

CleanPlate plateOf(const GenerateJob& job, const std::array<FrameSource, 4>& sources, Engine& engine,
                   JobContext& context)
{
    const PlateEffort effort = effortOf(job.request);
    const std::vector<std::int64_t> frames = spreadOver(job.shot.value_or(job.request.frames), effort.samples);
    const bool isGiven = job.request.task.conditions[rowNamed("alpha")];
    const std::vector<Image> mattes = isGiven ? std::vector<Image>() : mattesOf(frames, job, sources, engine, context);
    const auto sample = [&](std::size_t index) {
        context.enter(Stage::Preparing);
        const std::int64_t frame = frames[index];
        return PlateSample{frame, sources[rowNamed("rgb")](frame),
                           isGiven ? selectChannels(sources[rowNamed("alpha")](frame), 0, 1) : mattes[index]};
    };
    return CleanPlate(frames.size(), sample, effort.options);
}

} // namespace

ModalitySet MatteFinisher::modalitiesOf(const GenerateJob& job, const Engine& engine)
{
    const Task& task = job.request.task;
    const bool hasBoth =
        task.conditions[rowNamed("foreground")] && task.conditions[rowNamed("background")]; // they tell alpha exactly
    if (task.family != &alphaFamily || !task.conditions[rowNamed("rgb")] || hasBoth ||
        !engine.wantsRefinedMattes(job.request))
        return {};
    return task.targets();
}

MatteFinisher::MatteFinisher(const GenerateJob& job, const std::array<FrameSource, 4>& sources, Engine& engine,
                             JobContext& context)
    : rows_(modalitiesOf(job, engine)), kept_(job.kept)
{
    if (rows_[rowNamed("background")] && kept_[rowNamed("background")])
        plate_ = plateOf(job, sources, engine, context);
}

LayerFrame MatteFinisher::finish(std::int64_t frame, const Image& rgb, const Image& alpha) const
{
    LayerFrame layers;
    const Image matte = rows_[rowNamed("alpha")] ? refinedMatte(alpha, rgb) : alpha;
    layers[rowNamed("alpha")] = matte;
    if (rows_[rowNamed("foreground")] && kept_[rowNamed("foreground")])
        layers[rowNamed("foreground")] = foregroundColors(rgb, matte);
    if (plate_)
        layers[rowNamed("background")] = plate_->behind({frame, rgb, matte});
    return layers;
}

} // namespace unividx
