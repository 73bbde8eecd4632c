#include "core/queue/item_kind.h"
#include "core/queue/step_down.h"
#include "core/run/run_fields.h"
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
    return titleOf(specOf(description));
}

/// Steps times passes, against a run in standard quality; 20 steps are usual where the package decides.
double costOf(const RunSpec& spec)
{
    const GenerateRequest request = requestOf(spec, {}, {});
    constexpr double usualSteps = 20;
    const double steps = request.steps ? *request.steps / usualSteps : request.stepsShare;
    return request.guidance.value_or(1.0F) > 1.0F ? 2 * steps : steps;
}

ItemNeeds needs(const std::string& description)
{
    const RunSpec spec = specOf(description);
    ItemNeeds needs;
    needs.frames = spec.frames ? spec.frames->count : 0;
    needs.cost = costOf(spec);
    if (spec.farm.engine.empty())
        needs.device = spec.device;
    else
        needs.lane = Lane::Farm;
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
    spec.out += "-" + std::to_string(copy);
    return formatRunSpec(spec);
}

std::optional<Take> take(const std::string& description, FrameRange frames)
{
    RunSpec spec = specOf(description);
    const auto [task, kept] = choiceOf(spec);
    Take take;
    take.frames = frames.empty() ? spec.frames.value_or(FrameRange{}) : frames;
    take.folder = spec.out;
    take.layerPrefix = spec.shot;
    for (std::size_t row = 0; row < 4; ++row) {
        if (kept[row])
            take.layers.emplace_back(task.family->modalities[row].name);
    }
    // A take is found by its files' names: one sequence a layer.
    if (spec.format != LayerFileFormat::Exr || spec.shot.empty() || take.frames.empty())
        return std::nullopt;
    take.settings = std::move(spec);
    return take;
}

std::vector<LatestFrame> latest(const std::string& description, const std::filesystem::path& state, std::size_t most)
{
    return latestFramesOf(specOf(description), state, most);
}

} // namespace

ItemKind detail::runKind()
{
    return {"run", "run", true, check, title, needs, preflight, execute, smaller, copied, take, latest};
}

} // namespace unividx
