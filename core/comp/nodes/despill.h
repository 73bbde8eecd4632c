#pragma once

#include "core/comp/despill.h"
#include "core/comp/nodes/node_type.h"

namespace unividx {

struct DespillNode {
    ScreenColor screen = ScreenColor::Green;
    DespillMethod method = DespillMethod::Average;
    Where where = Where::Everywhere;
    Curve amount{1.0f}; ///< by default it does its work
    Curve keepLuminance;

    bool operator==(const DespillNode&) const = default;
};

template <>
NodeType<DespillNode> describeNode();

} // namespace unividx
