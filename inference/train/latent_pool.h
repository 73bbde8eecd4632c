#pragma once

#include "inference/train/data/clip_source.h"
#include "inference/train/train_config.h"
#include "inference/vae/vae.h"
#include "inference/weights/weight_source.h"

#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// The latents of a run's clips, encoded once each and kept: in memory, and in files if the run names a cache.
///
/// Thread: one at a time; what `prepare` begins is its own affair.
class LatentPool {
public:
    /// Borrows all. `encoder` tells this VAE's latents from another's in the cache; see encoderFingerprint.
    LatentPool(const TrainConfig& config, ClipMix& clips, const Vae& vae, std::string encoder)
        : config_(config), clips_(clips), vae_(vae), encoder_(std::move(encoder))
    {
    }

    struct Entry {
        at::Tensor latents; ///< [4, 16, T, h, w] float16
        std::string caption;
    };

    /// Throws: Output if the cache cannot be written; Input as ClipMix.
    const Entry& clip(const Family& family, std::int64_t index);

    /// Begins to make clips number `first` to `first + count - 1` of every family, beside what the caller does next.
    /// Waits for those it began before. Throws as `clip`, what went wrong with those.
    void prepare(std::int64_t first, std::int64_t count);

private:
    using Key = std::pair<const Family*, std::int64_t>;

    Entry make(const Key& key);
    void collect();

    const TrainConfig& config_;
    ClipMix& clips_;
    const Vae& vae_;
    std::string encoder_;
    std::map<Key, Entry> entries_;
    std::future<std::map<Key, Entry>> underway_; ///< last: it uses the others
};

/// Eight hexadecimal digits that depend on every value of a VAE's encoder and on nothing else of it.
std::string encoderFingerprint(const TensorMap& vae);

} // namespace unividx
