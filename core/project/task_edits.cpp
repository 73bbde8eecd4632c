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
    const Take* take = currentTake(clip);
    const bool made = take && std::find(take->layers.begin(), take->layers.end(), modality.name) != take->layers.end();
    if (!made)
        take = currentTakeOf(clip, modality.name);
    if (modality.letter == 'R' || !take)
        return {};
    return {LockedInput::From::Take, {}, take->id};
}

/// Writes down what a clip is made of, so that no take that comes or goes changes it.
void fixCurrentTakes(Clip& clip)
{
    const Take* current = currentTake(clip);
    if (!current)
        return;
    takeIn(clip, current->id).pinned = true;
    for (const Take& take : clip.takes) {
        for (const std::string& layer : take.layers) {
            if (const Take* used = currentTakeOf(clip, layer))
                clip.layerTakes.emplace(layer, used->id);
        }
    }
}

void use(Clip& clip, const Take& used)
{
    for (Take& take : clip.takes) {
        take.pinned = take.id == used.id;
        take.fresh = false;
    }
    for (const std::string& layer : used.layers) {
        if (feedsNodes(used, layer))
            clip.layerTakes[layer] = used.id;
    }
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
    fixCurrentTakes(clip);
    take.id = drawId<TakeId>(project);
    const TakeId takeId = take.id;
    bool isFirst = true;
    for (const std::string& layer : take.layers) {
        const bool isKnown = std::any_of(clip.takes.begin(), clip.takes.end(), [&](const Take& other) {
            return std::find(other.layers.begin(), other.layers.end(), layer) != other.layers.end();
        });
        isFirst = isFirst && !isKnown;
        if (feedsNodes(take, layer))
            clip.layerTakes.emplace(layer, takeId);
    }
    const bool isUsed = take.pinned || isFirst || clip.takes.empty();
    take.pinned = false;
    take.fresh = !isUsed;
    clip.takes.insert(clip.takes.begin(), std::move(take));
    if (isUsed)
        use(clip, clip.takes.front());
    return {std::move(project), takeId};
}

Project useTake(Project project, ClipId id, TakeId take)
{
    Clip& clip = clipIn(project, id);
    use(clip, takeIn(clip, take));
    return project;
}

Project keepCurrentTake(Project project, ClipId id)
{
    for (Take& take : clipIn(project, id).takes)
        take.fresh = false;
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
    std::erase_if(clip.layerTakes, [take](const auto& used) { return used.second == take; });
    fixCurrentTakes(clip);
    for (auto& lock : clip.task.locks) {
        if (lock && lock->from == LockedInput::From::Take && lock->take == take)
            lock.reset();
    }
    return project;
}

} // namespace unividx
