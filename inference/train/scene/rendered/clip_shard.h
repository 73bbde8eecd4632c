#pragma once

#include "inference/train/scene/rendered/rendered_clip.h"

#include <filesystem>

namespace unividx::scene {

/// Clips of one size and length on their way into one safetensors file.
///
/// Tensors, N = clips * frames, clip by clip: `rgb`, `albedo`, `irradiance`, `normal`, `foreground`, `background`
/// U8 [N, H, W, 3]; `alpha` U8 [N, H, W]; `depth` F16 [N, H, W]. Colours are display-encoded; a normal n is stored as
/// n * 0.5 + 0.5, and as 0 0 0 where it is unknown; depth is metres along the camera's axis, 0 where unknown.
/// Metadata: clips, frames, kind, seed (of the first clip; the others follow), subject ("1" or "0" for each clip).
class ClipShard {
public:
    /// Throws: Usage if the clip differs in size or length from the first.
    void add(const RenderedClip& clip);

    /// Writes the file atomically. Throws: Output naming the file.
    void write(const std::filesystem::path& path, const std::string& kind, std::uint64_t seed) const;

private:
    Resolution size_;
    std::size_t clips_ = 0;
    std::size_t framesEach_ = 0;
    std::string subjects_;
    std::vector<std::uint8_t> rgb_;
    std::vector<std::uint8_t> albedo_;
    std::vector<std::uint8_t> irradiance_;
    std::vector<std::uint8_t> normal_;
    std::vector<std::uint8_t> foreground_;
    std::vector<std::uint8_t> background_;
    std::vector<std::uint8_t> alpha_;
    std::vector<std::uint16_t> depth_; ///< IEEE half floats
};

/// The nearest IEEE half float of a value in [0, 65504]; smaller than 6e-5 becomes 0.
std::uint16_t halfBits(float value);

} // namespace unividx::scene
