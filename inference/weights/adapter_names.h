#pragma once

#include <optional>
#include <string>

namespace unividx {

/// "blocks.0...", without the `dit.` that some checkpoints put before it.
std::string withoutDitPrefix(const std::string& name);

/// An adapter tensor's name taken apart. `blocks.3.ffn.0.lora_A.normal.weight`
struct AdapterTensorName {
    std::string layer; ///< "blocks.3.ffn.0"
    char side = 'A';   ///< A or B
    std::string adapter;

    bool isFeedForward() const { return layer.find(".ffn.") != std::string::npos; }
};

/// Nothing if the name is not an adapter tensor's.
std::optional<AdapterTensorName> parseAdapterName(const std::string& name);

} // namespace unividx
