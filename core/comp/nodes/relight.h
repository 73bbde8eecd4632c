#pragma once

#include "core/comp/intrinsic.h"
#include "core/comp/light.h"
#include "core/comp/nodes/node_type.h"

#include <vector>

namespace unividx {

/// New light over normals and albedo. No shadows are cast (see Light).
struct RelightNode {
    Where where = Where::Everywhere;
    ProductSpace space = ProductSpace::Display;
    Curve productGain{1.0f};
    Curve keepOriginal{1.0f}; ///< 0 to 1, of the light the shot was taken in
    std::vector<Light> lights;

    bool operator==(const RelightNode&) const = default;
};

template <>
NodeType<RelightNode> describeNode();

} // namespace unividx
