#include "core/farm/farm_plan.h"

#include <algorithm>

namespace unividx {

std::size_t shardsFor(std::size_t windows, std::int64_t windowsPerTask)
{
    const auto each = static_cast<std::size_t>(std::max<std::int64_t>(1, windowsPerTask));
    return std::clamp<std::size_t>((windows + each - 1) / each, 1, mostShards);
}

std::vector<FarmTask> planFarm(const std::vector<std::size_t>& windowsOfShots, std::int64_t windowsPerTask)
{
    std::vector<FarmTask> tasks;
    for (std::size_t shot = 0; shot < windowsOfShots.size(); ++shot) {
        const std::size_t shards = shardsFor(windowsOfShots[shot], windowsPerTask);
        for (std::size_t shard = 0; shard < shards; ++shard)
            tasks.push_back({shot, shard, shards, false});
        if (shards > 1)
            tasks.push_back({shot, 0, shards, true});
    }
    return tasks;
}

} // namespace unividx
