#pragma once

#include "core/comp/intrinsic.h"
#include "core/comp/nodes/node_type.h"

namespace unividx {

/// A grade of the picture, or of its albedo or irradiance alone, with the picture rebuilt from them.
struct GradeNode {
    enum class Target { Picture, Albedo, Irradiance };

    Target target = Target::Picture;
    Where where = Where::Everywhere;
    ProductSpace space = ProductSpace::Display;
    Curve productGain{1.0f};
    Curve liftRed, liftGreen, liftBlue;
    Curve gammaRed{1.0f}, gammaGreen{1.0f}, gammaBlue{1.0f};
    Curve gainRed{1.0f}, gainGreen{1.0f}, gainBlue{1.0f};
    Curve saturation{1.0f};
    Curve hueCentre;
    Curve hueWidth{60.0f};
    Curve hueShift;
    Curve hueSaturation{1.0f};
    Curve hueGain{1.0f};

    bool operator==(const GradeNode&) const = default;
};

template <>
NodeType<GradeNode> describeNode();

} // namespace unividx
