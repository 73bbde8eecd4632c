#pragma once

#include "core/task/task.h"

namespace unividx {

/// Which adapters act where. The defaults are what the published release does; the rest is what its paper describes,
/// for studios that train that way.
struct AdapterRules {
    /// The feed-forward layers' adapter: the release runs the last one injected, on every row, in every task.
    enum class FeedForward { SharedLast, GatedByRow };
    FeedForward feedForward = FeedForward::SharedLast;

    /// Under SharedLast, whose adapter that is: the last row's, as published, or the only one that was trained.
    std::size_t sharedFeedForwardRow = 3;

    /// Whether the alpha family's first adapter (com) acts. The release looks for it under another name and never
    /// finds it, so its composite row always runs on base weights in attention.
    bool alphaFirstAdapter = false;

    bool operator==(const AdapterRules&) const = default;
};

/// The gates of decoupled gated LoRA (DGL): the rows whose attention adapter acts in a task, which are its targets,
/// less what the rules leave out. Source: inference/MODEL.md, section 3
ModalitySet attentionGates(const Task& task, const AdapterRules& rules);

} // namespace unividx
