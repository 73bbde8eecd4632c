#pragma once

#include "inference/train/data/clip_makers.h"
#include "inference/train/train_config.h"
#include "inference/vae/vae.h"
#include "inference/weights/weight_source.h"

#include <filesystem>
#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// The latents of a run's clips, encoded once each and kept: on the run's device, and in files if the run names a
/// cache.
///
/// With `views` above 1 a clip has that many: itself, and variations of it (data/clip_variation.h) for which clip
/// number 2n and 2n + 1 lend each other their backgrounds. Drawing and rendering them costs the processor little beside
/// a new scene.
///
/// Thread: one at a time; what `prepare` begins is its own affair.
class LatentPool {
public:
    /// Borrows all. `vae` lies on `device`; `encoder` tells its latents from another's in the cache; see
    /// encoderFingerprint.
    LatentPool(const TrainConfig& config, const Vae& vae, at::Device device, std::string encoder);

    struct Entry {
        at::Tensor latents; ///< [views, 4, 16, T, h, w] float16, on the device
        std::string caption;
    };

    /// Throws: Output if the cache cannot be written; Input as ClipMix.
    const Entry& clip(const Family& family, std::int64_t index);

    /// Begins to make clips number `first` to `first + count - 1` of every family, on `dataThreads` threads beside what
    /// the caller does next. Waits for those it began before. Throws as `clip`, what went wrong with those.
    void prepare(std::int64_t first, std::int64_t count);

private:
    using Key = std::pair<const Family*, std::int64_t>;
    using Entries = std::map<Key, Entry>;

    /// All views of a clip, before they are encoded.
    struct Rendered {
        Key key;
        at::Tensor videos; ///< [views, 4, 3, F, H, W]
        std::string caption;
    };

    std::filesystem::path fileOf(const Key& key);
    std::vector<Key> withPartners(const std::vector<Key>& keys) const;
    std::vector<Rendered> render(ClipMix& clips, const std::vector<Key>& pair) const;
    std::vector<Rendered> renderAll(const std::vector<Key>& keys);
    Entries made(const std::vector<Key>& keys);
    void encode(const std::vector<Rendered>& rendered, std::size_t first, std::size_t count, Entries& entries);
    void collect();

    const TrainConfig& config_;
    const Vae& vae_;
    at::Device device_;
    std::string encoder_;
    ClipMakers clips_;
    Entries entries_;
    std::future<Entries> underway_; ///< last: it uses the others
};

/// Eight hexadecimal digits that depend on every value of a VAE's encoder and on nothing else of it.
std::string encoderFingerprint(const TensorMap& vae);

} // namespace unividx
