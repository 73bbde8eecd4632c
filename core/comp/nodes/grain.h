#pragma once

#include "core/comp/nodes/node_type.h"

namespace unividx {

/// Grain like a camera's: standard deviation goes with the square root of the light.
struct GrainNode {
    Where where = Where::OutsideMatte; ///< the front has its own
    Curve amount;
    Curve size{1.0f}; ///< pixels

    bool operator==(const GrainNode&) const = default;
};

template <>
NodeType<GrainNode> describeNode();

} // namespace unividx
