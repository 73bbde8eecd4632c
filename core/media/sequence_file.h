#pragma once

#include "core/media/media_reader.h"
#include "core/media/orientation.h"
#include "core/media/sequence_layers.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace unividx {

/// What is in one picture file, and which of its channels are read.
struct PictureHeader {
    MediaInfo info; ///< all that one file can tell; frames and holes are the sequence's business
    LayerChoice choice;
    Orientation orientation;
};

/// Throws: Input naming the file; `where` ("frame 12") is added if it is not empty.
PictureHeader readPictureHeader(const std::filesystem::path& file, const OpenOptions& options,
                                const std::string& where);

/// The picture's pixels over its display window, upright; black and transparent outside the data window.
/// Throws: Input naming file and `where`.
Image readPicture(const std::filesystem::path& file, const OpenOptions& options, const std::string& where);

} // namespace unividx
