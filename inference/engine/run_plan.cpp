#include "inference/engine/run_plan.h"

#include "core/base/error.h"
#include "core/engine/window_plan.h"
#include "inference/engine/image_tensor.h"
#include "inference/engine/negative_prompt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace unividx {

namespace {

/// Frames windows share where nobody says otherwise.
constexpr std::int64_t usualOverlap = 5;

std::string numberText(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", value);
    return text.data();
}

std::string sizeText(std::int64_t width, std::int64_t height)
{
    return std::to_string(width) + "x" + std::to_string(height);
}

std::optional<TileLayout> tilesOf(const GenerationDefaults& defaults)
{
    if (!defaults.tiledDecode)
        return std::nullopt;
    return TileLayout{defaults.tileHeight, defaults.tileWidth, defaults.strideHeight, defaults.strideWidth};
}

/// Whether the package's predictor answers: it must name the task, and nobody may have asked for denoising steps.
bool predictorAnswers(const GenerateRequest& request, const ModelPackage& package)
{
    return package.predictor && !request.steps &&
           std::find(package.predictor->tasks.begin(), package.predictor->tasks.end(), request.task.name()) !=
               package.predictor->tasks.end();
}

/// What is different about a plan whose tasks the predictor answers: a window of its own and one pass, or at full
/// quality the mean of a plain and a mirrored one at each of its scales.
void planPrediction(RunPlan& plan, const GenerateRequest& request, const PredictorModel& predictor)
{
    constexpr std::int64_t overlap = 2; // frames exchange features with their neighbours alone
    plan.predicts = true;
    if (!request.modelSize)
        plan.size = {predictor.width, predictor.height};
    plan.windowLength = modelFrames(request.windowLength.value_or(predictor.frames));
    plan.windowOverlap = request.windowOverlap.value_or(std::min(overlap, plan.windowLength / 2));
    plan.windows = planWindows(request.frames, {plan.windowLength, plan.windowOverlap});
    plan.steps = 1;
    plan.zeroStart = false;
    plan.framesAlone = false;
    plan.areaResize = true;
    plan.reconciles = predictor.reconcileLayers;
    plan.views.clear();
    for (const double scale : predictor.scales) {
        plan.views.push_back({false, 0, {}, scale});
        if (request.stepsShare < 1)
            break; // a preview
        plan.views.push_back({true, 0, {}, scale});
    }
    const auto normal = request.task.family->rowOf("normal");
    if (plan.views.size() > 1 && normal && request.task.targets()[*normal])
        plan.detailScale = predictor.detailScale;
}

bool makesMatteOfRgb(const Task& task)
{
    return task.family == &alphaFamily && task.conditions[*alphaFamily.rowOf("rgb")] &&
           task.targets()[*alphaFamily.rowOf("alpha")];
}

} // namespace

Resolution RunPlan::decodedAtOnce() const
{
    if (!tiles)
        return size;
    return {std::min(size.width, static_cast<int>(tiles->width * 8)),
            std::min(size.height, static_cast<int>(tiles->height * 8))};
}

