#pragma once

#include "inference/weights/weight_source.h"

#include <cstdint>
#include <filesystem>

namespace unividx {

/// A LayerPredictor on `encoder` (its keys without a prefix) with a random decoder. What sees anything but rgb, and
/// what frames exchange, begins as zeros. All tensors float32.
TensorMap initialPredictor(const TensorMap& encoder, std::uint64_t seed);

/// An encoder with random weights, for tests. All tensors float32.
TensorMap randomEncoder(std::uint64_t seed);

} // namespace unividx
