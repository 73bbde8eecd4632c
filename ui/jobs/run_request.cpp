#include "ui/jobs/run_request.h"

#include "core/base/user_folders.h"
#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/project/clock.h"
#include "core/queue/drop.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"

#include <algorithm>
#include <cstdlib>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

/// An input as a check needs it, and where its file is.
struct ResolvedInput {
    GivenInput given;
    RunInput run;
};

std::optional<ResolvedInput> resolveMedia(const Project& project, MediaId id, std::size_t row)
{
    const MediaItem* media = findMedia(project, id);
    if (!media)
        return std::nullopt;
    ResolvedInput input;
    input.given = {row, media->path.string(), media->frames, media->resolution, media->still, {}};
    input.run = {media->path, media->layer, 0, media->still};
    return input;
}

std::optional<ResolvedInput> resolve(const Project& project, const Clip& clip, std::size_t row)
{
    const LockedInput& lock = *clip.task.locks[row];
    if (lock.from == LockedInput::From::Media)
        return resolveMedia(project, lock.media, row);
    if (lock.from == LockedInput::From::Shot)
        return resolveMedia(project, clip.media, row);
    const Take* take = findTake(clip, lock.take);
    const MediaItem* media = findMedia(project, clip.media);
    if (!take || !media)
        return std::nullopt;
    const std::string modality(clip.task.family->modalities[row].name);
    ResolvedInput input;
    input.run = {layerPattern(*take, modality), {}, 0, false};
    input.given = {row, input.run.path.string(), take->frames, media->resolution, false, {}};
    return input;
}

std::vector<ResolvedInput> resolveAll(const Project& project, const Clip& clip)
{
    std::vector<ResolvedInput> inputs;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!clip.task.locks[row])
            continue;
        if (auto input = resolve(project, clip, row))
            inputs.push_back(std::move(*input));
    }
    return inputs;
}

PreflightRequest preflightRequest(const Project& project, const Clip& clip, const Task& task)
{
    const TaskSettings& settings = clip.task;
    const GenerateRequest options = modelOptions(settings);
    PreflightRequest request;
    request.choice = {task, settings.kept & task.targets()};
    for (const ResolvedInput& input : resolveAll(project, clip))
        request.inputs.push_back(input.given);
    request.frames = sourceRange(project, clip);
    request.steps = options.steps;
    request.guidance = options.guidance;
    request.shift = options.shift;
    request.modelSize = options.modelSize;
    request.windowLength = options.windowLength;
    request.windowOverlap = options.windowOverlap;
    request.prompt = options.prompt;
    return request;
}

} // namespace

std::string filePrefix(const Clip& clip)
{
    std::string name = clip.name;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return c < 32 || c == '/' || c == '\\'; }, '_');
    return name.empty() ? "shot" : name;
}

fs::path freshTakeFolder(const fs::path& layers, const std::string& what)
{
    // A take never takes another's place: the time in its folder's name tells them apart, a number does within a
    // second.
    std::string stamp = utcNow();
    std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
    const std::string name = what + "-" + stamp;
    fs::path folder = layers / name;
    std::error_code ignored;
    for (int number = 2; fs::exists(folder, ignored); ++number)
        folder = layers / (name + "-" + std::to_string(number));
    return folder;
}

GenerateRequest modelOptions(const TaskSettings& settings)
{
    GenerateRequest options;
    options.stepsShare = stepsShareOf(settings.quality);
    options.seed = settings.seed;
    options.prompt = promptOf(settings);
    if (!settings.negativePrompt.empty())
        options.negativePrompt = settings.negativePrompt;
    if (settings.quality != Quality::Custom)
        return options;
    options.steps = settings.steps;
    options.guidance = settings.guidance;
    options.shift = settings.shift;
    options.modelSize = settings.modelSize;
    options.windowLength = settings.windowLength;
    options.windowOverlap = settings.windowOverlap;
    return options;
}

std::vector<Problem> problemsOf(const Project& project, const Clip& clip)
{
    const auto task = taskOf(clip.task);
    if (!task)
        return {{"locks", "All four layers are locked; open one to have it made", Problem::Weight::BadUsage}};
    if ((task->targets() & clip.task.kept).none())
        return {{"locks", "None of the open layers is wanted", Problem::Weight::BadUsage}};
    auto problems = preflight(preflightRequest(project, clip, *task));
    for (std::size_t row = 1; row < 4; ++row) {
        const auto& lock = clip.task.locks[row];
        const std::string name(clip.task.family->modalities[row].name);
        if (lock && lock->from == LockedInput::From::Shot)
            problems.push_back({name, "The shot itself is given as " + name + "; choose a take or a file if it is not",
                                Problem::Weight::Note});
    }
    return problems;
}

RunRequest makeRun(const Project& project, const Clip& clip, const fs::path& layers)
{
    for (const Problem& problem : problemsOf(project, clip)) {
        if (problem.weight == Problem::Weight::BadInput)
            throw Error(ErrorKind::Input, problem.sentence);
        if (problem.weight == Problem::Weight::BadUsage)
            throw Error(ErrorKind::Usage, problem.sentence);
    }
    const TaskSettings& settings = clip.task;
    const PreflightRequest checked = preflightRequest(project, clip, *taskOf(settings));
    const auto aligned = align(checked);
    if (!aligned)
        throw Error(ErrorKind::Internal, "a run without problems has no frames");

    RunRequest run;
    run.clip = clip.id;
    run.media = clip.media;
    run.title = clip.name;
    run.settings = settings;
    run.generate = modelOptions(settings);
    run.generate.task = checked.choice.task;
    run.generate.frames = aligned->frames;
    run.kept = checked.choice.kept;
    const auto inputs = resolveAll(project, clip);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        run.inputs[inputs[i].given.row] = inputs[i].run;
        run.inputs[inputs[i].given.row]->offset = aligned->offsets.at(i);
    }
    const MediaItem& media = *findMedia(project, clip.media);
    run.outputSize = media.resolution;
    run.rate = media.rate;
    run.prefix = filePrefix(clip);
    run.folder = freshTakeFolder(layers, run.prefix + "-" + run.generate.task.name());
    return run;
}

std::int64_t framesOnDisk(const RunRequest& run)
{
    const Take take = takeOf(run, run.generate.frames.count);
    const auto isThere = [&](std::int64_t frame) {
        std::error_code ignored; // what cannot be looked at is not there
        return std::all_of(take.layers.begin(), take.layers.end(), [&](const std::string& layer) {
            return fs::exists(framePath(run.folder, run.prefix, layer, frame, ".exr"), ignored);
        });
    };
    std::int64_t count = 0;
    while (count < run.generate.frames.count && isThere(run.generate.frames.first + count))
        ++count;
    return count;
}

Take takeOf(const RunRequest& run, std::int64_t frames)
{
    Take take;
    take.name = taskWord(*run.generate.task.family, run.generate.task.conditions, run.kept).toStdString();
    take.created = utcNow();
    take.frames = {run.generate.frames.first, frames};
    take.folder = run.folder;
    take.layerPrefix = run.prefix;
    for (std::size_t row = 0; row < 4; ++row) {
        if (run.kept[row])
            take.layers.emplace_back(run.generate.task.family->modalities[row].name);
    }
    take.settings = run.settings;
    return take;
}

fs::path layersFolder(const fs::path& project)
{
    if (!project.empty())
        return project.parent_path() / (project.stem().string() + "_layers");
    return dataFolder() / "layers";
}

} // namespace unividx::ui
