#pragma once

#include <filesystem>
#include <vector>

namespace unividx {

/// What is in a folder, by name, without what is hidden (names that begin with a dot).
/// Throws: Input naming the folder if it cannot be read.
std::vector<std::filesystem::path> listFolder(const std::filesystem::path& folder);

} // namespace unividx
