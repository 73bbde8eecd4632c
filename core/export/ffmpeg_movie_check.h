#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace unividx::detail {

/// Decodes a finished movie from start to end and compares it with what was to be written: size, number of frames,
/// and the BT.709 limited tags.
///
/// Throws: Output naming `shownAs`.
void checkMovie(const std::filesystem::path& file, const std::filesystem::path& shownAs, Resolution size,
                std::int64_t frames);

} // namespace unividx::detail
