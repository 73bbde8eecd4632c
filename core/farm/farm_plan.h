#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace unividx {

/// A task of a farm: a shard of a shot, or the joining of its shards.
struct FarmTask {
    std::size_t shot = 0;
    std::size_t shard = 0;
    std::size_t shards = 1;
    bool join = false; ///< after all shards of the shot

    bool operator==(const FarmTask&) const = default;
};

/// More tasks a shot gains nothing by, and a controller minds: its arrays end at a thousand by default.
inline constexpr std::size_t mostShards = 999;

/// How many shards a shot of that many windows is cut into, `windowsPerTask` each.
std::size_t shardsFor(std::size_t windows, std::int64_t windowsPerTask);

/// The tasks of many shots, each by its number of windows: whole where a shot fits one task, else shards and a join.
/// In order: the shards of a shot stand before its join.
std::vector<FarmTask> planFarm(const std::vector<std::size_t>& windowsOfShots, std::int64_t windowsPerTask);

} // namespace unividx
