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

/// A reader whose colour is straight: divided by alpha where the file holds it premultiplied, and black where alpha
/// is 0.
std::unique_ptr<MediaReader> withStraightColor(std::unique_ptr<MediaReader> reader);

/// A layer with straight colour where it is one whose colour means something behind the matte's edge, as a
/// foreground's.
///
/// Throws: Input, as openMedia.
std::unique_ptr<MediaReader> openStraightLayer(const LayerPlace& place, std::string_view modality);

} // namespace unividx
