#pragma once

#include "core/task/task.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// A layer on disk: what to open, and which layer of it.
struct LayerPlace {
    std::filesystem::path path; ///< a movie, a folder, an image, or a sequence's pattern
    std::string layer;          ///< of a multi-layer EXR; empty for the main image
};

/// A family's layers of one clip, by row.
struct ClipFolder {
    std::string name; ///< the folder's
    std::array<std::optional<LayerPlace>, 4> layers;

    ModalitySet rows() const;
};

/// The layers of a family in one folder. A layer is a folder, a movie, an image or a sequence whose name is the
/// modality's or ends with it: `albedo/`, `albedo.mp4`, `shot_albedo.1001.exr`, `albedo_gen.mp4`. The published names
/// (`pha`, `fgr`, `bgr`, `com`) and those of EXR layers (`fg`, `bg`, `N`) serve too. Where no layer of the family has a
/// name, EXR files with many layers are looked into.
///
/// Throws: Input if the folder cannot be read, or two things claim to be one layer.
ClipFolder findLayersIn(const std::filesystem::path& folder, const Family& family);

/// The clips of a family in a folder: itself if it holds layers, else those of its folders that do, by name.
/// Throws: Input as above.
std::vector<ClipFolder> findClipsIn(const std::filesystem::path& folder, const Family& family);

} // namespace unividx
