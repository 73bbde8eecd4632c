#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace unividx {

/// What a command of the shell writes to its standard output; empty if it cannot be run.
inline std::string outputOf(const std::string& command)
{
    std::string output;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        return output;
    std::array<char, 65536> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), size);
    ::pclose(pipe);
    return output;
}

} // namespace unividx
