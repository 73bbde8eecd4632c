#pragma once

#include "inference/weights/tensor_info.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// Which tensors, of which shapes, a network of given sizes has. The names and shapes are regular, so a few sizes
/// describe all of the published files.
using Layout = std::map<std::string, std::vector<std::int64_t>>;

/// Source of all layouts: model specification, sections 3 to 6 and 10.
struct DitSizes {
    std::int64_t dim = 0, feedForward = 0, layers = 0, textDim = 0, frequencyDim = 0;
    std::int64_t inChannels = 0, outChannels = 0, patchHeight = 0, patchWidth = 0;

    bool operator==(const DitSizes&) const = default;
};

struct VaeSizes {
    std::int64_t dim = 0; ///< of the first level; the others have 2, 4 and 4 times as many
    std::int64_t latentChannels = 0;
    std::int64_t timeTaps = 3; ///< of each kernel: 3, or 1 in one of pictures alone, which has no layers between frames

    bool operator==(const VaeSizes&) const = default;
};

struct TextEncoderSizes {
    std::int64_t vocabulary = 0, dim = 0, attention = 0, feedForward = 0, heads = 0, buckets = 0, layers = 0;

    bool operator==(const TextEncoderSizes&) const = default;
};

/// Wan2.1-T2V-14B, Wan2.1_VAE and models_t5_umt5-xxl-enc-bf16.
inline constexpr DitSizes publishedDit{5120, 13824, 40, 4096, 256, 16, 16, 2, 2};
inline constexpr VaeSizes publishedVae{96, 16};
inline constexpr TextEncoderSizes publishedTextEncoder{256384, 4096, 4096, 10240, 64, 32, 24};
inline constexpr std::int64_t publishedRank = 32;

Layout layoutOf(const DitSizes& sizes);
Layout layoutOf(const VaeSizes& sizes);
Layout layoutOf(const TextEncoderSizes& sizes);
Layout adapterLayout(const DitSizes& sizes, std::int64_t rank, const std::vector<std::string>& adapters);

/// The sizes a file's tensors imply. What follows from them is checked by comparing the layouts.
/// Throws: Model naming a tensor that is missing or has too few axes.
DitSizes ditSizes(const TensorInfoMap& tensors);
VaeSizes vaeSizes(const TensorInfoMap& tensors);
TextEncoderSizes textEncoderSizes(const TensorInfoMap& tensors);

/// One sentence for each tensor that is missing, left over, of another shape or not of a floating type, at most
/// `limit` and then one that counts the rest. `label` begins each.
std::vector<std::string> compareLayouts(const std::string& label, const Layout& expected, const TensorInfoMap& found,
                                        std::size_t limit = 10);

} // namespace unividx
