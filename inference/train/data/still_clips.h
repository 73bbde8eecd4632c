#pragma once

#include "inference/train/data/clip_source.h"
#include "inference/weights/weight_source.h"

#include <map>
#include <string>
#include <vector>

namespace unividx {

/// Pictures packed into one safetensors file, which take no decoding: 8 bits, [N, 3 or 1, H, W], display-encoded, one
/// tensor a modality, normals as n * 0.5 + 0.5. `rgb`, `albedo`, `irradiance` and `normal` belong together, picture by
/// picture, and so do `alpha` and `foreground`; `background` is any number of pictures, one of which is drawn for each
/// foreground. The metadata `captions` and `alpha_captions` may hold a line a picture.
///
/// Every number draws a picture, a part of it, whether it is mirrored, and for windows of frames how that part drifts;
/// subject and background move on their own.
class StillClips final : public ClipSource {
public:
    /// Throws: Input naming the file, if it cannot be read, or its tensors do not fit together.
    StillClips(const DataSource& source, std::uint64_t seed);

    bool has(const Family& family) const override;
    std::string key() const override;
    TrainingClip clip(const Family& family, std::int64_t index, const TrainingShape& shape) override;

private:
    at::Tensor picture(const std::string& name, std::int64_t index) const;
    std::int64_t countOf(const Family& family) const;

    DataSource source_;
    std::uint64_t seed_;
    TensorMap pictures_;
    std::map<const Family*, std::vector<std::string>> captions_;
};

} // namespace unividx
