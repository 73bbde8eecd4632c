#pragma once

#include "core/comp/nodes/node_type.h"

namespace unividx {

/// Carries solid colours over the matte's edge.
struct EdgeNode {
    Curve radius{6.0f}; ///< by default it does its work

    bool operator==(const EdgeNode&) const = default;
};

template <>
NodeType<EdgeNode> describeNode();

} // namespace unividx
