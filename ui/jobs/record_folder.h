#pragma once

#include <QLockFile>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unividx::ui {

/// A file that remembers work while it is under way. As long as it is held no other window finds it.
struct HeldRecord {
    std::filesystem::path file;
    std::shared_ptr<QLockFile> lock;
};

/// Remembers the jobs of one window from their start to their end, a file each in a folder, so that those a crash or a
/// closing cut off can go on at the next start.
///
/// Thread: one; `find` may be called on another.
class RecordFolder {
public:
    /// `extension`: of the records, with the dot.
    RecordFolder(std::filesystem::path folder, std::string extension);

    const std::filesystem::path& folder() const { return folder_; }

    /// Throws: Output if the record cannot be written.
    void keep(int job, const std::string& text);

    /// The record of a job of an earlier window is this window's from now on.
    void adopt(int job, HeldRecord record);

    /// The job has ended, one way or the other.
    void drop(int job);

    /// The records stay, for the next start.
    void leave();

    /// Records that no window holds, oldest first.
    std::vector<HeldRecord> find() const;

private:
    std::filesystem::path folder_;
    std::string extension_;
    std::map<int, HeldRecord> records_;
};

} // namespace unividx::ui