RunPlan planRun(const GenerateRequest& request, const ModelPackage& package)
{
    const GenerationDefaults& defaults = package.filesFor(*request.task.family).defaults;
    RunPlan plan;
    plan.task = request.task;
    plan.frames = request.frames;
    const Resolution asked = request.modelSize.value_or(Resolution{defaults.width, defaults.height});
    if (asked.width < 1 || asked.height < 1)
        throw Error(ErrorKind::Usage, "the model size " + sizeText(asked.width, asked.height) + " is no size");
    plan.size = modelResolution(asked);
    const std::int64_t length = request.windowLength.value_or(defaults.frames);
    if (length < 1)
        throw Error(ErrorKind::Usage, "a window needs at least one frame");
    plan.windowLength = modelFrames(length);
    plan.windowOverlap = request.windowOverlap.value_or(std::min(usualOverlap, plan.windowLength / 2));
    plan.windows = planWindows(request.frames, {plan.windowLength, plan.windowOverlap});
    const bool fromZeros = package.quirks.zeroStart && plan.task.conditions.any();
    plan.steps = request.steps.value_or(
        fromZeros ? 1 : std::max(1, static_cast<int>(std::lround(defaults.steps * std::max(0.0, request.stepsShare)))));
    plan.shift = request.shift.value_or(defaults.shift);
    plan.sampler.schedule = makeSchedule(plan.steps, plan.shift);
    plan.sampler.guidance = request.guidance.value_or(defaults.guidance);
    if (!std::isfinite(plan.sampler.guidance) || plan.sampler.guidance < 0)
        throw Error(ErrorKind::Usage, "guidance must be 0 or more");
    plan.sampler.roundTimesteps = package.quirks.bf16Timesteps;
    plan.zeroStart = fromZeros && plan.steps == 1;
    plan.reconciles = plan.zeroStart && package.quirks.reconcileLayers;
    const std::vector<ConditionAugmentation>& views = package.filesFor(*request.task.family).views;
    if (plan.zeroStart && request.stepsShare >= 1)
        plan.views = views;
    else if (plan.zeroStart)
        plan.views = {{views.front().mirrored, views.front().softness, {}}};
    plan.framesAlone = plan.zeroStart && package.quirks.framesAlone;
    plan.areaResize = package.quirks.areaResize;
    if (package.people && makesMatteOfRgb(plan.task))
        plan.people = request.stepsShare >= 1 ? PersonSegmenter::Effort::Thorough : PersonSegmenter::Effort::Quick;
    plan.refineMattes = package.quirks.refineMattes;
    if (predictorAnswers(request, package))
        planPrediction(plan, request, *package.predictor);
    if (request.hinted() && !plan.predicts)
        throw Error(ErrorKind::Usage,
                    "the model '" + package.name + "' takes no hints for " + request.task.name() +
                        (package.predictor ? (request.steps ? " with steps of its own; leave out --steps"
                                                            : "; it answers this task without its predictor")
                                           : "; only packages with a predictor do"));
    plan.hints = request.hints;
    plan.seed = request.seed;
    plan.prompt = request.prompt;
    plan.negativePrompt = request.negativePrompt.value_or(std::string(publishedNegativePrompt));
    plan.tiles = tilesOf(defaults);
    return plan;
}

std::vector<std::pair<std::string, std::string>> describePlan(const RunPlan& plan)
{
    std::vector<std::pair<std::string, std::string>> entries{
        {"task", plan.task.name()},
        {"seed", std::to_string(plan.seed)},
        {"steps", std::to_string(plan.steps)},
        {"guidance", numberText(plan.sampler.guidance)},
        {"shift", numberText(plan.shift)},
        {"model_size", sizeText(plan.size.width, plan.size.height)},
        {"window", std::to_string(plan.windowLength)},
        {"overlap", std::to_string(plan.windowOverlap)},
        {"prompt", plan.prompt},
        {"bf16_timesteps", plan.sampler.roundTimesteps ? "true" : "false"}};
    if (plan.predicts)
        entries.emplace_back("predictor", "true");
    if (plan.detailScale)
        entries.emplace_back("detail_scale", numberText(*plan.detailScale));
    if (plan.zeroStart)
        entries.emplace_back("zero_start", "true");
    if (plan.reconciles)
        entries.emplace_back("settle_layers", "true");
    if (plan.people)
        entries.emplace_back("people", *plan.people == PersonSegmenter::Effort::Thorough ? "thorough" : "quick");
    if (plan.views.size() > 1)
        entries.emplace_back("views", std::to_string(plan.views.size()));
    if (plan.framesAlone)
        entries.emplace_back("frames_alone", "true");
    if (plan.refineMattes)
        entries.emplace_back("refine_mattes", "true");
    if (plan.areaResize)
        entries.emplace_back("area_resize", "true");
    if (plan.guided())
        entries.emplace_back("negative_prompt", plan.negativePrompt);
    if (plan.tiles)
        entries.emplace_back("tiles", sizeText(plan.tiles->width, plan.tiles->height) + "/" +
                                          sizeText(plan.tiles->strideWidth, plan.tiles->strideHeight));
    return entries;
}

} // namespace unividx
