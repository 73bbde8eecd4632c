#pragma once

#include "inference/dit/block.h"

namespace unividx {

/// `block(x, text, context)`, keeping nothing of the inside for the backward pass: that runs the block again. Memory of
/// a training step falls to one block's activations and the streams between blocks, for about a third more time.
/// `block` must live until the backward pass has run.
///
/// Shape: x [B, 4, N, D] -> same
/// Source: Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016, section 3
at::Tensor recomputed(const DitBlock& block, const at::Tensor& x, const TextKeys& text, const BlockContext& context);

} // namespace unividx
