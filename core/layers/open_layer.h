#pragma once

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

} // namespace unividx
