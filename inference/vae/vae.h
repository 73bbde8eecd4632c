#pragma once

#include "inference/vae/blocks.h"

#include <torch/types.h>

#include <functional>
#include <vector>

namespace unividx {

/// The causal video VAE: 8x8 pixels and 4 frames a latent cell, 16 channels; frame 0 stands alone. One whose weights
/// have no layers that halve time (`VaeSizes::timeTaps` is 1) takes pictures: each frame is a cell by itself.
///
/// Shape:  video [B, 3, F, H, W] in [-1, 1]; latent [B, 16, T, H/8, W/8], T = (F - 1) / framesPerCell() + 1, normalised
///         by the published per-channel mean and deviation
/// Keys:   as in Wan2.1_VAE.pth; sizes are read off the weights
/// Memory: frames go through in chunks, each causal layer keeping its last frames
/// Source: inference/MODEL.md, section 6
class Vae {
public:
    explicit Vae(WeightSource& weights);

    /// Called between chunks; may throw to stop.
    using Pause = std::function<void()>;

    /// Frames of each latent frame but the first: 4, or 1 for pictures.
    std::int64_t framesPerCell() const;

    /// The normalised mean. Frames that do not fill a cell at the end are dropped.
    at::Tensor encode(const at::Tensor& video, const Pause& pause = {}) const;

    /// Not clamped. `pause` is called after each latent frame.
    at::Tensor decode(const at::Tensor& latent, const Pause& pause = {}) const;

    /// All frames in one chunk with gradients: normalised mean and log variance, [B, 16, T, h, w] each. The log
    /// variance is of the normalised latent.
    std::pair<at::Tensor, at::Tensor> distribution(const at::Tensor& video) const;

    /// `decode` in one chunk, for training.
    at::Tensor decodeWhole(const at::Tensor& latent) const;

    at::ScalarType dtype() const { return encoderIn_.weight.scalar_type(); }

private:
    at::Tensor encodeChunk(const at::Tensor& frames, CausalCache& cache) const;
    at::Tensor decodeChunk(const at::Tensor& latents, CausalCache& cache) const;

    CausalConv encoderIn_, encoderOut_, decoderPre_, decoderIn_;
    std::vector<VaeLayer> downsamples_, encoderMiddle_, decoderMiddle_, upsamples_;
    VaeHead encoderHead_, decoderHead_;
};

/// The published per-channel latent statistics, [16]; not part of the weight files.
at::Tensor latentMean();
at::Tensor latentDeviation();

/// How a picture is cut in tiles, in latent cells.
struct TileLayout {
    std::int64_t height = 30, width = 52;
    std::int64_t strideHeight = 15, strideWidth = 26;

    bool operator==(const TileLayout&) const = default;
};

/// Each tile by itself, blended with linear ramps; decoding clamps to [-1, 1] afterwards.
/// Source: inference/MODEL.md, section 6 (Tiling).
at::Tensor decodeTiled(const Vae& vae, const at::Tensor& latent, const TileLayout& tiles, const Vae::Pause& pause = {});
at::Tensor encodeTiled(const Vae& vae, const at::Tensor& video, const TileLayout& tiles, const Vae::Pause& pause = {});

/// The blend mask of one tile, [height, width] in output cells. `border` is the ramp's length; a side at the picture's
/// border has none.
struct TileSides {
    bool top, bottom, left, right; ///< which sides lie on the picture's border
};
at::Tensor tileMask(std::int64_t height, std::int64_t width, const TileSides& atBorder, std::int64_t borderHeight,
                    std::int64_t borderWidth);

} // namespace unividx
