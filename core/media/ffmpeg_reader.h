#pragma once

#include "core/media/media_reader.h"

#include <filesystem>
#include <memory>

namespace unividx {

/// Opens a movie file. Throws: Input, as openMedia().
std::unique_ptr<MediaReader> openMovie(const std::filesystem::path& path);

} // namespace unividx
