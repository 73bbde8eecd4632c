#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace unividx {

/// A clip to learn from.
struct TrainingClip {
    at::Tensor videos;   ///< [4, 3, F, H, W] in [-1, 1], rows in the family's order
    std::string caption; ///< of the whole clip
};

/// Mixes two numbers into a seed that looks unrelated to its neighbours'.
std::uint64_t mixedSeed(std::uint64_t a, std::uint64_t b);

} // namespace unividx
