#pragma once

#include "core/project/project.h"
#include "ui/media/frame_store.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace unividx::ui {

/// Something of a clip that can be looked at: its shot, or a layer of the take that is shown.
struct LayerChoice {
    std::string modality; ///< empty: the shot
    QString word;

    bool operator==(const LayerChoice&) const = default;
};

/// The shot first, then the layers of the take that is shown.
std::vector<LayerChoice> layersOf(const Clip& clip);

/// Where the picture of a clip's layer at a source frame is. Nothing if the clip has no such layer there.
/// `modality` empty: the shot.
std::optional<FrameKey> frameOf(const Project& project, const Clip& clip, const std::string& modality,
                                std::int64_t sourceFrame);

/// The picture a locked modality is given, which is never black: its file's, its take's, or the shot's.
std::optional<FrameKey> inputFrame(const Project& project, const Clip& clip, std::size_t row, std::int64_t sourceFrame);

/// The pattern of a take's layer on disk: "folder/shot_albedo.####.exr".
std::filesystem::path layerPattern(const Take& take, const std::string& modality);

} // namespace unividx::ui
