#pragma once

#include <filesystem>
#include <vector>

namespace unividx {

/// The files that reading a clip (openMedia) may open: of a sequence's pattern each of its frames, of a folder the
/// files in it, else the file itself. Empty for an empty path. What cannot be listed is left out: it cannot be read
/// either.
std::vector<std::filesystem::path> sourceFiles(const std::filesystem::path& clip);

/// Of several clips. Throws: nothing of its own.
std::vector<std::filesystem::path> sourceFiles(const std::vector<std::filesystem::path>& clips);

/// Source media is read only, always: refuses to write where that would replace a file of these clips, as
/// refuseOverwritingSources does. Folders are listed only if one of the outputs is there already.
/// Throws: Output naming both files.
void refuseReplacingClips(const std::vector<std::filesystem::path>& outputs,
                          const std::vector<std::filesystem::path>& clips);

} // namespace unividx
