#pragma once

#include "core/comp/nodes/node_type.h"
#include "core/comp/shape.h"

#include <vector>

namespace unividx {

/// The matte from here on; the picture is cut out by it where it meets a background, or at the end.
struct MatteNode {
    enum class From { Layer, Everything, Before };

    From from = From::Layer; ///< the alpha layer (else the source's own alpha), all 1, or what a node before made
    bool inverted = false;
    Curve temporal; ///< frames to either side whose middle value counts
    Curve black;
    Curve white{1.0f};
    Curve gamma{1.0f};
    Curve despeckle;    ///< area
    Curve holes;        ///< area
    Curve grow;         ///< below 0: choke
    Curve refineRadius; ///< 0: no refinement
    Curve refineEpsilon{1e-4f};
    Curve refineAmount{1.0f};
    Curve feather;
    std::vector<Shape> shapes;
    std::vector<Stroke> strokes;

    bool operator==(const MatteNode&) const = default;
};

template <>
NodeType<MatteNode> describeNode();

} // namespace unividx
