#pragma once

#include "core/comp/picture.h"
#include "core/image/image.h"

namespace unividx {

/// The colour of what is solid, carried outwards over its edge: where the matte is partly transparent, the colour is
/// mixed with the old background, and would bring a fringe of it into the new one. Colours of pixels with a matte of
/// 0.98 or more stay to the bit.
///
/// `rgb`: scene-linear, straight. `radius`: pixels it reaches; 0 changes nothing.
/// Throws: Internal if matte and picture differ in size.
Image extendEdges(const Image& rgb, const Image& matte, float radius);

/// How much of the light behind falls on a pixel of the front's edge, 0 to 1 times `amount`: what the matte lets
/// through, spread over `width` pixels. Where nothing is let through within reach, it is 0.
Image lightWrapWeight(const Image& matte, float width, float amount);

/// A front with the background's light on its edges: its colour goes over to the blurred background's by the weight.
/// The front's alpha stays. An amount of 0 gives the front to the bit.
///
/// Throws: Internal if sizes differ.
Premultiplied lightWrap(const Premultiplied& front, const Premultiplied& behind, float width, float amount);

} // namespace unividx
