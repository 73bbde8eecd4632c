#pragma once

#include "core/comp/picture.h"
#include "core/comp/rows.h"

#include <string_view>
#include <vector>

namespace unividx {

/// How a picture (S, with coverage a) meets what is behind it (D, with coverage b). All premultiplied.
enum class Blend {
    Clear,
    Source,
    Destination,
    Over,
    Under,
    In,
    Mask,
    Out,
    Stencil,
    Atop,
    DestinationAtop,
    Xor,
    Plus,
    Screen,
    Multiply,
};

/// One row a mode; nothing branches on them.
struct BlendMode {
    Blend mode;
    std::string_view name;    ///< in files and on the command line
    std::string_view formula; ///< for people
    std::string_view nuke;    ///< the `operation` of Nuke's Merge2 that is the same; empty where there is none
    void (*row)(const PremultipliedRow& front, const PremultipliedRow& behind); ///< into `behind`
};

/// In the order of the enum. Porter and Duff's twelve under the names compositors use, and three that add light.
/// Screen is S + D - S D, but the larger of the two where both are not in [0, 1], so that highlights stay; multiply
/// leaves each picture as it is where the other covers nothing.
///
/// Source: Porter and Duff, "Compositing Digital Images", 1984; W3C, "Compositing and Blending Level 1", section 9
/// (multiply, screen).
const std::vector<BlendMode>& blendModes();
const BlendMode& blendMode(Blend mode);
const BlendMode* findBlend(std::string_view name); ///< null if there is none

/// Both of one size. Throws: Internal if they are not.
Premultiplied merge(const Premultiplied& front, const Premultiplied& behind, Blend mode = Blend::Over);

} // namespace unividx
