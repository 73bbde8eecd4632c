#pragma once

#include <cstdint>
#include <string>

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

} // namespace unividx
