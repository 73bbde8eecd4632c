#pragma once

#include "inference/train/train_config.h"
#include "inference/vae/vae.h"

#include <map>

namespace unividx {

/// The latents of a run's scenes, encoded once each and kept: in memory, and in files if the run names a cache.
class LatentPool {
public:
    /// Borrows both.
    LatentPool(const TrainConfig& config, const Vae& vae) : config_(config), vae_(vae) {}

    struct Entry {
        at::Tensor latents; ///< [4, 16, T, h, w] float32
        std::string caption;
    };

    /// Throws: Output if the cache cannot be written.
    const Entry& clip(const Family& family, std::int64_t index);

private:
    const TrainConfig& config_;
    const Vae& vae_;
    std::map<std::pair<const Family*, std::int64_t>, Entry> entries_;
};

} // namespace unividx
