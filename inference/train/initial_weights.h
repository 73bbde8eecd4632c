#pragma once

#include "core/task/task.h"
#include "inference/weights/weight_source.h"

#include <cstdint>

namespace unividx {

/// Sizes of a model to be trained from nothing. The names and the layout are the published ones.
struct VaeSizes {
    std::int64_t base = 8; ///< channels at full size; the levels have 1, 2, 4 and 4 times as many

    bool operator==(const VaeSizes&) const = default;
};

struct DitSizes {
    std::int64_t dim = 256, heads = 4, layers = 6, feedForward = 768;
    std::int64_t textDim = 64, frequencyDim = 128;

    bool operator==(const DitSizes&) const = default;
};

struct TextSizes {
    std::int64_t vocabulary = 0, dim = 64, feedForward = 128, heads = 2, layers = 2;
};

/// A VAE that begins as a picture autoencoder: of each causal kernel only the present frame's tap is set, and the
/// frame-doubling and -halving kernels repeat and average. All tensors float32.
TensorMap initialVae(const VaeSizes& sizes, std::uint64_t seed);

/// A DiT whose head predicts zero.
TensorMap initialDit(const DitSizes& sizes, std::uint64_t seed);

/// A umT5 encoder with 32 position buckets a block.
TensorMap initialText(const TextSizes& sizes, std::uint64_t seed);

/// Adapters for every gated layer of `base`: A uniform as PEFT makes it, B zero.
TensorMap initialAdapters(const TensorMap& base, const Family& family, std::int64_t rank, std::uint64_t seed);

} // namespace unividx
