#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace unividx::kernels {

/// Runs `work(task)` for every task below `count`, on ATen's threads, each taking the next one when it is free: the
/// tasks are of unequal cost, and on a shared machine so are the threads. `worker()` makes what one thread keeps
/// between its tasks; `work(kept, task)` must not throw.
template <typename Worker, typename Work>
void forEachTask(std::int64_t count, const Worker& worker, const Work& work)
{
    std::atomic<std::int64_t> next{0};
    const std::int64_t threads = std::min<std::int64_t>(count, at::get_num_threads());
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
        auto kept = worker();
        for (std::int64_t thread = begin; thread < end; ++thread) {
            for (std::int64_t task = next++; task < count; task = next++)
                work(kept, task);
        }
    });
}

} // namespace unividx::kernels
