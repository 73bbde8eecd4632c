#pragma once

#include "core/base/error.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// Another job is at a name. Its kind is Output.
class NameTaken : public Error {
public:
    explicit NameTaken(const std::string& sentence) : Error(ErrorKind::Output, sentence) {}
};

/// Names in an output folder, for one job alone: `.unividx-writing` in that folder, of which a job locks a range for
/// every sequence and movie it writes. Jobs that write other names work side by side.
///
/// What it promises: while it lives, no other job on any machine holds one of these names, as far as the file system
/// keeps locks for all its machines (see core/run/window_lock.h). The kernel releases them when the process ends,
/// kill -9 included. The file also lists who holds what, for the sentence that refuses a second job.
///
/// Where a file system keeps no locks, the list decides: a process of this machine that has ended holds nothing, one
/// that runs holds its names. Of another machine's nothing is known, so its names are refused, and the sentence says
/// which file to remove if it has ended. There two jobs that begin within the same moment may miss each other; every
/// file is still written under a name of its process alone and put in place whole (AtomicFile).
///
/// The last job to end removes the file. After kill -9 it stays, holding nothing, until the next job there ends.
///
/// Source: fcntl(2), open file description locks.
class OutputLock {
public:
    /// `folder` exists; `targets` are files to be written in it or below it. `patience`: for a process that is just
    /// being ended. Throws: NameTaken naming the file, the process at it and its machine; Output if the names cannot be
    /// locked.
    OutputLock(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& targets,
               std::chrono::milliseconds patience = std::chrono::seconds(2));
    ~OutputLock();
    OutputLock(const OutputLock&) = delete;
    OutputLock& operator=(const OutputLock&) = delete;

    /// The name of the file in the folder.
    static constexpr const char* fileName = ".unividx-writing";

private:
    struct Range; ///< consecutive frame numbers of one sequence, or one other file

    std::string holderOf(const Range& range) const;
    std::string tryToLock();
    void enter();
    void release();

    std::filesystem::path file_;
    std::vector<Range> ranges_;
    int descriptor_ = -1;
    bool keepsLocks_ = true;
    std::int64_t listedAt_ = -1; ///< where this job's lines begin in the file
    std::string lines_;
};

} // namespace unividx
