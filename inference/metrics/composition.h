#pragma once

#include "core/image/image.h"

namespace unividx {

/// How far layers are from making their picture together: mean absolute difference over channels and pixels.
/// All pictures are display-referred sRGB in [0, 1], the difference is taken there. 0 for layers that compose.
/// Throws: Input if the sizes differ.
/// @{

/// |R - A * I|: the product is one of light, so it is taken in linear light. Highlights are no part of it, so the true
/// layers of a glossy scene leave a residual too. Layers of the published model, whose light has a scale of its own,
/// can only be compared with each other.
double intrinsicResidual(const Image& rgb, const Image& albedo, const Image& irradiance);

/// |C - a F - (1 - a) B|, with the display-referred values themselves, as the alpha family's data is composited.
/// The foreground is straight; alpha's first channel counts.
double alphaResidual(const Image& rgb, const Image& alpha, const Image& foreground, const Image& background);

/// @}

} // namespace unividx
