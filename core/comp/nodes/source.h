#pragma once

#include "core/comp/nodes/node_type.h"

namespace unividx {

/// Which layer the picture is from here on. Takes: nothing. Gives: the layer, opaque, or as it covers.
struct SourceNode {
    CompLayer layer = CompLayer::Source;

    bool operator==(const SourceNode&) const = default;
};

template <>
NodeType<SourceNode> describeNode();

} // namespace unividx
