#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace unividx {

/// Copies a plain file, with its time of last change, to a name that is not taken, and brings it to the disk.
/// `copied`: called with the bytes of each piece; may throw, and then the incomplete copy is removed.
/// Throws: Input if `from` cannot be read; Output naming `to` if it exists or cannot be written (disk full).
void copyFileDurably(const std::filesystem::path& from, const std::filesystem::path& to,
                     const std::function<void(std::int64_t bytes)>& copied = {});

} // namespace unividx
