#include "core/project/inputs.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/layers/shot_name.h"

#include <utility>

namespace unividx {

namespace {

std::optional<ResolvedInput> ofMedia(const Project& project, MediaId id)
{
    const MediaItem* media = findMedia(project, id);
    if (!media)
        return std::nullopt;
    return ResolvedInput{0,       media->path,      media->layer, media->frames, media->resolution, media->still,
                         nullptr, media->colorSpace};
}

std::optional<ResolvedInput> ofTake(const Project& project, const Clip& clip, TakeId id, std::string_view modality)
{
    const Take* take = findTake(clip, id);
    const MediaItem* media = findMedia(project, clip.media);
    if (!take || !media)
        return std::nullopt;
    return ResolvedInput{0, layerPattern(*take, modality), {}, take->frames, media->resolution, false, take, {}};
}

} // namespace

std::optional<ResolvedInput> resolveInput(const Project& project, const Clip& clip, std::size_t row)
{
    const auto& lock = clip.task.locks.at(row);
    if (!lock)
        return std::nullopt;
    std::optional<ResolvedInput> input;
    switch (lock->from) {
    case LockedInput::From::Shot:
        input = ofMedia(project, clip.media);
        break;
    case LockedInput::From::Media:
        input = ofMedia(project, lock->media);
        break;
    case LockedInput::From::Take:
        input = ofTake(project, clip, lock->take, clip.task.family->modalities[row].name);
        break;
    case LockedInput::From::File:
        input = ResolvedInput{row, lock->path, lock->layer, sourceRange(project, clip),
                              {},  false,      nullptr,     lock->colorSpace};
        break;
    }
    if (input)
        input->row = row;
    return input;
}

std::vector<ResolvedInput> resolveInputs(const Project& project, const Clip& clip)
{
    std::vector<ResolvedInput> inputs;
    for (std::size_t row = 0; row < clip.task.locks.size(); ++row) {
        if (auto input = resolveInput(project, clip, row))
            inputs.push_back(std::move(*input));
    }
    return inputs;
}

RunSpec resolvedRun(const Project& project, const Clip& clip, const std::filesystem::path& out)
{
    RunSpec spec = clip.task;
    const auto task = taskOf(spec);
    if (!task || (task->targets() & spec.kept).none())
        throw Error(ErrorKind::Usage, clip.name + ": all its layers are locked or not wanted; open one");
    for (std::size_t row = 0; row < spec.locks.size(); ++row) {
        if (!spec.locks[row])
            continue;
        const auto input = resolveInput(project, clip, row);
        if (!input)
            throw Error(ErrorKind::Input, clip.name + ": the file or take that is locked as " +
                                              std::string(spec.family->modalities[row].name) +
                                              " is no longer in the project; lock another one or open the layer");
        // A clip's picture may serve as a matte or as normals, which have no colour space.
        const bool colour = spec.family->modalities[row].decoding == Decoding::Color;
        spec.locks[row] = LockedInput{LockedInput::From::File, {},           {},
                                      input->path.string(),    input->layer, colour ? input->colorSpace : ""};
    }
    if (spec.task.empty())
        spec.task = task->name();
    spec.frames = sourceRange(project, clip);
    spec.out = out;
    spec.shot = shotName(clip.name);
    spec.extra.clear(); // a run executes what this version knows
    return spec;
}

std::filesystem::path layerPattern(const Take& take, std::string_view modality)
{
    return framePattern(take.folder, take.layerPrefix, modality, ".exr");
}

} // namespace unividx
