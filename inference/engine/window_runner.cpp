#include "inference/engine/window_runner.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "inference/engine/condition_augmentation.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/output_check.h"
#include "inference/engine/people_mattes.h"
#include "inference/engine/predicted_rows.h"
#include "inference/engine/reconciled_layers.h"

#include <algorithm>
#include <optional>
#include <utility>

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
    const at::Tensor video =
        conditionVideo(picture, given, plan.size, window.count, plan.areaResize ? resizeArea : resizeBilinear);
    refuseBadCondition(video, modality, window);
    return video;
}

/// A video for each layer that there is one of, [3, F, H, W] in [-1, 1], float32.
using RowVideos = FamilyVideos;

/// What the people's mattes of a window are made from: the frames of RGB, and of what else decides a matte.
using KeptRows = std::array<KeptFrames, 4>;

RowVideos readConditions(const RunPlan& plan, FrameRange window, const std::array<FrameSource, 4>& sources,
                         KeptRows& kept, JobContext& job)
{
    RowVideos videos;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!plan.task.conditions[row])
            continue;
        job.enter(Stage::Encoding);
        const FrameSource& source = sources[row];
        const FrameSource keeping = [&source, &into = kept[row]](std::int64_t frame) {
            Image picture = source(frame);
            into.add(picture);
            return picture;
        };
        videos[row] = readCondition(plan, window, row, source && plan.people ? keeping : source, job).squeeze(0);
    }
    return videos;
}

/// The conditions as pictures.
std::vector<LayerFrame> givenFrames(const RowVideos& given)
{
    std::vector<LayerFrame> frames;
    for (std::size_t row = 0; row < given.size(); ++row) {
        if (!given[row].defined())
            continue;
        std::vector<Image> pictures = layerImages(given[row].clamp(-1, 1), Decoding::Color);
        frames.resize(pictures.size());
        for (std::size_t i = 0; i < pictures.size(); ++i)
            frames[i][row] = std::move(pictures[i]);
    }
    return frames;
}

at::Tensor startOf(const RunPlan& plan, FrameRange window, const WindowModels& models, const RowVideos& given,
                   const ConditionAugmentation& view, JobContext& job)
{
    std::array<at::Tensor, 4> conditions;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!given[row].defined())
            continue;
        job.enter(Stage::Encoding);
        const at::Tensor video =
            augmented(view, given[row], plan.task.family->modalities[row]).unsqueeze(0).to(models.device);
        // latents stay in float32 between evaluations, whatever the networks compute in
        conditions[row] = models.vae->encode(video, [&] { job.throwIfCancelled(); }).to(at::kFloat);
        job.advance(1);
    }
    const std::array<std::int64_t, 5> shape{4, models.dit->config().inChannels,
                                            (window.count - 1) / models.vae->framesPerCell() + 1, plan.size.height / 8,
                                            plan.size.width / 8};
    const at::Tensor noise = plan.zeroStart ? at::zeros(shape) : seededNoise(shape, plan.seed);
    return withConditions(noise.to(models.device), conditions, plan.task);
}

at::Tensor denoised(const RunPlan& plan, const WindowModels& models, const at::Tensor& latents, JobContext& job)
{
    job.enter(Stage::Denoising, 1, plan.steps);
    const auto afterStep = [&](std::int64_t step, const at::Tensor&) {
        job.advance(plan.guided() ? 2 : 1);
        if (step + 1 < plan.steps)
            job.enter(Stage::Denoising, static_cast<int>(step) + 2, plan.steps);
    };
    return denoise(*models.dit, latents, *models.positive, models.negative, plan.task, plan.sampler, afterStep,
                   [&] { job.throwIfCancelled(); });
}

/// Shape: latents [4, C, T, h, w] -> same
at::Tensor answered(const RunPlan& plan, const WindowModels& models, const at::Tensor& latents, JobContext& job)
{
    if (!plan.framesAlone)
        return denoised(plan, models, latents, job);
    std::vector<at::Tensor> frames;
    for (const at::Tensor& frame : latents.split(1, 2))
        frames.push_back(denoised(plan, models, frame, job));
    return at::cat(frames, 2);
}

at::Tensor decodedRow(const RunPlan& plan, const WindowModels& models, const at::Tensor& latent, JobContext& job)
{
    const Vae::Pause pause = [&] { job.throwIfCancelled(); };
    const at::Tensor video = plan.tiles ? decodeTiled(*models.vae, latent, *plan.tiles, pause)
                                        : models.vae->decode(latent, pause).clamp_(-1, 1);
    return video.squeeze(0).to(at::kFloat).cpu(); // a window's rows wait for each other, which need not be on the GPU
}

/// The task's targets that a view is asked for.
ModalitySet modalitiesOf(const ConditionAugmentation& view, const Task& task)
{
    ModalitySet rows;
    for (std::size_t row = 0; row < 4; ++row)
        rows[row] = task.targets()[row] && countsFor(view, task.family->modalities[row]);
    return rows;
}

