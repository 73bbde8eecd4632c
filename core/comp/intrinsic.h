#pragma once

#include "core/comp/rows.h"
#include "core/image/image.h"

#include <cstddef>

namespace unividx {

/// In which numbers a picture is the product of its albedo and its irradiance. The published model's layers multiply to
/// its picture best as they are displayed (explained variance on a real clip 0.73; linearised 0.55), layers of a
/// renderer as light does.
enum class ProductSpace { Display, Linear };

struct ProductOptions {
    ProductSpace space = ProductSpace::Display;
    float gain = 1.0f; ///< picture ~ gain x albedo x irradiance, in that space

    bool operator==(const ProductOptions&) const = default;
};

/// A picture whose albedo or irradiance was changed, in place: in the product's space
///
///     R' = gain A' I' + keep (R - gain A I)
///
/// where R - gain A I, the residual, is what the product does not explain (highlights, glass, the model's errors).
/// Where A', I' and keep leave a pixel as it was, it stays to the bit. All scene-linear, straight.
///
/// `keep`: of the residual, 0 to 1: 1 as long as the original light stays.
/// `weight`: how much of the change each pixel gets, null for all.
struct ProductRows {
    ColorRow albedo;
    ColorRow irradiance;
    ColorRow newAlbedo;
    ColorRow newIrradiance;
};
void rebuildRow(const ColorRow& picture, const ProductRows& rows, const ProductOptions& options, float keep,
                const float* weight);

/// The gain with the least squared residual. All of one size, three channels, scene-linear. 1 where albedo or
/// irradiance is black. Throws: Internal if sizes differ.
float fitProductGain(const Image& picture, const Image& albedo, const Image& irradiance, ProductSpace space);

/// An edit carried from the model's pictures to the source: source x edited / plain, where `plain` is what the model
/// makes of the layers as they were (AIN2R with A, I, N) and `edited` what it makes of the changed ones. What the model
/// gets wrong in both (faces, text, grain) divides out, and where nothing was edited the source stays as it is.
struct RatioOptions {
    float floor = 0.02f;     ///< added to both before dividing: dark pixels have no reliable ratio. Scene-linear
    float strongest = 16.0f; ///< the ratio is kept between its inverse and this
    int radius = 2;          ///< of the guided filter that brings the ratio to the source's size, in the model's pixels
    float epsilon = 1e-3f;
};

/// `plain` and `edited` have one size (the model's), three channels, and are scene-linear like `source`, at any size.
/// The ratio is smoothed along the source's edges on its way to the source's size. With `edited` equal to `plain` the
/// source comes back to the bit.
///
/// Throws: Internal if sizes or channels do not fit.
Image transferRatio(const Image& source, const Image& plain, const Image& edited, const RatioOptions& options = {});

/// The same for a picture put before a new background and made one by the model (PFB2R): the composite with the light
/// that the model gave it, and its own detail. `composite`: at full size; `composed` and `harmonised` are the composite
/// at the model's size before and after. `amount`: 0 to 1.
Image harmonise(const Image& composite, const Image& composed, const Image& harmonised, float amount = 1.0f,
                const RatioOptions& options = {});

} // namespace unividx
