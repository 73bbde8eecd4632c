#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace unividx {

/// A file that appears under its final name only when it is complete.
///
/// Write to `temporaryPath()` (same folder, so the rename is atomic; the extension is kept, because
/// writers choose a format by it), then `commit()`. Without a commit the destructor removes the
/// temporary file and whatever stood under the final name is untouched.
class AtomicFile {
public:
    /// Throws: Output if the folder of `target` is missing or cannot be written.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    const std::filesystem::path& temporaryPath() const { return temporary_; }

    /// Flushes the file to disk and renames it over the target.
    /// Throws: Output naming the target (disk full, folder gone, permission).
    void commit();

private:
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    bool committed_ = false;
};

/// Removes the temporary files that processes which were killed left beside these targets. Nobody may be writing one of
/// them now.
void removeLeftovers(const std::vector<std::filesystem::path>& targets);

/// Writes `text` atomically. Throws: Output naming the file.
void writeFileAtomically(const std::filesystem::path& target, std::string_view text);

} // namespace unividx
