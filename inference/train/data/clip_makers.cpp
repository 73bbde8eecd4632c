#include "inference/train/data/clip_makers.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <future>

namespace unividx {

ClipMakers::ClipMakers(const std::vector<DataSource>& sources, const std::vector<const Family*>& families,
                       std::uint64_t seed, int threads)
{
    for (int thread = 0; thread < threads; ++thread)
        mixes_.push_back(std::make_unique<ClipMix>(sources, families, seed));
}

void ClipMakers::each(std::size_t count, const std::function<void(ClipMix& mix, std::size_t number)>& work)
{
    std::atomic<std::size_t> next{0};
    const auto loop = [&](ClipMix& mix) {
        for (std::size_t number = next++; number < count; number = next++)
            work(mix, number);
    };
    if (mixes_.size() == 1) {
        loop(*mixes_.front());
        return;
    }
    std::vector<std::future<void>> threads;
    for (std::size_t thread = 0; thread < std::min(mixes_.size(), count); ++thread) {
        threads.push_back(std::async(std::launch::async, [&, thread] {
            at::set_num_threads(1); // these threads have the cores
            loop(*mixes_[thread]);
        }));
    }
    for (const std::future<void>& thread : threads)
        thread.wait();
    for (std::future<void>& thread : threads)
        thread.get();
}

} // namespace unividx
