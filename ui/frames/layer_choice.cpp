#include "ui/frames/layer_choice.h"

#include "core/layers/frame_path.h"
#include "core/project/inputs.h"
#include "ui/common/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace unividx::ui {

namespace {

/// How a modality is decoded, whichever family it is of.
Decoding decodingOf(const std::string& modality)
{
    for (const Family* family : families()) {
        if (const auto row = family->rowOf(modality))
            return family->modalities[*row].decoding;
    }
    return Decoding::Color;
}

bool hasLayer(const Take& take, std::string_view layer)
{
    return std::find(take.layers.begin(), take.layers.end(), layer) != take.layers.end();
}

std::optional<FrameKey> takeFrame(const Take& take, const std::string& modality, std::int64_t frame)
{
    if (!hasLayer(take, modality) || !take.frames.contains(frame))
        return std::nullopt;
    // A sequence that is still being written is opened file by file: which frames it has changes all the time.
    const std::filesystem::path path =
        take.id ? layerPattern(take, modality) : framePath(take.folder, take.layerPrefix, modality, frame, ".exr");
    return FrameKey{path.string(), {}, frame, 0, decodingOf(modality)};
}

} // namespace

FrameKey mediaFrame(const MediaItem& media, std::int64_t frame, int thumbnailWidth)
{
    FrameKey key{media.path.string(), media.layer, media.still ? media.frames.first : frame, thumbnailWidth};
    key.colorSpace = media.colorSpace;
    return key;
}

const Take* takeToShow(const Clip& clip, const Take* shown, const std::string& modality)
{
    const bool isProduct = modality == productLayer;
    const auto has = [&](const Take& take) {
        return isProduct ? hasLayer(take, "albedo") && hasLayer(take, "irradiance") : hasLayer(take, modality);
    };
    if (shown && has(*shown))
        return shown;
    if (const Take* used = currentTakeOf(clip, isProduct ? "albedo" : modality); used && has(*used))
        return used;
    const auto found = std::find_if(clip.takes.begin(), clip.takes.end(), has);
    return found == clip.takes.end() ? shown : &*found;
}

std::vector<LayerChoice> layersOf(const Clip& clip, const Take* shown)
{
    std::vector<LayerChoice> layers{{{}, QCoreApplication::translate("Layers", "Shot")}};
    const auto add = [&](const Take& take) {
        for (const std::string& layer : take.layers) {
            const auto isIt = [&](const LayerChoice& choice) { return choice.modality == layer; };
            if (std::none_of(layers.begin(), layers.end(), isIt))
                layers.push_back({layer, modalityWord(layer)});
        }
    };
    const auto makesProduct = [](const Take& take) { return hasLayer(take, "albedo") && hasLayer(take, "irradiance"); };
    if (shown)
        add(*shown);
    for (const Take& take : clip.takes)
        add(take);
    if ((shown && makesProduct(*shown)) || std::any_of(clip.takes.begin(), clip.takes.end(), makesProduct))
        layers.push_back({productLayer, QCoreApplication::translate("Layers", "Albedo x irradiance")});
    return layers;
}

std::optional<FrameKey> frameOf(const Project& project, const Clip& clip, const Take* take, const std::string& modality,
                                std::int64_t sourceFrame)
{
    if (modality.empty()) {
        const MediaItem* media = findMedia(project, clip.media);
        return media ? std::optional(mediaFrame(*media, sourceFrame)) : std::nullopt;
    }
    return take ? takeFrame(*take, modality, sourceFrame) : std::nullopt;
}

std::optional<ShownFrame> shownFrame(const Project& project, const Clip& clip, const Take* take,
                                     const std::string& modality, std::int64_t sourceFrame)
{
    const bool product = modality == productLayer;
    const auto key = frameOf(project, clip, take, product ? "albedo" : modality, sourceFrame);
    const auto factor = product ? frameOf(project, clip, take, "irradiance", sourceFrame) : std::nullopt;
    if (!key || (product && !factor))
        return std::nullopt;
    return ShownFrame{*key, factor};
}

std::optional<FrameKey> lockedFrame(const Project& project, const Clip& clip, std::size_t row, std::int64_t sourceFrame)
{
    const auto input = resolveInput(project, clip, row);
    if (!input)
        return std::nullopt;
    const Modality& modality = clip.task.family->modalities[row];
    if (input->take)
        return takeFrame(*input->take, std::string(modality.name), sourceFrame);
    const bool isShot = clip.task.locks[row]->from == LockedInput::From::Shot;
    FrameKey key{input->path.string(), input->layer, input->still ? input->frames.first : sourceFrame, 0,
                 isShot ? Decoding::Color : modality.decoding};
    key.colorSpace = input->colorSpace;
    return key;
}

bool isStale(const Clip& clip, const Take& take)
{
    for (std::size_t row = 0; row < 4; ++row) {
        const auto& lock = take.settings.locks[row];
        if (!lock || lock->from != LockedInput::From::Take)
            continue;
        const std::string_view modality = take.settings.family->modalities[row].name;
        for (const Take& other : clip.takes) { // newest first
            if (other.id == lock->take)
                break;
            if (hasLayer(other, modality) && other.id != take.id)
                return true;
        }
    }
    return false;
}

} // namespace unividx::ui
