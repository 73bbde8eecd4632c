#pragma once

#include "tests/fault/system_calls.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx::fault {

/// A folder's files as a disk holds them: what has been asked for, and what is certain to be there after a power cut.
///
/// A file's bytes are certain once it was synced, a name once its folder was (POSIX promises no more, and file systems
/// differ in what else they keep).
class Disk {
public:
    /// What a power cut leaves of changes that were not synced.
    enum class Left {
        Nothing,   ///< only what is certain
        Names,     ///< names are there and point to bytes that are not: the cut that leaves empty files
        Everything ///< as after kill -9
    };

    /// Reads the folder, all of it certain.
    explicit Disk(const std::filesystem::path& folder);

    void apply(const Change& change);

    /// Writes what is left into a folder that is emptied first. Paths are taken over from the folder that was read.
    void restoreTo(const std::filesystem::path& folder, Left left) const;

private:
    struct File {
        std::string now;
        std::string synced;
    };
    using Names = std::map<std::filesystem::path, std::uint64_t>;

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> folders_;
    std::map<std::uint64_t, File> files_;            ///< by a number of our own, for inodes are used again
    std::map<std::uint64_t, std::uint64_t> current_; ///< of an inode
    std::uint64_t next_ = 1;
    Names names_;
    Names syncedNames_;
};

} // namespace unividx::fault