/// The means of what the views give, as pictures.
std::vector<LayerFrame> meanFrames(const RunPlan& plan, RowVideos& made, const std::array<int, 4>& views,
                                   std::int64_t count)
{
    std::vector<LayerFrame> frames(static_cast<std::size_t>(count));
    for (std::size_t row = 0; row < 4; ++row) {
        if (!made[row].defined())
            continue;
        const Decoding decoding = plan.task.family->modalities[row].decoding;
        at::Tensor mean = made[row] / static_cast<double>(views[row]);
        if (plan.framesAlone && decoding == Decoding::Matte)
            mean = withFramesBeside(mean);
        std::vector<Image> pictures = layerImages(mean, decoding);
        made[row] = at::Tensor();
        for (std::size_t i = 0; i < frames.size(); ++i)
            frames[i][row] = std::move(pictures[i]);
    }
    return frames;
}

/// A frame's conditions at the size of the people's mattes.
LayerFrame conditionsAt(const RunPlan& plan, const KeptRows& kept, std::int64_t count, std::int64_t frame,
                        Resolution size)
{
    LayerFrame conditions;
    for (std::size_t row = 0; row < 4; ++row) {
        if (plan.task.conditions[row])
            conditions[row] = resizeArea(bytesImage(kept[row].frames(count)[frame]), size);
    }
    return conditions;
}

/// Adds what the predictor answers to all views, normals with the fine structure of the detail scale's.
void predictViews(const RunPlan& plan, const WindowModels& models, const RowVideos& given, const WindowHints& hints,
                  RowVideos& made, std::array<int, 4>& views, JobContext& job)
{
    const std::size_t normal = plan.task.family->rowOf("normal").value_or(0); // read with a detail scale alone
    at::Tensor fine;
    int fineViews = 0;
    for (const ConditionAugmentation& view : plan.views) {
        job.enter(Stage::Denoising, 1, 1);
        const at::Tensor before = made[normal];
        addPredicted(*models.predictor, plan.task, view, given, hints, made);
        if (plan.detailScale == view.scale) {
            const at::Tensor answer = before.defined() ? made[normal] - before : made[normal];
            fine = fine.defined() ? fine + answer : answer;
            ++fineViews;
        }
        for (std::size_t row = 0; row < 4; ++row)
            views[row] += plan.task.targets()[row] ? 1 : 0;
        job.advance(1);
    }
    if (plan.detailScale)
        made[normal] = withDetailOf(made[normal] / views[normal], fine / fineViews) * views[normal];
}

/// What hints of alpha mean for the mattes of people, which other networks make.
struct HintedMattes {
    at::Tensor shift;  ///< [F, H, W]: what the hints add to the log odds of the predictor's own alpha
    at::Tensor values; ///< [F, H, W] in [0, 1]: alpha where it is known
    at::Tensor masks;  ///< [F, H, W] in [0, 1]
};

std::optional<HintedMattes> hintedMattes(const RunPlan& plan, const WindowModels& models, const RowVideos& given,
                                         const WindowHints& hints, const RowVideos& made,
                                         const std::array<int, 4>& views)
{
    const std::size_t alpha = *alphaFamily.rowOf("alpha");
    if (!hints.masks[alpha].defined())
        return std::nullopt;
    RowVideos without;
    for (const ConditionAugmentation& view : plan.views)
        addPredicted(*models.predictor, plan.task, view, given, {}, without);
    const auto logOdds = [&](const RowVideos& videos) {
        constexpr double least = 0.01;
        const at::Tensor mean = videos[alpha].select(0, 0) / static_cast<double>(views[alpha]);
        return at::logit((mean + 1) * 0.5, least);
    };
    const at::Tensor mask = hints.masks[alpha].select(0, 0);
    const at::Tensor values = hints.values[alpha].select(0, 0) / mask.clamp_min(1e-3);
    return HintedMattes{logOdds(made) - logOdds(without), (values + 1) * 0.5, mask};
}

/// A matte of people with what the hints say of it.
Image withHints(const Image& matte, const HintedMattes& hints, std::int64_t frame)
{
    const auto atSize = [&](const at::Tensor& plane) {
        return at::upsample_bilinear2d(plane[frame].unsqueeze(0).unsqueeze(0), {matte.height(), matte.width()}, false)
            .squeeze(0);
    };
    constexpr double least = 1e-3;
    const at::Tensor shifted = at::sigmoid(at::logit(imagePlanes(matte), least) + atSize(hints.shift));
    const at::Tensor mask = atSize(hints.masks);
    return planesImage(shifted * (1 - mask) + atSize(hints.values) * mask);
}

