#pragma once

#include "inference/dit/block.h"

#include <functional>
#include <optional>
#include <vector>

namespace unividx {

/// Sizes of a DiT. All but `heads` are read off the weights.
struct DitConfig {
    std::int64_t dim = 0, heads = 0, layers = 0, feedForward = 0;
    std::int64_t textDim = 0, frequencyDim = 0;
    std::int64_t inChannels = 16, outChannels = 16;
    std::int64_t patchHeight = 2, patchWidth = 2;
    double eps = 1e-6;
};

/// A prompt, ready for every block.
struct PreparedText {
    std::vector<TextKeys> blocks;
};

/// The video diffusion transformer over four modalities.
///
/// Keys:   as in Wan2.1-T2V-14B; adapters as in the published LoRA files
/// Source: inference/MODEL.md, sections 3 and 4
class Dit {
public:
    /// Takes everything from `base`, and from `lora` (may be null: base alone) the adapters of `family`.
    /// The weights do not say how many heads there are; 0 means heads of 128 channels, as published.
    /// Throws: Model.
    Dit(WeightSource& base, WeightSource* lora, const Family& family, std::int64_t heads = 0);

    const DitConfig& config() const { return config_; }
    at::ScalarType dtype() const { return patchWeight_.scalar_type(); }

    void setRules(const AdapterRules& rules) { rules_ = rules; }

    /// In training: blocks keep nothing for the backward pass and run again in it (recompute.h).
    void setRecompute(bool recompute) { recompute_ = recompute; }

    /// Keys and values of the prompt for all blocks. Shape: context [B, R, L, textDim], R = 4 or 1 for all rows.
    PreparedText prepareText(const at::Tensor& context, const Probe* probe = nullptr) const;

    /// Called between blocks; may throw to stop.
    using Pause = std::function<void()>;

    /// The predicted velocity, noise - x0.
    /// Shape: latents [B, 4, C, T, h, w] -> same; timesteps [B, 4] on the 0..1000 scale
    at::Tensor velocity(const at::Tensor& latents, const at::Tensor& timesteps, const PreparedText& text,
                        const Task& task, const Pause& pause = {}, const Probe* probe = nullptr) const;

private:
    at::Tensor patchify(const at::Tensor& latents) const;

    DitConfig config_;
    AdapterRules rules_;
    bool recompute_ = false;
    at::Tensor patchWeight_, patchBias_;
    Linear time0_, time2_, timeProjection_, text0_, text2_, head_;
    at::Tensor headModulation_; ///< [1, 2, D]
    std::vector<DitBlock> blocks_;
};

} // namespace unividx
