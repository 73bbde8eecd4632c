#pragma once

#include "core/layers/clip_folder.h"
#include "core/media/media_reader.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace unividx {

/// Opens what is to serve as a modality: `layer` of an EXR with several, or, where none is named, the one that belongs
/// to the modality if the file has it (albedo.R rather than R), else the file's main image.
///
/// Throws: Input, as openMedia.
std::unique_ptr<MediaReader> openLayer(const std::filesystem::path& path, std::string_view modality,
                                       const std::string& layer = {});

/// The same, with colour that the file holds multiplied by its alpha divided by it: straight, and black where alpha is
/// 0. For layers whose colour means something behind the matte's edge, as a foreground's.
std::unique_ptr<MediaReader> openStraightLayer(const LayerPlace& place, std::string_view modality);

} // namespace unividx
