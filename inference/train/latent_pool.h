#pragma once

#include "inference/train/data/clip_source.h"
#include "inference/train/train_config.h"
#include "inference/vae/vae.h"
#include "inference/weights/weight_source.h"

#include <map>
#include <string>
#include <utility>

namespace unividx {

/// The latents of a run's clips, encoded once each and kept: in memory, and in files if the run names a cache.
class LatentPool {
public:
    /// Borrows all. `encoder` tells this VAE's latents from another's in the cache; see encoderFingerprint.
    LatentPool(const TrainConfig& config, ClipMix& clips, const Vae& vae, std::string encoder)
        : config_(config), clips_(clips), vae_(vae), encoder_(std::move(encoder))
    {
    }

    struct Entry {
        at::Tensor latents; ///< [4, 16, T, h, w] float32
        std::string caption;
    };

    /// Throws: Output if the cache cannot be written; Input as ClipMix.
    const Entry& clip(const Family& family, std::int64_t index);

private:
    const TrainConfig& config_;
    ClipMix& clips_;
    const Vae& vae_;
    std::string encoder_;
    std::map<std::pair<const Family*, std::int64_t>, Entry> entries_;
};

/// Eight hexadecimal digits that depend on every value of a VAE's encoder and on nothing else of it.
std::string encoderFingerprint(const TensorMap& vae);

} // namespace unividx
