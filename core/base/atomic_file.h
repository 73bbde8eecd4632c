#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace unividx {

/// A file that appears under its final name only when it is complete.
///
/// Write to `temporaryPath()` (same folder, so the rename is atomic; the extension is kept, because
/// writers choose a format by it), then `commit()`. Without a commit the destructor removes the
/// temporary file and whatever stood under the final name is untouched. Where a link stands there, the file it leads to
/// is replaced; a file that is replaced leaves its rights to the new one.
class AtomicFile {
public:
    /// Throws: Output if the folder of `target` is missing or cannot be written, or `target` is no plain file.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    const std::filesystem::path& temporaryPath() const { return temporary_; }

    /// Flushes the file to disk, renames it over the target and flushes the folder: it survives a power cut.
    /// Throws: Output naming the target (disk full, folder gone, permission).
    void commit();

private:
    std::filesystem::path named_;  ///< as it was asked for
    std::filesystem::path target_; ///< where that leads
    std::filesystem::path temporary_;
    bool committed_ = false;
};

/// Checks that files can be created in `folder`, without leaving one behind even if the process is killed meanwhile
/// (but for folders that have no unnamed files, such as NFS: there a temporary file of the target "unividx" may stay).
/// Throws: Output naming the folder.
void requireWritableFolder(const std::filesystem::path& folder);

/// Removes the temporary files that processes which were killed left beside these targets. Those of processes that
/// still run are left alone, and so are those of other machines, of which nothing is known.
void removeLeftovers(const std::vector<std::filesystem::path>& targets);

/// The same in a folder that nobody but this program writes to, whatever the targets were.
void removeLeftoversIn(const std::filesystem::path& folder);

/// Writes `text` atomically. Throws: Output naming the file.
void writeFileAtomically(const std::filesystem::path& target, std::string_view text);

} // namespace unividx
