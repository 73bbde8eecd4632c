#include "ui/frames/comp_files.h"

#include "ui/frames/layer_choice.h"

#include <algorithm>

namespace unividx::ui {

namespace {

bool has(const Take& take, std::string_view modality)
{
    return !take.edited && std::find(take.layers.begin(), take.layers.end(), modality) != take.layers.end();
}

const MediaItem* lockedMedia(const Project& project, const Clip& clip, std::string_view modality)
{
    const auto row = clip.task.family->rowOf(modality);
    if (!row || !clip.task.locks[*row] || clip.task.locks[*row]->from != LockedInput::From::Media)
        return nullptr;
    return findMedia(project, clip.task.locks[*row]->media);
}

} // namespace

const Take* takeWith(const Clip& clip, const Take* shown, std::string_view modality)
{
    if (shown && shown->id && has(*shown, modality))
        return shown;
    const auto found =
        std::find_if(clip.takes.begin(), clip.takes.end(), [&](const Take& take) { return has(take, modality); });
    return found == clip.takes.end() ? nullptr : &*found;
}

CompFiles compFilesOf(const Project& project, const Clip& clip, const Take* shown)
{
    CompFiles files;
    const MediaItem* media = findMedia(project, clip.media);
    if (!media)
        return files;
    files.source = media->path;
    files.sourceLayer = media->layer;
    const auto& names = compLayerNames();
    for (std::size_t i = 1; i < names.size(); ++i) {
        const auto layer = static_cast<CompLayer>(i);
        if (const Take* take = takeWith(clip, shown, names[i]))
            files.layers[layer] = layerPattern(*take, std::string(names[i]));
        else if (const MediaItem* item = lockedMedia(project, clip, names[i]))
            files.layers[layer] = item->path;
    }
    return files;
}

} // namespace unividx::ui
