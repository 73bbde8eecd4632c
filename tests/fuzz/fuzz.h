#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace unividx::fuzz {

/// Ends the program, as a finding, when what is allocated while it lives passes 64 MB + 64 times the input.
class MemoryBound {
public:
    explicit MemoryBound(std::size_t inputBytes);
    ~MemoryBound();
    MemoryBound(const MemoryBound&) = delete;
    MemoryBound& operator=(const MemoryBound&) = delete;
};

/// The input as text.
std::string_view textOf(const std::uint8_t* data, std::size_t size);

/// The input as a file, for parsers that open one: in a folder of this process in memory (/dev/shm), which is empty but
/// for it. `name`: with the extension that the parser goes by. Valid until the next call.
std::filesystem::path fileOf(const std::uint8_t* data, std::size_t size, std::string_view name);

/// Ends the program as a finding if a rule does not hold.
void require(bool holds, const char* rule);

/// Calls a parser. What it throws as Error is its answer to a bad input; every other exception is a finding.
/// Returns true if it threw nothing.
template <typename Parse>
bool accepts(const Parse& parse);

} // namespace unividx::fuzz

#include "core/base/error.h"

template <typename Parse>
bool unividx::fuzz::accepts(const Parse& parse)
{
    try {
        parse();
        return true;
    } catch (const Error& error) {
        require(error.kind() != ErrorKind::Internal, "a bad input is no fault of the program");
        return false;
    }
}
