#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// What `repairQueue` did.
struct QueueRepair {
    bool wasDamaged = false;
    std::size_t kept = 0;          ///< items that stand in the queue now
    std::vector<std::string> lost; ///< a sentence for each item that could not be kept
    std::filesystem::path damaged; ///< where the damaged file stands now; empty if none was
};

/// Makes a damaged queue whole: what can be read of it goes to a new file, and the damaged one is kept beside as
/// `queue.db.damaged` (`-2`, ... if that is taken). A file that is in order is left alone.
///
/// No other program may use the queue meanwhile. Throws: Input if there is no queue, it is another program's, or of a
/// newer version; Output if the new file cannot be written; then nothing has changed.
QueueRepair repairQueue(const std::filesystem::path& file);

} // namespace unividx
