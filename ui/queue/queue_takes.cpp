#include "ui/queue/queue_takes.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/layers/shot_name.h"
#include "core/project/inputs.h"
#include "core/queue/drop.h"
#include "core/run/run_fields.h"
#include "core/task/task.h"
#include "ui/common/words.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

std::int64_t sharedFrames(FrameRange a, FrameRange b)
{
    return std::min(a.end(), b.end()) - std::max(a.first, b.first);
}

/// The clip that a run was most likely made of; null if there is none.
const Clip* clipOf(const Project& project, const RunSpec& options)
{
    const Clip* best = nullptr;
    std::int64_t most = 0;
    for (const Track& track : project.tracks) {
        if (track.kind != TrackKind::Video)
            continue;
        for (const Clip& clip : track.clips) {
            const std::int64_t shared = sharedFrames(sourceRange(project, clip), *options.frames);
            if (shotName(clip.name) == options.shot && shared > most) {
                best = &clip;
                most = shared;
            }
        }
    }
    return best;
}

std::optional<LockedInput> lockOf(const LockedInput& input, const std::string& modality, const Project& project,
                                  const Clip& clip)
{
    for (const Take& take : clip.takes) {
        if (layerPattern(take, modality).string() == input.path)
            return LockedInput{LockedInput::From::Take, {}, take.id};
    }
    for (const MediaItem& media : project.media) {
        if (media.path.string() == input.path && media.layer == input.layer)
            return media.id == clip.media ? LockedInput{} : LockedInput{LockedInput::From::Media, media.id, {}};
    }
    return std::nullopt; // what it was given is gone from the project
}

} // namespace

RunSpec settingsOf(const RunSpec& run, const Project& project, const Clip& clip)
{
    const TaskChoice choice = choiceOf(run);
    RunSpec settings = run;
    for (std::size_t row = 0; row < settings.locks.size(); ++row) {
        if (run.locks[row])
            settings.locks[row] = lockOf(*run.locks[row], std::string(run.family->modalities[row].name), project, clip);
    }
    if (findPreset(run.task))
        settings.kept &= choice.kept | choice.task.conditions;
    settings.task.clear(); // in a project the locks decide
    // What a clip decides by its place in the project, and what is the queue's.
    for (const char* option : {"--frames", "--most-frames", "--out", "--shot", "--format", "--published-names",
                               "--rate", "--at-model-size", "--overwrite"})
        reset(*findRunField(option), settings);
    settings.farm = {};
    const bool anyNumber = std::any_of(runFields().begin(), runFields().end(), [&](const RunField& field) {
        return field.unset == RunField::Unset::Package && !textsOf(field, run).empty();
    });
    settings.ownNumbers = settings.ownNumbers && anyNumber;
    return settings;
}

const Clip* clipOf(const Project& project, const fs::path& layers, const QueueItem& item)
{
    if (item.kind != "run")
        return nullptr;
    try {
        const RunSpec options = parseRunSpec(item.description, "item " + std::to_string(item.id));
        return options.out.parent_path() == layers && options.frames ? clipOf(project, options) : nullptr;
    } catch (const Error&) {
        return nullptr; // of a newer version: not this project's to read
    }
}

} // namespace unividx::ui
