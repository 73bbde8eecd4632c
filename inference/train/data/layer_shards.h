#pragma once

#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <cstdint>
#include <filesystem>
#include <set>
#include <vector>

namespace unividx {

/// A rendered clip with every layer, as bytes of its shard's mapping.
///
/// Shape: colours and normals [F, H, W, 3] uint8, alpha [F, H, W] uint8, depth [F, H, W] float16
/// Values: colours display-encoded; normals n * 0.5 + 0.5, grey (127 or 128) where unknown; depth in metres along the
///         camera's axis, 0 where unknown; foreground straight (not premultiplied)
struct LayerClip {
    at::Tensor rgb, albedo, irradiance, normal, depth, alpha, foreground, background;
    bool subject = false; ///< whether alpha means a person or thing; else it is zero everywhere

    std::int64_t frames() const { return rgb.size(0); }
};

/// Folders of shards `<kind>_<seed>.safetensors`, which a renderer may still be filling. A shard holds N = clips *
/// frames pictures, clip by clip: rgb, albedo, irradiance, normal, foreground, background [N, H, W, 3] uint8, alpha
/// [N, H, W] uint8, depth [N, H, W] float16; its metadata say `clips`, `frames`, `kind`, `seed` and `subject` (1 or 0
/// for each clip, or one for all).
///
/// Shards that `isHeldOut` names are never learnt from.
class LayerShards {
public:
    enum class Part { Training, HeldOut };

    /// One seed in sixteen by its hash, and all from 900000001 on.
    static bool isHeldOut(std::int64_t seed);

    LayerShards(std::vector<std::filesystem::path> folders, Part part);

    /// Takes up shards that have come since. A damaged one is reported once and passed over.
    void rescan();

    std::int64_t count() const { return static_cast<std::int64_t>(places_.size()); }

    /// The most frames that a clip has; 0 without clips.
    std::int64_t longest() const;

    /// Clip `index` below `count()`, by the shard's name and place: stable as long as no shard is added or removed.
    LayerClip clip(std::int64_t index) const;

private:
    struct Shard {
        TensorMap tensors;
        std::int64_t frames = 0;
        std::vector<bool> subjects; ///< of each clip
    };
    struct Place {
        std::size_t shard;
        std::int64_t clip;
    };

    void add(const std::filesystem::path& file);

    std::vector<std::filesystem::path> folders_;
    Part part_;
    std::set<std::filesystem::path> seen_;
    std::vector<Shard> shards_;
    std::vector<Place> places_;
};

} // namespace unividx
