#pragma once

#include <cstdint>
#include <filesystem>

namespace unividx {

/// How this machine's memory stands. Zeros where the system does not say.
struct MachineMemory {
    std::int64_t total = 0;     ///< bytes
    std::int64_t available = 0; ///< bytes that can be had without swapping
    double stalled = 0;         ///< share of the last ten seconds in which some process waited for memory, 0 to 1
};

/// Where the system says so.
struct MemoryFiles {
    std::filesystem::path memory = "/proc/meminfo";
    std::filesystem::path pressure = "/proc/pressure/memory";
};

/// Source: proc(5), MemTotal and MemAvailable; Linux, Documentation/accounting/psi.rst, "some avg10".
MachineMemory machineMemory(const MemoryFiles& files = {});

/// Whether memory is so short that what is kept for later has to go.
bool isShort(const MachineMemory& memory);

/// Bytes of memory that a process holds; 0 if it is gone. Source: proc(5), /proc/pid/statm.
std::int64_t residentBytes(int process);

} // namespace unividx
