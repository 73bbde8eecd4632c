#pragma once

#include "inference/weights/weight_source.h"

#include <torch/utils.h>

#include <cmath>
#include <string>
#include <vector>

namespace unividx::testing_weights {

/// Random weights of a DiT's blocks, of the size that keeps activations near one.
struct DitSizes {
    std::int64_t dim = 32, feedForward = 64, rank = 4, layers = 1;
};

inline at::Tensor randomMatrix(std::int64_t out, std::int64_t in)
{
    return at::randn({out, in}) / std::sqrt(static_cast<double>(in));
}

inline void addLinear(TensorMap& map, const std::string& name, std::int64_t out, std::int64_t in)
{
    map[name + ".weight"] = randomMatrix(out, in);
    map[name + ".bias"] = 0.1 * at::randn({out});
}

/// `blocks.<n>.*` of the base.
inline WeightSource randomBase(const DitSizes& sizes)
{
    TensorMap map;
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string prefix = "blocks." + std::to_string(index) + ".";
        for (const char* attention : {"self_attn.", "cross_attn."}) {
            for (const char* layer : {"q", "k", "v", "o"})
                addLinear(map, prefix + attention + layer, sizes.dim, sizes.dim);
            map[prefix + attention + "norm_q.weight"] = 1.0 + 0.1 * at::randn({sizes.dim});
            map[prefix + attention + "norm_k.weight"] = 1.0 + 0.1 * at::randn({sizes.dim});
        }
        addLinear(map, prefix + "ffn.0", sizes.feedForward, sizes.dim);
        addLinear(map, prefix + "ffn.2", sizes.dim, sizes.feedForward);
        map[prefix + "norm3.weight"] = 1.0 + 0.1 * at::randn({sizes.dim});
        map[prefix + "norm3.bias"] = 0.1 * at::randn({sizes.dim});
        map[prefix + "modulation"] = 0.3 * at::randn({1, 6, sizes.dim});
    }
    return WeightSource("random base", map);
}

/// Adapters of the four modalities for the same blocks.
inline WeightSource randomAdapters(const DitSizes& sizes, const Family& family)
{
    TensorMap map;
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string prefix = "blocks." + std::to_string(index) + ".";
        for (const char* layer : {"self_attn.q", "self_attn.k", "self_attn.v", "self_attn.o", "ffn.0", "ffn.2"}) {
            const bool up = layer == std::string("ffn.0");
            const bool down = layer == std::string("ffn.2");
            for (const auto& modality : family.modalities) {
                const std::string end = "." + std::string(modality.adapter) + ".weight";
                map[prefix + layer + ".lora_A" + end] = randomMatrix(sizes.rank, down ? sizes.feedForward : sizes.dim);
                map[prefix + layer + ".lora_B" + end] =
                    0.3 * randomMatrix(up ? sizes.feedForward : sizes.dim, sizes.rank);
            }
        }
    }
    return WeightSource("random adapters", map);
}

} // namespace unividx::testing_weights
