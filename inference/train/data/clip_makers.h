#pragma once

#include "inference/train/data/clip_source.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace unividx {

/// The sources of a run's clips once for each thread that makes clips, as a source serves one at a time. Clips do not
/// depend on how many threads there are.
///
/// Thread: one at a time.
class ClipMakers {
public:
    /// Throws as ClipMix. `threads` is at least 1.
    ClipMakers(const std::vector<DataSource>& sources, const std::vector<const Family*>& families, std::uint64_t seed,
               int threads);

    ClipMix& first() { return *mixes_.front(); }

    /// Calls `work(mix, n)` for every n below `count`, on all threads. Throws the first thing
    /// that `work` throws, once all have stopped.
    void each(std::size_t count, const std::function<void(ClipMix& mix, std::size_t number)>& work);

private:
    std::vector<std::unique_ptr<ClipMix>> mixes_;
};

} // namespace unividx
