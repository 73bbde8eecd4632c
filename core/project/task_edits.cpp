#include "core/project/task_edits.h"

#include "core/base/error.h"
#include "core/project/edit_access.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

using namespace detail;

void requireRow(std::size_t row)
{
    if (row > 3)
        throw Error(ErrorKind::Internal, "a family has no row " + std::to_string(row));
}

void requireInput(Project& project, Clip& clip, const LockedInput& input)
{
    if (input.from == LockedInput::From::Media)
        mediaOf(project, input.media);
    if (input.from == LockedInput::From::Take)
        takeIn(clip, input.take);
}

LockedInput inputFor(const Clip& clip, const Modality& modality)
{
    const Take* take = shownTake(clip);
    const bool made = take && std::find(take->layers.begin(), take->layers.end(), modality.name) != take->layers.end();
    if (modality.letter == 'R' || !made)
        return {};
    return {LockedInput::From::Take, {}, take->id};
}

} // namespace

Project setRunSettings(Project project, ClipId id, RunSpec settings)
{
    Clip& clip = clipIn(project, id);
    for (auto& lock : settings.locks) {
        const bool gone = lock && ((lock->from == LockedInput::From::Media && !findMedia(project, lock->media)) ||
                                   (lock->from == LockedInput::From::Take && !findTake(clip, lock->take)));
        if (gone)
            lock.reset();
    }
    clip.task = std::move(settings);
    return project;
}

Project lockModality(Project project, ClipId id, std::size_t row, LockedInput input)
{
    requireRow(row);
    Clip& clip = clipIn(project, id);
    requireInput(project, clip, input);
    clip.task.task.clear(); // from here on the locks decide
    clip.task.locks[row] = std::move(input);
    return project;
}

Project openModality(Project project, ClipId id, std::size_t row)
{
    requireRow(row);
    RunSpec& settings = clipIn(project, id).task;
    settings.task.clear();
    settings.locks[row].reset();
    return project;
}

Project chooseFamily(Project project, ClipId id, const Family& family)
{
    RunSpec& settings = clipIn(project, id).task;
    if (settings.family == &family)
        return project;
    settings.task.clear();
    settings.family = &family;
    settings.locks = {LockedInput{}};
    settings.kept = ModalitySet(0b1111);
    return project;
}

Project applyPreset(Project project, ClipId id, const TaskPreset& preset)
{
    Clip& clip = clipIn(project, id);
    RunSpec& settings = clip.task;
    const bool sameFamily = settings.family == preset.family;
    const ModalitySet needed = modalitiesOf(*preset.family, preset.needs);
    settings.task.clear();
    settings.family = preset.family;
    for (std::size_t row = 0; row < settings.locks.size(); ++row) {
        if (!needed[row])
            settings.locks[row].reset();
        else if (!sameFamily || !settings.locks[row])
            settings.locks[row] = inputFor(clip, preset.family->modalities[row]);
    }
    // What is given is not made, so what was wanted of it says nothing: a preset that holds already changes nothing.
    const ModalitySet wanted = sameFamily ? settings.kept : ModalitySet().set();
    settings.kept = modalitiesOf(*preset.family, preset.makes) | (wanted & needed);
    return project;
}

Project keepModality(Project project, ClipId id, std::size_t row, bool kept)
{
    requireRow(row);
    clipIn(project, id).task.kept[row] = kept;
    return project;
}

Project setPrompt(Project project, ClipId id, std::string prompt)
{
    clipIn(project, id).task.prompt = std::move(prompt);
    return project;
}

Project setBackgroundPrompt(Project project, ClipId id, std::string prompt)
{
    clipIn(project, id).task.backgroundPrompt = std::move(prompt);
    return project;
}

Project setNegativePrompt(Project project, ClipId id, std::string prompt)
{
    RunSpec& settings = clipIn(project, id).task;
    settings.negativePrompt = prompt.empty() ? std::nullopt : std::optional(std::move(prompt));
    return project;
}

Added<TakeId> addTake(Project project, ClipId id, Take take)
{
    Clip& clip = clipIn(project, id);
    take.id = drawId<TakeId>(project);
    const TakeId takeId = take.id;
    if (take.pinned) {
        for (Take& other : clip.takes)
            other.pinned = false;
    }
    clip.takes.insert(clip.takes.begin(), std::move(take));
    return {std::move(project), takeId};
}

Project pinTake(Project project, ClipId id, TakeId take, bool pinned)
{
    Clip& clip = clipIn(project, id);
    takeIn(clip, take); // throws if it is not there
    for (Take& other : clip.takes)
        other.pinned = other.id == take ? pinned : (other.pinned && !pinned);
    return project;
}

Project renameTake(Project project, ClipId id, TakeId take, std::string name)
{
    takeIn(clipIn(project, id), take).name = std::move(name);
    return project;
}

Project deleteTake(Project project, ClipId id, TakeId take)
{
    Clip& clip = clipIn(project, id);
    takeIn(clip, take);
    std::erase_if(clip.takes, [take](const Take& other) { return other.id == take; });
    for (auto& lock : clip.task.locks) {
        if (lock && lock->from == LockedInput::From::Take && lock->take == take)
            lock.reset();
    }
    return project;
}

} // namespace unividx
