#pragma once

#include <filesystem>
#include <vector>

namespace unividx {

/// Source media is read only, always: refuses to write where that would replace a file that is read. Files are compared
/// by device and inode, so that links and other spellings of a path are found.
///
/// `outputs`: files to be written; those that are not there yet are in nobody's way. `sources`: files that are read,
/// one each (sourceFiles() makes them of a sequence's pattern). Throws: Output naming both files.
void refuseOverwritingSources(const std::vector<std::filesystem::path>& outputs,
                              const std::vector<std::filesystem::path>& sources);

} // namespace unividx
