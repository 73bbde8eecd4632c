#pragma once

#include "inference/train/data/clip_makers.h"
#include "inference/train/train_config.h"
#include "inference/vae/vae.h"
#include "inference/weights/weight_source.h"

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

/// A run's clips, made once each and kept: on the run's device, and in files if the run names a cache. What is kept of
/// one, its latents or its pictures, `Keeping` says.
///
/// With `views` above 1 a clip has that many: itself, and variations of it (data/clip_variation.h) for which clip
/// number 2n and 2n + 1 lend each other their backgrounds. Drawing and rendering them costs the processor little beside
/// a new scene.
///
/// Thread: one at a time; what `atStep` begins is its own affair.
class ClipPool {
public:
    /// What is kept of videos [N, 3, F, H, W] on the device: [N, C, ...].
    struct Keeping {
        std::function<at::Tensor(const at::Tensor& videos)> keep;
        std::string name; ///< tells what is kept from others' in the cache
    };

    /// Latents of a VAE, float16 [N, 16, T, h, w]. Borrows it.
    static Keeping latents(const Vae& vae, const std::string& fingerprint);

    /// The videos themselves, as bytes: 0 is -1, 255 is 1.
    static Keeping pictures();

    /// Borrows `config`.
    ClipPool(const TrainConfig& config, at::Device device, Keeping keeping);

    struct Entry {
        at::Tensor kept; ///< [views, 4, C, ...], on the device
        std::string caption;
    };

    /// Throws: Output if the cache cannot be written; Input as ClipMix.
    const Entry& clip(const Family& family, std::int64_t index);

    /// The numbers of a family's clips that a step may draw.
    struct Numbers {
        std::int64_t first, count;
    };

    /// What the step may draw where fresh clips come (`freshClips`), and has later ones made. A run that is told its
    /// steps gets those that its configuration says, and waits for them; one that is told its time gets what is there,
    /// and fresh ones come as fast as the threads make them.
    Numbers atStep(std::int64_t step);

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
    void keep(const std::vector<Rendered>& rendered, std::size_t first, std::size_t count, Entries& entries);
    void collect();

    /// Lets go of clips with lower numbers.
    void forget(std::int64_t before);

    /// Begins to make clips number `first` to `first + count - 1` of every family, on `dataThreads` threads beside what
    /// the caller does next. Waits for those it began before. Throws as `clip`, what went wrong with those.
    void prepare(std::int64_t first, std::int64_t count);

    const TrainConfig& config_;
    at::Device device_;
    Keeping keeping_;
    ClipMakers clips_;
    Entries entries_;
    std::int64_t there_ = 0, asked_ = 0; ///< clips of a family that are made, and with those under way
    std::future<Entries> underway_;      ///< last: it uses the others
};

/// Eight hexadecimal digits that depend on every value of a VAE's encoder and on nothing else of it.
std::string encoderFingerprint(const TensorMap& vae);

} // namespace unividx
