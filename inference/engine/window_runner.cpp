#include "inference/engine/window_runner.h"

#include "core/base/error.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/output_check.h"
#include "inference/engine/settled_layers.h"

#include <algorithm>

namespace unividx {

namespace {

at::Tensor readCondition(const RunPlan& plan, FrameRange window, std::size_t row, const FrameSource& source,
                         JobContext& job)
{
    const Modality& modality = plan.task.family->modalities[row];
    if (!source)
        throw Error(ErrorKind::Internal, "the condition " + std::string(modality.name) + " has no source");
    // the last frame is held where the window runs past the end
    const std::int64_t given = std::min(window.count, plan.frames.end() - window.first);
    const auto picture = [&](std::int64_t index) {
        job.throwIfCancelled();
        return source(window.first + index);
    };
    const at::Tensor video = conditionVideo(picture, given, plan.size, window.count);
    refuseBadCondition(video, modality, window);
    return video;
}

/// What a window begins with.
struct WindowStart {
    at::Tensor latents;
    std::vector<LayerFrame> given; ///< the conditions at the model's size, where layers are settled by them
};

void keepGiven(std::vector<LayerFrame>& given, std::size_t row, const at::Tensor& video)
{
    std::vector<Image> pictures = layerImages(video.squeeze(0).clamp(-1, 1), Decoding::Color);
    given.resize(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i)
        given[i][row] = std::move(pictures[i]);
}

WindowStart startOf(const RunPlan& plan, std::size_t window, const WindowModels& models,
                    const std::array<FrameSource, 4>& sources, JobContext& job)
{
    const FrameRange range = plan.windows[window];
    WindowStart start;
    std::array<at::Tensor, 4> conditions;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!plan.task.conditions[row])
            continue;
        job.enter(Stage::Encoding);
        const at::Tensor read = readCondition(plan, range, row, sources[row], job);
        if (plan.settles)
            keepGiven(start.given, row, read);
        const at::Tensor video = read.to(models.device);
        // latents stay in float32 between evaluations, whatever the networks compute in
        conditions[row] = models.vae.encode(video, [&] { job.throwIfCancelled(); }).to(at::kFloat);
        job.advance(1);
    }
    const std::array<std::int64_t, 5> shape{4, models.dit.config().inChannels,
                                            (range.count - 1) / models.vae.framesPerCell() + 1, plan.size.height / 8,
                                            plan.size.width / 8};
    const at::Tensor noise = plan.zeroStart ? at::zeros(shape) : seededNoise(shape, plan.seed);
    start.latents = withConditions(noise.to(models.device), conditions, plan.task);
    return start;
}

at::Tensor denoised(const RunPlan& plan, const WindowModels& models, const at::Tensor& latents, JobContext& job)
{
    job.enter(Stage::Denoising, 1, plan.steps);
    const auto afterStep = [&](std::int64_t step, const at::Tensor&) {
        job.advance(plan.guided() ? 2 : 1);
        if (step + 1 < plan.steps)
            job.enter(Stage::Denoising, static_cast<int>(step) + 2, plan.steps);
    };
    return denoise(models.dit, latents, models.positive, models.negative, plan.task, plan.sampler, afterStep,
                   [&] { job.throwIfCancelled(); });
}

at::Tensor decodedRow(const RunPlan& plan, const WindowModels& models, const at::Tensor& latent, JobContext& job)
{
    const Vae::Pause pause = [&] { job.throwIfCancelled(); };
    const at::Tensor video = plan.tiles ? decodeTiled(models.vae, latent, *plan.tiles, pause)
                                        : models.vae.decode(latent, pause).clamp_(-1, 1);
    return video.squeeze(0).to(at::kFloat);
}

} // namespace

std::int64_t windowUnits(const RunPlan& plan)
{
    return static_cast<std::int64_t>(plan.task.conditions.count() + plan.task.targets().count()) +
           static_cast<std::int64_t>(plan.steps) * (plan.guided() ? 2 : 1);
}

std::vector<LayerFrame> runWindow(const RunPlan& plan, std::size_t window, const WindowModels& models,
                                  const std::array<FrameSource, 4>& sources, JobContext& job)
{
    const FrameRange range = plan.windows[window];
    const WindowStart start = startOf(plan, window, models, sources, job);
    const at::Tensor latents = denoised(plan, models, start.latents, job);
    refuseBadLatents(latents, plan.task, range);
    std::vector<LayerFrame> frames(static_cast<std::size_t>(range.count));
    for (std::size_t row = 0; row < 4; ++row) {
        if (!plan.task.targets()[row])
            continue;
        job.enter(Stage::Decoding);
        const Modality& modality = plan.task.family->modalities[row];
        const at::Tensor video = decodedRow(plan, models, latents.narrow(0, static_cast<std::int64_t>(row), 1), job);
        refuseBadPictures(video, modality, range);
        std::vector<Image> pictures = layerImages(video, modality.decoding);
        for (std::size_t i = 0; i < frames.size(); ++i)
            frames[i][row] = std::move(pictures[i]);
        job.advance(1);
    }
    for (std::size_t i = 0; i < start.given.size(); ++i) {
        job.throwIfCancelled();
        frames[i] = settledLayers(plan.task, std::move(frames[i]), start.given[i]);
    }
    return frames;
}

} // namespace unividx
