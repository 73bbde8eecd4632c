#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace unividx {

/// Which process, beyond doubt: numbers are used again, also after the machine was started anew. No clock is asked, so
/// one that is set back changes nothing.
struct ProcessIdentity {
    std::int64_t pid = 0;
    std::uint64_t startTicks = 0; ///< since the machine's start, as the kernel counts
    std::string bootId;           ///< of the machine's start

    bool operator==(const ProcessIdentity&) const = default;
};

/// This process. Throws: Internal if the system does not say.
ProcessIdentity currentProcess();

/// Whether that very process still runs; a zombie does not.
bool isRunning(const ProcessIdentity& process);

/// This process as a part of a file name, with its machine: "a1b2c3d4-9e8f7a6b-4026531836-1234-567890". No dots.
/// Throws: Internal as above.
const std::string& processTag();

/// This process for people who wait for it: "process 1234 on render07 (Slurm job 55_3)". One line, at most 200 bytes.
std::string describeProcess();

enum class ProcessLife {
    Running,
    Ended,
    Unknown, ///< of another machine or container, or no tag at all
};

/// Whether the process that a tag names still runs.
ProcessLife lifeOf(std::string_view tag);

} // namespace unividx
