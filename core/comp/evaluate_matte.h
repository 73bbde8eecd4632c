#pragma once

#include "core/comp/evaluate.h"

/// Private to core/comp: the parts of the evaluator.
namespace unividx::detail {

/// The matte a node makes. `before`: what it was in front of the node; `guide`: the source as it is displayed, made on
/// the first call that needs it.
Image evaluateMatte(const MatteNode& node, const PreparedFrame& prepared, const Image& before, Image& guide);

} // namespace unividx::detail
