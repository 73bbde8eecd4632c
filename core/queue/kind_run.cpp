#include "core/queue/item_kind.h"
#include "core/queue/step_down.h"
#include "core/run/run_fields.h"
#include "core/run/run_names.h"
#include "core/run/run_setup.h"
#include "core/run/staged_run.h"

#include <utility>

namespace unividx {

namespace {

RunSpec specOf(const std::string& description)
{
    return parseRunSpec(description, "the run's options");
}

void check(const std::string& description, const std::string& place)
{
    parseRunSpec(description, place);
}

std::string title(const std::string& description)
{
    const RunSpec spec = specOf(description);
    return titleOf(spec) + (spec.version ? " " + versionText(*spec.version) : std::string());
}

/// Steps times passes times size, against a run in standard quality; 20 steps and 640x480 are usual where the package
/// decides.
double costOf(const RunSpec& spec)
{
    const GenerateRequest request = requestOf(spec, {}, {});
    constexpr double usualSteps = 20;
    constexpr double usualPixels = 640.0 * 480.0;
    const double steps = request.steps ? *request.steps / usualSteps : request.stepsShare;
    const double passes = request.guidance.value_or(1.0F) > 1.0F ? 2 : 1;
    const double size = request.modelSize ? request.modelSize->width * (request.modelSize->height / usualPixels) : 1.0;
    return steps * passes * size;
}

ItemNeeds needs(const std::string& description)
{
    const RunSpec spec = specOf(description);
    ItemNeeds needs;
    needs.frames = spec.frames ? spec.frames->count + 2 * spec.handles : 0;
    needs.cost = costOf(spec);
    const auto task = taskOf(spec);
    needs.pace = spec.model + " " + (task ? task->name() : spec.task);
    if (!spec.farm.engine.empty()) {
        needs.lane = Lane::Farm;
        return needs;
    }
    needs.device = spec.device;
    constexpr std::int64_t usualWindow = 21; // frames; more at a time are never in memory
    if (task)
        needs.engine = EngineDemand{spec.model, spec.device,
                                    requestOf(spec, *task, spec.frames.value_or(FrameRange{1001, usualWindow}))};
    return needs;
}

void preflight(const std::string& description, const PreflightTools& tools)
{
    const RunSpec spec = specOf(description);
    checkRun(spec, [&tools](const std::string& sentence) { tools.log.note(sentence); });
    tools.requireModel(spec.model);
}

ItemResult execute(const std::string& description, const ItemTools& tools)
{
    const RunSpec spec = specOf(description);
    RunResult result;
    if (!spec.farm.engine.empty()) {
        result = tools.runAtFarm(spec);
    } else if (tools.state.empty()) {
        result = runJob(spec, tools);
    } else {
        RunStage stage;
        stage.state = tools.state;
        result = runStaged(spec, stage, tools);
    }
    return {std::move(result.files), result.frames, result.frames.count, 0};
}

std::string smaller(const std::string& description, int step, std::int64_t window, std::int64_t overlap)
{
    return formatRunSpec(steppedDown(specOf(description), step, window, overlap));
}

std::string copied(const std::string& description, ItemId copy)
{
    RunSpec spec = specOf(description);
    if (spec.out.empty())
        return description;
    if (usesToken(patternOf(spec), "version")) {
        spec.version.reset();
        return formatRunSpec(withVersion(std::move(spec)));
    }
    spec.out += "-" + std::to_string(copy);
    return formatRunSpec(spec);
}

/// A take is found by its files' names: a sequence a layer, `folder/prefix_layer.####.exr`. False if these are others.
bool findByNames(Take& take, const OutputNames& names)
{
    for (const std::string& layer : take.layers) {
        const std::filesystem::path file = names.file(layer);
        const std::string name = file.filename().string();
        const std::string ending = "_" + layer + ".####.exr";
        if (!name.ends_with(ending))
            return false;
        const std::string prefix = name.substr(0, name.size() - ending.size());
        if (!take.folder.empty() && (take.folder != file.parent_path() || take.layerPrefix != prefix))
            return false;
        take.folder = file.parent_path();
        take.layerPrefix = prefix;
    }
    return true;
}

std::optional<Take> take(const std::string& description, FrameRange frames)
{
    RunSpec spec = specOf(description);
    const auto [task, kept] = choiceOf(spec);
    Take take;
    take.frames = frames.empty() ? spec.frames.value_or(FrameRange{}) : frames;
    for (std::size_t row = 0; row < 4; ++row) {
        if (kept[row])
            take.layers.emplace_back(task.family->modalities[row].name);
    }
    const bool sequences = spec.format == LayerFileFormat::Exr && spec.names == FileNames::Shot;
    if (!sequences || spec.shot.empty() || take.frames.empty() || !findByNames(take, namesOf(spec, spec.shot)))
        return std::nullopt;
    take.settings = std::move(spec);
    return take;
}

std::vector<LatestFrame> latest(const std::string& description, const std::filesystem::path& state, std::size_t most)
{
    return latestFramesOf(specOf(description), state, most);
}

std::string numbered(const std::string& description)
{
    const RunSpec spec = specOf(description);
    const RunSpec with = withVersion(spec);
    return with == spec ? description : formatRunSpec(with);
}

void released(const std::string& description)
{
    releaseVersion(specOf(description));
}

} // namespace

ItemKind detail::runKind()
{
    return {"run",   "run",   true,   check, title,  needs,    preflight,
            execute, smaller, copied, take,  latest, numbered, released};
}

} // namespace unividx
