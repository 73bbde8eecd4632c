#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace unividx::fault {

/// What can fail. Write, Sync, Rename and Open are system calls on files below the watched folder; Memory is an
/// allocation.
enum class Call { Write, Sync, Rename, Open, Memory };
inline constexpr std::size_t callCount = 5;
std::string_view nameOf(Call call);

/// What happens at the n-th call of a kind, from 1.
struct Fault {
    enum class What { Nothing, Fails, FailsFromThenOn, Kills };

    What what = What::Nothing;
    Call call = Call::Write;
    std::int64_t at = 0;
};

/// One change to the disk, in the order in which they were made.
struct Change {
    enum class Kind { Create, Write, Truncate, SyncFile, SyncFolder, Rename, Link, Remove };

    Kind kind = Kind::Write;
    std::uint64_t file = 0; ///< inode; of Create, Write, Truncate and SyncFile
    std::int64_t offset = 0;
    std::filesystem::path path{}; ///< of Create, SyncFolder, Rename (from), Link (from) and Remove
    std::filesystem::path to{};   ///< of Rename and Link
    std::vector<char> bytes{};    ///< of Write
};

/// Memory that a watched child shares with its parent: how many calls there were, and what they changed.
class Record {
public:
    Record();
    ~Record();
    Record(const Record&) = delete;
    Record& operator=(const Record&) = delete;

    void clear();
    std::int64_t count(Call call) const;
    /// Throws: std::runtime_error if there was more than the record holds.
    std::vector<Change> changes() const;

    struct Shared;
    Shared& shared() const { return *shared_; }

private:
    Shared* shared_;
};

/// Whether this machine can watch system calls: x86-64 with seccomp filters.
bool canWatch();

/// From here on this process's system calls on files below `folder` (absolute) are counted and noted down, and meet the
/// fault. For a process of its own, for it does not end.
/// Source: seccomp(2), SECCOMP_RET_TRAP.
void watch(const std::filesystem::path& folder, const Fault& fault, Record& record);

/// No call of the watched process fails or is counted any more.
void endFaults();

} // namespace unividx::fault
