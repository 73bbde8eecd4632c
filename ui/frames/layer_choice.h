#pragma once

#include "core/project/project.h"
#include "ui/frames/frame_store.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace unividx::ui {

/// The key of a frame of the media pool. `thumbnailWidth`: as in FrameKey.
FrameKey mediaFrame(const MediaItem& media, std::int64_t frame, int thumbnailWidth = 0);

/// Something of a clip that can be looked at: its shot, or a layer of the take that is shown.
struct LayerChoice {
    std::string modality; ///< empty: the shot
    QString word;

    bool operator==(const LayerChoice&) const = default;
};

/// What stands for the product of albedo and irradiance among a take's layers: the shot as the layers make it.
inline constexpr const char* productLayer = "albedo*irradiance";

/// What stands for the picture that the clip's nodes make. It is no file: CompositeView has it.
inline constexpr const char* compositeLayer = "composite";

/// What is to be shown: a picture, or the product of two as light.
struct ShownFrame {
    FrameKey key;
    std::optional<FrameKey> factor;

    bool operator==(const ShownFrame&) const = default;
};

/// The take in which a layer (or the product) of a clip is looked at: `shown` if it has it, else the one in use, else
/// the newest that has it; `shown` where none has.
const Take* takeToShow(const Clip& clip, const Take* shown, const std::string& modality);

/// The shot first, then the layers of `shown`, if there is one, those of the clip's other takes, and what they make
/// together.
std::vector<LayerChoice> layersOf(const Clip& clip, const Take* shown);

/// Where the picture of a clip's layer at a source frame is: in `take`, or the shot for an empty `modality`. Nothing if
/// there is no such layer there.
std::optional<FrameKey> frameOf(const Project& project, const Clip& clip, const Take* take, const std::string& modality,
                                std::int64_t sourceFrame);

/// The same for what a viewer can be asked to show, the product included.
std::optional<ShownFrame> shownFrame(const Project& project, const Clip& clip, const Take* take,
                                     const std::string& modality, std::int64_t sourceFrame);

/// The picture a locked modality is given, which is never black: its file's, its take's, or the shot's.
std::optional<FrameKey> lockedFrame(const Project& project, const Clip& clip, std::size_t row,
                                    std::int64_t sourceFrame);

/// Whether a take was made from another take's layer of which there is a newer one by now.
bool isStale(const Clip& clip, const Take& take);

} // namespace unividx::ui
