#pragma once

#include "core/comp/nodes/node_type.h"

namespace unividx {

/// What leaves the stack.
struct OutNode {
    enum class What { Picture, Matte };

    What what = What::Picture;

    bool operator==(const OutNode&) const = default;
};

template <>
NodeType<OutNode> describeNode();

} // namespace unividx
