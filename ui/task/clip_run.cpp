#include "ui/task/clip_run.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/layers/shot_name.h"
#include "core/project/clock.h"
#include "core/project/inputs.h"
#include "ui/common/words.h"

#include <algorithm>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

std::vector<GivenInput> knownInputs(const Project& project, const Clip& clip)
{
    std::vector<GivenInput> known;
    for (const ResolvedInput& input : resolveInputs(project, clip))
        known.push_back({input.row, input.path.string(), input.frames, input.resolution, input.still, {}});
    return known;
}

} // namespace

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

std::vector<Problem> problemsOf(const Project& project, const Clip& clip)
{
    const auto task = taskOf(clip.task);
    if (!task)
        return {{"locks", "All four layers are locked; open one to compute it", Problem::Weight::BadUsage}};
    if ((task->targets() & clip.task.kept).none())
        return {{"locks", "None of the open layers is wanted", Problem::Weight::BadUsage}};
    RunSpec spec = clip.task;
    spec.frames = sourceRange(project, clip);
    auto problems = preflight(spec, choiceOf(spec), knownInputs(project, clip));
    for (std::size_t row = 1; row < 4; ++row) {
        const auto& lock = clip.task.locks[row];
        const std::string name(clip.task.family->modalities[row].name);
        if (lock && lock->from == LockedInput::From::Shot)
            problems.push_back({name, "The shot itself is locked as " + name + "; choose a take or a file if it is not",
                                Problem::Weight::Note});
    }
    return problems;
}

RunSpec makeRun(const Project& project, const Clip& clip, const fs::path& layers)
{
    for (const Problem& problem : problemsOf(project, clip)) {
        if (problem.weight == Problem::Weight::BadInput)
            throw Error(ErrorKind::Input, problem.sentence);
        if (problem.weight == Problem::Weight::BadUsage)
            throw Error(ErrorKind::Usage, problem.sentence);
    }
    RunSpec run = resolvedRun(project, clip, {});
    const auto aligned = align(run.frames, knownInputs(project, clip));
    if (!aligned)
        throw Error(ErrorKind::Internal, "a run without problems has no frames");
    run.frames = aligned->frames;
    run.out = freshTakeFolder(layers, run.shot + "-" + run.task);
    return run;
}

fs::path unsavedLayersFolder()
{
    try {
        return layersFolder({});
    } catch (const Error&) {
        return {}; // then no layers were made either
    }
}

fs::path layersFolder(const fs::path& project)
{
    return project.empty() ? dataFolder() / "layers" : project.parent_path() / (project.stem().string() + "_layers");
}

} // namespace unividx::ui
