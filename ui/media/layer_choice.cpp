#include "ui/media/layer_choice.h"

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

FrameKey mediaFrame(const MediaItem& media, std::int64_t frame, Decoding decoding)
{
    return {media.path.string(), media.layer, media.still ? media.frames.first : frame, 0, decoding};
}

std::optional<FrameKey> takeFrame(const Take& take, const std::string& modality, std::int64_t frame)
{
    const bool has = std::find(take.layers.begin(), take.layers.end(), modality) != take.layers.end();
    if (!has || !take.frames.contains(frame))
        return std::nullopt;
    return FrameKey{layerPattern(take, modality).string(), {}, frame, 0, decodingOf(modality)};
}

} // namespace

std::vector<LayerChoice> layersOf(const Clip& clip)
{
    std::vector<LayerChoice> layers{{{}, QCoreApplication::translate("Layers", "Shot")}};
    if (const Take* take = shownTake(clip)) {
        for (const std::string& layer : take->layers)
            layers.push_back({layer, modalityWord(layer)});
    }
    return layers;
}

std::optional<FrameKey> frameOf(const Project& project, const Clip& clip, const std::string& modality,
                                std::int64_t sourceFrame)
{
    if (modality.empty()) {
        const MediaItem* media = findMedia(project, clip.media);
        return media ? std::optional(mediaFrame(*media, sourceFrame, Decoding::Color)) : std::nullopt;
    }
    const Take* take = shownTake(clip);
    return take ? takeFrame(*take, modality, sourceFrame) : std::nullopt;
}

std::optional<FrameKey> inputFrame(const Project& project, const Clip& clip, std::size_t row, std::int64_t sourceFrame)
{
    const auto& lock = clip.task.locks[row];
    if (!lock)
        return std::nullopt;
    const Modality& modality = clip.task.family->modalities[row];
    if (lock->from == LockedInput::From::Media) {
        const MediaItem* media = findMedia(project, lock->media);
        return media ? std::optional(mediaFrame(*media, sourceFrame, modality.decoding)) : std::nullopt;
    }
    if (lock->from == LockedInput::From::Take) {
        const Take* take = findTake(clip, lock->take);
        return take ? takeFrame(*take, std::string(modality.name), sourceFrame) : std::nullopt;
    }
    return frameOf(project, clip, {}, sourceFrame);
}

std::filesystem::path layerPattern(const Take& take, const std::string& modality)
{
    return take.folder / (take.layerPrefix + "_" + modality + ".####.exr");
}

} // namespace unividx::ui
