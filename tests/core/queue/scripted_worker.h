#pragma once

#include <string>
#include <vector>

namespace unividx {

/// Workers as shell scripts, for what a real one never does on demand.
inline std::vector<std::string> scripted(const std::string& script)
{
    return {"/bin/bash", "-c", script};
}

inline const std::string hello = R"(read -r command; echo '{"event":"hello","protocol":1}'; )";

} // namespace unividx
