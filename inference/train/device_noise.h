#pragma once

#include <torch/types.h>

#include <cstdint>

namespace unividx {

/// Standard normal float32 numbers on a device, which follow from the seed, and are others on another kind of device: a
/// processor would need longer to draw a large batch's than a GPU needs for the whole step.
at::Tensor noiseOn(at::Device device, at::IntArrayRef shape, std::uint64_t seed);

} // namespace unividx
