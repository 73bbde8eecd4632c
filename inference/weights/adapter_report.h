#pragma once

#include "core/task/task.h"
#include "inference/weights/model_package.h"
#include "inference/weights/weight_source.h"

#include <string>
#include <vector>

namespace unividx {

/// What one adapter of a LoRA checkpoint holds. A lora_B that is all zero never learnt anything and has no effect.
struct AdapterUse {
    std::string name;             ///< as in the file: "albedo", "com"
    std::size_t tensors = 0;      ///< in the file
    bool attentionLive = false;   ///< whether any attention lora_B is non-zero
    bool feedForwardLive = false; ///< whether any feed-forward lora_B is non-zero
};

/// A LoRA checkpoint against what its family's published training leaves behind.
struct AdapterReport {
    std::vector<AdapterUse> adapters;  ///< in the family's order, then any others
    std::vector<std::string> notes;    ///< what a user should know; the file still works
    std::vector<std::string> problems; ///< tensors that belong to nothing, or are missing
    std::string liveFeedForward;       ///< the one adapter with live feed-forward weights; empty if none or several
};

/// Accounts for every tensor of a LoRA checkpoint. A leading `dit.` in names is accepted.
/// `quirks`: what the package says of them; the notes tell where the weights do not fit that.
/// Source: model specification, section 3.
AdapterReport inspectAdapters(const TensorMap& tensors, const Family& family, const ModelQuirks& quirks = {});

/// The tensors without the `dit.` that some checkpoints put before their names.
TensorMap withoutDitPrefix(const TensorMap& tensors);

} // namespace unividx
