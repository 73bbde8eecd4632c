#pragma once

#include "core/comp/blend.h"
#include "core/comp/nodes/node_type.h"

#include <cstdint>
#include <string>

namespace unividx {

/// What is behind the picture. By default nothing is: it is cut out.
struct BackgroundNode {
    enum class From { Nothing, Color, CleanPlate, File };

    From from = From::Nothing;
    std::string file;            ///< absolute path of a still, movie or sequence
    std::int64_t fileOffset = 0; ///< added to the clip's frame to find the file's; before and after it the end is held
    Blend blend = Blend::Over;
    Curve red, green, blue; ///< of Color; scene-linear
    Curve defocus;          ///< radius in pixels
    Curve match;            ///< 0 to 1: the picture's brightness and colour balance taken to the background's
    Curve wrap;             ///< 0 to 1: the background's light on the edges
    Curve wrapWidth{12.0f};

    bool operator==(const BackgroundNode&) const = default;
};

template <>
NodeType<BackgroundNode> describeNode();

namespace detail {
/// Takes brightness and colour balance inside the matte some of the way (`match`) to the background's.
void matchToBackground(const BackgroundNode& node, Evaluation& evaluation);
} // namespace detail

} // namespace unividx
