#pragma once

#include "core/comp/light.h"
#include "core/comp/shape.h"

#include <cstdint>

/// Private to core/comp: brings values of unknown origin into range. NaN becomes 0 or the end of the range next to it.
namespace unividx::detail {

std::int64_t clampedFrame(std::int64_t frame);
void clampCurve(Curve& curve, float low, float high); ///< also puts its keys in order, one for each frame
void clampShape(Shape& shape);
void clampStroke(Stroke& stroke);
void clampLight(Light& light);

} // namespace unividx::detail
