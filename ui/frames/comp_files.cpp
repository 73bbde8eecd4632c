#include "ui/frames/comp_files.h"

#include "core/project/inputs.h"

namespace unividx::ui {

namespace {

/// The file of the media pool that a layer is locked to, if it is.
std::optional<ResolvedInput> lockedFile(const Project& project, const Clip& clip, std::string_view modality)
{
    const auto row = clip.task.family->rowOf(modality);
    if (!row || !clip.task.locks[*row] || clip.task.locks[*row]->from != LockedInput::From::Media)
        return std::nullopt;
    return resolveInput(project, clip, *row);
}

} // namespace

CompFiles compFilesOf(const Project& project, const Clip& clip)
{
    CompFiles files;
    const MediaItem* media = findMedia(project, clip.media);
    if (!media)
        return files;
    files.source = media->path;
    files.sourceLayer = media->layer;
    files.sourceColor = media->colorSpace;
    const auto& names = compLayerNames();
    for (std::size_t i = 1; i < names.size(); ++i) {
        const auto layer = static_cast<CompLayer>(i);
        if (const Take* take = currentTakeOf(clip, names[i]))
            files.layers[layer] = layerPattern(*take, names[i]);
        else if (const auto file = lockedFile(project, clip, names[i]))
            files.layers[layer] = file->path;
    }
    return files;
}

} // namespace unividx::ui
