#include "ui/queue/queue_takes.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/project/clock.h"
#include "core/queue/drop.h"
#include "core/task/task.h"
#include "ui/common/words.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

bool knows(const Project& project, const fs::path& folder)
{
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            if (std::any_of(clip.takes.begin(), clip.takes.end(),
                            [&](const Take& take) { return take.folder == folder; }))
                return true;
        }
    }
    return false;
}

std::int64_t sharedFrames(FrameRange a, FrameRange b)
{
    return std::min(a.end(), b.end()) - std::max(a.first, b.first);
}

/// The clip that a run was most likely made of; null if there is none.
const Clip* clipOf(const Project& project, const RunOptions& options)
{
    const Clip* best = nullptr;
    std::int64_t most = 0;
    for (const Track& track : project.tracks) {
        if (track.kind != TrackKind::Video)
            continue;
        for (const Clip& clip : track.clips) {
            const std::int64_t shared = sharedFrames(sourceRange(project, clip), *options.frames);
            if (shotOf(clip.name + ".") == options.shot && shared > most) {
                best = &clip;
                most = shared;
            }
        }
    }
    return best;
}

std::optional<LockedInput> lockOf(const NamedPath& input, const Project& project, const Clip& clip)
{
    for (const Take& take : clip.takes) {
        if (framePattern(take.folder, take.layerPrefix, input.name, ".exr").string() == input.path)
            return LockedInput{LockedInput::From::Take, {}, take.id};
    }
    for (const MediaItem& media : project.media) {
        if (media.path.string() == input.path && media.layer == input.layer)
            return media.id == clip.media ? LockedInput{} : LockedInput{LockedInput::From::Media, media.id, {}};
    }
    return std::nullopt; // what it was given is gone from the project
}

std::string finishedAt(const fs::path& folder)
{
    std::error_code unknown; // then it counts as just finished
    const auto time = fs::last_write_time(folder, unknown);
    if (unknown)
        return utcNow();
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(fs::file_time_type::clock::now() - time);
    return utcText(std::chrono::system_clock::now() - age);
}

} // namespace

TaskSettings settingsOf(const RunOptions& options, const Project& project, const Clip& clip)
{
    const Task task = taskNamed(options.task);
    TaskSettings settings;
    settings.family = task.family;
    settings.locks = {};
    for (const NamedPath& input : options.inputs) {
        if (const auto row = task.family->rowOf(input.name))
            settings.locks[*row] = lockOf(input, project, clip);
    }
    settings.kept = Rows(0b1111);
    for (std::size_t row = 0; row < 4 && !options.kept.empty(); ++row) {
        const std::string name(task.family->modalities[row].name);
        const bool named = std::find(options.kept.begin(), options.kept.end(), name) != options.kept.end();
        settings.kept[row] = named || task.conditions[row];
    }
    settings.prompt = options.prompt;
    settings.negativePrompt = options.negativePrompt.value_or(std::string());
    settings.model = options.model;
    settings.device = options.device.device;
    settings.seed = options.seed;
    settings.steps = options.steps;
    settings.guidance = options.guidance;
    settings.shift = options.shift;
    settings.modelSize = options.modelSize;
    settings.windowLength = options.window;
    settings.windowOverlap = options.overlap;
    const bool ownNumbers =
        options.steps || options.guidance || options.shift || options.modelSize || options.window || options.overlap;
    settings.quality = ownNumbers ? Quality::Custom : Quality::Standard;
    for (const Quality quality : {Quality::Preview, Quality::Full}) {
        if (!ownNumbers && std::abs(options.stepsShare - stepsShareOf(quality)) < 1e-9)
            settings.quality = quality;
    }
    return settings;
}

std::vector<QueuedTake> takesOfQueue(const std::vector<QueueItem>& items, const Project& project,
                                     const fs::path& layers)
{
    std::vector<QueuedTake> found;
    for (const QueueItem& item : items) {
        if (item.state != ItemState::Done)
            continue;
        try {
            const RunOptions options = parseRunOptions(item.description, "item " + std::to_string(item.id));
            if (options.out.parent_path() != layers || !options.frames || knows(project, options.out))
                continue;
            const Clip* clip = clipOf(project, options);
            if (!clip)
                continue;
            const Task task = taskNamed(options.task);
            Take take;
            Rows kept = task.targets();
            for (std::size_t row = 0; row < 4 && !options.kept.empty(); ++row) {
                const std::string name(task.family->modalities[row].name);
                kept[row] = std::count(options.kept.begin(), options.kept.end(), name) > 0;
            }
            take.name = taskWord(*task.family, task.conditions, kept).toStdString();
            take.created = finishedAt(options.out);
            take.frames = *options.frames;
            take.folder = options.out;
            take.layerPrefix = options.shot;
            for (std::size_t row = 0; row < 4; ++row) {
                if (kept[row])
                    take.layers.emplace_back(task.family->modalities[row].name);
            }
            take.settings = settingsOf(options, project, *clip);
            found.push_back({item.id, clip->id, std::move(take)});
        } catch (const Error&) {
            continue; // of a newer version: not this project's to read
        }
    }
    return found;
}

} // namespace unividx::ui
