#pragma once

#include "core/image/image.h"

namespace unividx {

/// Which pixels have the same albedo.
struct AlbedoSmoothingOptions {
    float reach = 0.19f;         ///< how far apart, as a share of the picture's longer side (one sigma)
    float chromaReach = 0.02f;   ///< how like their shares of red, green and blue are (one sigma)
    float luminanceReach = 1.0f; ///< how like in brightness, as a natural logarithm (one sigma)
};

/// Evens an albedo out over what has one colour in the frame it was made from. Light changes a surface's brightness far
/// more than the shares of red, green and blue, so pixels that are near and agree in these are taken for one material,
/// and get the mean of their albedos: patches of light that were taken for paint fade, and edges of colour become
/// sharp.
///
/// `albedo`: display-referred RGB in [0, 1]. `guide`: the frame, likewise, of the same size. Gives the same kind.
/// Memory: about 330 floats a pixel. Throws: Internal if the sizes or channels are others. Source: the reflectance term
/// of Bell, Bala, Snavely, "Intrinsic Images in the Wild", 2014, as one averaging.
Image smoothAlbedo(const Image& albedo, const Image& guide, const AlbedoSmoothingOptions& options = {});

} // namespace unividx
