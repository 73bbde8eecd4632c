#pragma once

#include "core/time/frame_range.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace unividx {

/// How much some files are.
struct FilesOnDisk {
    std::int64_t count = 0;
    std::uintmax_t bytes = 0;

    bool operator==(const FilesOnDisk&) const = default;
};

/// Of files that were made: movies, sheets, and sequences as patterns (`shot_albedo.####.exr`), of which those with
/// these numbers count. What is not there counts as nothing. Throws: Input if a sequence's folder cannot be read.
FilesOnDisk measureFiles(const std::vector<std::filesystem::path>& files, FrameRange numbers);

} // namespace unividx
