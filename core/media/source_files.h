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

} // namespace unividx
