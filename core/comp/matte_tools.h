#pragma once

#include "core/image/guided_filter.h"
#include "core/image/image.h"

#include <vector>

namespace unividx {

// Tools on a matte: one channel, 0 to 1, 1 is opaque. Each gives a matte back, of the same size, and with its neutral
// setting the matte itself. Lengths are pixels of the picture at hand.
//
// Throws, all of them: Internal if the matte has not one channel, or another picture another size.

/// What is `black` or less becomes 0, what is `white` or more 1, between them a straight line raised to 1 / gamma.
/// Where white is not above black, a step at black.
Image matteLevels(const Image& matte, float black, float white, float gamma);

/// Moves the edge outwards by `radius` pixels (below 0: inwards): each pixel becomes the largest (smallest) value of a
/// disc around it, and between two whole radii what lies between the two results, so an edge moves by fractions too.
Image growMatte(const Image& matte, float radius);

/// Blurs by a Gaussian whose visible reach is `radius` (three standard deviations).
Image featherMatte(const Image& matte, float radius);

/// Removes islands: regions connected over their sides whose covered area (the sum of the matte) is less than `area`
/// pixels. What is 1/512 or less counts as no matte; a matte with noise everywhere wants a black point first.
Image despeckleMatte(const Image& matte, float area);

/// Fills holes: the same with 1 - matte, for regions that do not touch the picture's border.
Image fillMatteHoles(const Image& matte, float area);

/// The middle value of each pixel over several frames' mattes, an odd number of them. Throws: Internal if it is even.
Image medianMatte(const std::vector<Image>& mattes);

/// Draws the matte's edge after the picture's: the guided filter with the picture (display-encoded, so that dark edges
/// count like bright ones) as guide, mixed in by `amount`, cut to 0 and 1.
Image refineMatte(const Image& matte, const Image& guide, const GuidedFilterOptions& options, float amount = 1.0f);

} // namespace unividx
