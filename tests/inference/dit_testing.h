#pragma once

#include "inference/dit/dit.h"
#include "inference/vae/vae.h"
#include "inference/weights/read_weights.h"

#include <functional>
#include <string>

namespace unividx::testing {

inline std::string fixture(const std::string& name)
{
    return std::string(UNIVIDX_TEST_DATA) + "/" + name;
}

inline TensorMap clones(const TensorMap& tensors)
{
    TensorMap own;
    for (const auto& [name, tensor] : tensors)
        own.emplace(name, tensor.clone());
    return own;
}

inline TensorMap tinyBase()
{
    return clones(readWeights(fixture("dit_base-00001-of-00002.safetensors")));
}

inline TensorMap tinyAdapters(const Family& family)
{
    return clones(readWeights(fixture("lora_" + std::string(family.name) + ".safetensors")));
}

/// The golden fixtures' DiT, of 4 heads, from these tensors. Without adapters: the base alone.
inline Dit tinyDit(const Family& family, const TensorMap& base, const TensorMap* adapters)
{
    WeightSource baseSource("base", base);
    if (!adapters)
        return Dit(baseSource, nullptr, family, 4);
    WeightSource adapterSource("adapters", *adapters);
    return Dit(baseSource, &adapterSource, family, 4);
}

inline Dit tinyDit(const Family& family)
{
    const TensorMap adapters = tinyAdapters(family);
    return tinyDit(family, tinyBase(), &adapters);
}

inline Vae tinyVae()
{
    WeightSource source("vae", readWeights(fixture("vae_weights.safetensors")));
    return Vae(source);
}

inline double maxDifference(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace unividx::testing
