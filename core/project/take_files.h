#pragma once

#include "core/project/project.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace unividx {

/// The files in a take's folder.
struct TakeFiles {
    std::vector<std::filesystem::path> made;   ///< pictures of its layers that this program wrote, by name
    std::vector<std::filesystem::path> others; ///< everything else; never deleted
    std::int64_t bytes = 0;                    ///< of `made`
};

/// Looks at every file's header: a picture under a take's name that another program wrote is among the others. None for
/// a folder that is not there. Throws: Input if the folder cannot be read.
TakeFiles findTakeFiles(const Take& take);

/// What the pictures of a take occupy, by their names alone. What cannot be looked at counts nothing.
std::int64_t bytesOnDisk(const Take& take);

/// Deletes files of a take that findTakeFiles gave as made, and the folder if nothing else is in it.
/// Throws: Output naming the first file that cannot be deleted; the others are deleted all the same.
void deleteTakeFiles(const Take& take, const std::vector<std::filesystem::path>& made);

/// The clips that have a take in that folder: halves of a clip that was split share theirs.
std::vector<ClipId> clipsWithTakeIn(const Project& project, const std::filesystem::path& folder);

/// The project without any take in that folder.
Project withoutTakesIn(Project project, const std::filesystem::path& folder);

} // namespace unividx
