#include "core/engine/devices.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace unividx {

std::vector<std::string> accelerators()
{
    constexpr int most = 16;
    std::vector<std::string> found;
    for (int index = 0; index < most; ++index) {
        if (::access(("/dev/nvidia" + std::to_string(index)).c_str(), F_OK) == 0)
            found.push_back("cuda:" + std::to_string(found.size()));
    }
    const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
    if (!visible)
        return found;
    const std::string_view names = visible;
    const bool none = names.empty() || names.front() == '-';
    const auto count = none ? 0 : static_cast<std::size_t>(std::count(names.begin(), names.end(), ',')) + 1;
    found.resize(std::min(found.size(), count));
    return found;
}

} // namespace unividx
