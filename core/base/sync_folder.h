#pragma once

#include <filesystem>

namespace unividx {

/// Brings a folder's list of names to the disk: a file that was made or renamed there survives a power cut only then.
/// File systems without such a call are left alone. Throws: Output naming the folder.
void syncFolder(const std::filesystem::path& folder);

} // namespace unividx