/// Puts what is known in place of what was made, as far as it counts. `views`: how many answers each row is the sum of.
void keepHints(const WindowHints& hints, const std::array<int, 4>& views, RowVideos& made)
{
    for (std::size_t row = 0; row < made.size(); ++row) {
        if (hints.masks[row].defined() && made[row].defined())
            made[row] = made[row] * (1 - hints.masks[row]) + hints.values[row] * static_cast<double>(views[row]);
    }
}

/// Makes a window's layers consistent where the plan asks for it, and gives mattes of people for the model's own where
/// it shows people. What is made beside a matte follows from it at the model's size; the matte itself stays at its own.
void finishFrames(const RunPlan& plan, const WindowModels& models, const RowVideos& given, const KeptRows& kept,
                  const std::optional<HintedMattes>& hints, std::vector<LayerFrame>& frames, JobContext& job)
{
    job.enter(Stage::Decoding);
    const std::size_t alpha = *alphaFamily.rowOf("alpha");
    const auto count = static_cast<std::int64_t>(frames.size());
    const std::vector<LayerFrame> conditions = givenFrames(given);
    const KeptFrames& rgb = kept[*alphaFamily.rowOf("rgb")];
    const at::Tensor source = plan.people ? rgb.frames(count) : at::Tensor();
    std::optional<std::vector<Image>> people;
    if (plan.people) {
        people = peopleMattes(*models.people, source, rgb.matteSize(), *plan.people, [&] { job.throwIfCancelled(); });
        job.advance(1);
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
        job.throwIfCancelled();
        LayerFrame& layers = frames[i];
        const auto frame = static_cast<std::int64_t>(i);
        if (!people) {
            if (plan.reconciles)
                layers = reconciledLayers(plan.task, std::move(layers), conditions[i]);
            if (plan.people)
                layers[alpha] = matteAtSize(layers[alpha], source[frame], rgb.matteSize());
            continue;
        }
        Image& matte = (*people)[i];
        if (hints)
            matte = withHints(matte, *hints, frame);
        if (plan.reconciles && plan.task.targets().count() == 1) {
            layers[alpha] = matte;
            layers = reconciledLayers(plan.task, std::move(layers),
                                      conditionsAt(plan, kept, count, frame, matte.resolution()), MatteGrey::Known);
            continue;
        }
        if (plan.reconciles) {
            layers[alpha] = resizeArea(matte, plan.size);
            layers = reconciledLayers(plan.task, std::move(layers), conditions[i], MatteGrey::Known);
        }
        layers[alpha] = std::move(matte);
    }
}

} // namespace

std::int64_t windowUnits(const RunPlan& plan)
{
    std::int64_t units = plan.people ? 1 : 0;
    if (plan.predicts)
        return units + static_cast<std::int64_t>(plan.views.size());
    for (const ConditionAugmentation& view : plan.views) {
        const ModalitySet rows = modalitiesOf(view, plan.task);
        if (rows.any())
            units += static_cast<std::int64_t>(plan.task.conditions.count() + rows.count()) +
                     static_cast<std::int64_t>(plan.steps) * (plan.guided() ? 2 : 1) *
                         (plan.framesAlone ? plan.windowLength : 1);
    }
    return units;
}

std::vector<LayerFrame> runWindow(const RunPlan& plan, std::size_t window, const WindowModels& models,
                                  const std::array<FrameSource, 4>& sources, JobContext& job)
{
    const FrameRange range = plan.windows[window];
    KeptRows kept;
    const RowVideos given = readConditions(plan, range, sources, kept, job);
    RowVideos made; // the sum of what the views give
    std::array<int, 4> views{};
    const WindowHints hints = readHints(plan.hints, range, plan.frames.end(), plan.size);
    if (plan.predicts)
        predictViews(plan, models, given, hints, made, views, job);
    for (const ConditionAugmentation& view : plan.views) {
        const ModalitySet rows = modalitiesOf(view, plan.task);
        if (rows.none() || plan.predicts)
            continue;
        const at::Tensor latents = answered(plan, models, startOf(plan, range, models, given, view, job), job);
        refuseBadLatents(latents, plan.task, range);
        for (std::size_t row = 0; row < 4; ++row) {
            if (!rows[row])
                continue;
            job.enter(Stage::Decoding);
            const Modality& modality = plan.task.family->modalities[row];
            const at::Tensor video =
                decodedRow(plan, models, latents.narrow(0, static_cast<std::int64_t>(row), 1), job);
            refuseBadPictures(video, modality, range);
            const at::Tensor back = augmentationUndone(view, video, modality);
            made[row] = made[row].defined() ? made[row] + back : back;
            ++views[row];
            job.advance(1);
        }
    }
    std::optional<HintedMattes> hinted;
    if (plan.people && hints.any())
        hinted = hintedMattes(plan, models, given, hints, made, views);
    keepHints(hints, views, made);
    std::vector<LayerFrame> frames = meanFrames(plan, made, views, range.count);
    if (plan.reconciles || plan.people)
        finishFrames(plan, models, given, kept, hinted, frames, job);
    return frames;
}

} // namespace unividx
