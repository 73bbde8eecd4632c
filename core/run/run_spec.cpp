#include "core/run/run_spec.h"

#include "core/base/error.h"
#include "core/layers/name_pattern.h"

#include <utility>

namespace unividx {

namespace {

struct QualityRow {
    Quality quality;
    std::string_view name;
    double stepsShare; ///< of the package's own steps
};

constexpr std::array<QualityRow, 3> qualities{{
    {Quality::Preview, "preview", 1.0 / 6}, // enough to judge the layout of light and edges, not their detail
    {Quality::Standard, "standard", 1},
    {Quality::Full, "full", 2},
}};

const QualityRow& rowOf(Quality quality)
{
    for (const QualityRow& row : qualities) {
        if (row.quality == quality)
            return row;
    }
    throw Error(ErrorKind::Internal, "a quality without a row in the table");
}

std::vector<std::string> lockedNames(const RunSpec& spec)
{
    std::vector<std::string> names;
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (spec.locks[row])
            names.emplace_back(spec.family->modalities[row].name);
    }
    return names;
}

TaskChoice fullChoiceOf(const RunSpec& spec)
{
    if (!spec.task.empty())
        return chooseTask(spec.task, lockedNames(spec));
    const Task task{spec.family, lockedModalities(spec)};
    if (task.conditions.all())
        throw Error(ErrorKind::Usage, "all four layers are given, so nothing is left to make; leave one out");
    return {task, task.targets()};
}

} // namespace

std::optional<Quality> findQuality(std::string_view name)
{
    for (const QualityRow& row : qualities) {
        if (row.name == name)
            return row.quality;
    }
    return std::nullopt;
}

std::string_view nameOf(Quality quality)
{
    return rowOf(quality).name;
}

RunSpec runOfShot()
{
    RunSpec spec;
    spec.locks[0] = LockedInput{};
    spec.ownNumbers = false;
    return spec;
}

void setTask(RunSpec& spec, const std::string& name)
{
    if (!name.empty())
        spec.family = taskNamed(name).family;
    spec.task = name;
}

void setFile(RunSpec& spec, std::string_view modality, const std::string& path, const std::string& layer)
{
    const auto row = spec.family->rowOf(modality);
    if (!row)
        throw Error(ErrorKind::Usage, "the family '" + std::string(spec.family->name) + "' has no layer '" +
                                          std::string(modality) + "'; it has " + namesOf(*spec.family, ~ModalitySet()));
    spec.locks[*row] = LockedInput{LockedInput::From::File, {}, {}, path, layer};
}

ModalitySet lockedModalities(const RunSpec& spec)
{
    ModalitySet rows;
    for (std::size_t row = 0; row < spec.locks.size(); ++row)
        rows[row] = spec.locks[row].has_value();
    return rows;
}

TaskChoice choiceOf(const RunSpec& spec)
{
    TaskChoice choice = fullChoiceOf(spec);
    const ModalitySet all = choice.kept;
    choice.kept &= spec.kept;
    if (choice.kept.none())
        throw Error(ErrorKind::Usage, "none of the layers that " + choice.task.name() + " makes is wanted; it makes " +
                                          namesOf(*choice.task.family, all));
    return choice;
}

std::optional<Task> taskOf(const RunSpec& spec)
{
    try {
        return fullChoiceOf(spec).task;
    } catch (const Error&) {
        return std::nullopt; // the form shows what is missing
    }
}

std::string promptOf(const RunSpec& spec)
{
    if (spec.family != &alphaFamily || spec.backgroundPrompt.empty())
        return spec.prompt;
    if (spec.prompt.empty())
        return spec.backgroundPrompt;
    return spec.prompt + " " + spec.backgroundPrompt;
}

GenerateRequest requestOf(const RunSpec& spec, const Task& task, FrameRange frames)
{
    GenerateRequest request;
    request.task = task;
    request.frames = frames;
    request.stepsShare = rowOf(spec.quality).stepsShare;
    request.seed = spec.seed;
    request.prompt = promptOf(spec);
    request.negativePrompt = spec.negativePrompt;
    if (!spec.ownNumbers)
        return request;
    request.steps = spec.steps;
    request.guidance = spec.guidance;
    request.shift = spec.shift;
    request.modelSize = spec.modelSize;
    request.windowLength = spec.window;
    request.windowOverlap = spec.overlap;
    return request;
}

std::vector<NamedInput> inputsOf(const RunSpec& spec)
{
    std::vector<NamedInput> inputs;
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (spec.locks[row] && spec.locks[row]->from == LockedInput::From::File)
            inputs.push_back({spec.family->modalities[row].name, &*spec.locks[row]});
    }
    return inputs;
}

RunSpec withAbsolutePaths(RunSpec spec)
{
    for (auto& lock : spec.locks) {
        if (lock && lock->from == LockedInput::From::File)
            lock->path = std::filesystem::absolute(lock->path).lexically_normal().string();
    }
    for (LayerHint& hint : spec.hints)
        hint.path = std::filesystem::absolute(hint.path).lexically_normal().string();
    if (!spec.out.empty())
        spec.out = std::filesystem::absolute(spec.out).lexically_normal();
    // A package named by its folder; a name has no slash.
    if (spec.model.find('/') != std::string::npos)
        spec.model = std::filesystem::absolute(spec.model).lexically_normal().string();
    return spec;
}

std::string titleOf(const RunSpec& spec)
{
    const auto task = taskOf(spec);
    const std::string name = !spec.task.empty() ? spec.task : task ? task->name() : std::string(spec.family->name);
    const auto inputs = inputsOf(spec);
    if (inputs.empty())
        return name;
    const std::filesystem::path path(inputs.front().input->path);
    const std::filesystem::path file = path.filename().empty() ? path.parent_path().filename() : path.filename();
    return file.string() + ": " + name;
}

std::filesystem::path usualState(const RunSpec& spec)
{
    const std::string name = spec.shot.empty() ? std::filesystem::path(titleOf(spec)).stem().string() : spec.shot;
    const auto task = taskOf(spec);
    const std::string work = !spec.task.empty() ? spec.task : task ? task->name() : std::string(spec.family->name);
    const std::string version = spec.version ? "." + versionText(*spec.version) : std::string();
    return spec.out / ("." + name + "." + work + version + ".unividx");
}

} // namespace unividx
