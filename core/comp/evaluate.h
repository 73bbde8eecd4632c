#pragma once

#include "core/comp/picture.h"
#include "core/comp/shading.h"
#include "core/comp/stack.h"
#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// What there is of one frame. All of one size once prepared; what is not there is empty.
struct CompFrame {
    std::int64_t frame = 0; ///< the source's number
    Premultiplied source;   ///< scene-linear
    Image albedo;           ///< scene-linear, three channels
    Image irradiance;       ///< scene-linear, three channels
    Image normal;           ///< signed unit vectors, camera space
    Image alpha;            ///< one channel
    Image foreground;       ///< scene-linear, straight, three channels
    Image background;       ///< the clean plate: scene-linear, three channels
    Premultiplied plate;    ///< the new background
    /// The alpha layer of frames around, an odd number with this frame's in the middle; may be empty.
    std::vector<Image> mattesAround;
    EnvironmentSource environments;
};

/// A frame ready to be evaluated, at full size or as a proxy. Keep it while somebody drags a knob.
struct PreparedFrame {
    CompFrame frame;
    float scale = 1.0f;        ///< pixels at hand per pixel of the full picture
    std::int64_t replaced = 0; ///< values that were not finite and are 0 now
};

/// Brings all layers to one size (each pixel the mean of what it covers, colour weighted by its alpha). NaN and
/// infinities become 0; negative colours stay; mattes are cut to 0 and 1; vectors get length 1, and one without a
/// direction faces the camera. At the source's own size the pixels of a sound source are not touched.
///
/// Throws: Internal if there is no source, or a layer has the wrong number of channels.
PreparedFrame prepareFrame(const CompFrame& frame, Resolution size);

/// What a stack makes of a frame.
struct CompResult {
    Premultiplied picture;
    Image matte;      ///< as it stood after the last node: the layer to lock for RP2FB. Empty if there was none
    Image albedo;     ///< as graded; empty if the frame has none
    Image irradiance; ///< as graded and relit: the layer to lock for AIN2R
};

/// Runs the stack over a frame, in tiles on all cores. The one way from layers to a picture: viewer, thumbnails and
/// export differ in size alone. A stack that does nothing gives the source's own pixels.
///
/// Throws: Usage naming the node and the layer it lacks.
CompResult evaluate(const CompStack& stack, const PreparedFrame& prepared);

/// The same up to where the picture meets its first background: the subject as that shows it, its colours matched.
/// Throws likewise.
CompResult evaluateFront(const CompStack& stack, const PreparedFrame& prepared);

} // namespace unividx
