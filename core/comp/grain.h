#pragma once

#include "core/comp/rows.h"
#include "core/image/image.h"

#include <cstdint>

namespace unividx {

/// How grainy a picture is: the standard deviation of its noise, divided by the square root of the light it lies on
/// (0.5 for a picture of 1 whose noise is 0.5). From the differences of neighbours in flat places, so texture hardly
/// counts.
///
/// `picture`: three channels, scene-linear. Throws: Internal if it has fewer or is smaller than 8x8.
float estimateGrain(const Image& picture);

/// Noise of standard deviation 1, three channels, the same for the same frame, whatever the number of threads.
/// `size`: pixels of a grain.
Image grainField(Resolution size, std::int64_t frame, float grainSize);

/// Adds field x amount x sqrt(light) to a row, by `weight` (null: everywhere). `field`: interleaved, three a pixel.
void addGrainRow(const ColorRow& row, const float* field, float amount, const float* weight);

} // namespace unividx
