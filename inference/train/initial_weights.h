#pragma once

#include "core/task/task.h"
#include "inference/weights/layout.h"
#include "inference/weights/weight_source.h"

#include <cstdint>

namespace unividx {

/// A VAE that begins as a picture autoencoder: of each causal kernel only the present frame's tap is set, and the
/// frame-doubling and -halving kernels repeat and average. All tensors float32.
TensorMap initialVae(const VaeSizes& sizes, std::uint64_t seed);

/// A DiT whose head predicts zero: 16 channels in and out.
TensorMap initialDit(const DitSizes& sizes, std::uint64_t seed);

/// A umT5 encoder.
TensorMap initialText(const TextEncoderSizes& sizes, std::uint64_t seed);

/// Adapters for every gated layer of `base`: A uniform as PEFT makes it, B zero.
TensorMap initialAdapters(const TensorMap& base, const Family& family, std::int64_t rank, std::uint64_t seed);

} // namespace unividx
