#pragma once

#include "core/image/image.h"

namespace unividx {

struct GuidedFilterOptions {
    int radius = 4;        ///< pixels of the layer; the window is 2 * radius + 1 wide
    float epsilon = 1e-4f; ///< variance of the guide (values in [0, 1]) below which it counts as flat
};

/// A layer as a local linear function of a guide: layer ~ slope * guide + offset, at the layer's size.
struct GuideModel {
    Image slope;  ///< 3 channels for each channel of the layer: by red, green and blue of the guide
    Image offset; ///< one channel for each channel of the layer
};

/// Fits `layer` to a colour guide of the same size, least squares in every window, windows averaged.
///
/// Throws: Internal if the sizes differ or the guide has not three channels.
/// Source: He, Sun, Tang, "Guided Image Filtering", 2010, equations 19 to 21.
GuideModel fitGuide(const Image& layer, const Image& guide, const GuidedFilterOptions& options = {});

/// The fitted function applied to a guide of any size at least the model's: coefficients are interpolated, the
/// guide is taken as it is, so its edges stay.
///
/// Throws: Internal if the guide has not three channels.
/// Source: He, Sun, "Fast Guided Filter", 2015.
Image applyGuide(const GuideModel& model, const Image& guide);

/// Smooths `layer` along the edges of `guide`: the fit applied to the guide it was fitted to.
Image guidedFilter(const Image& layer, const Image& guide, const GuidedFilterOptions& options = {});

/// The mean over a square window, cut off at the picture's border; time does not depend on the radius.
Image boxMean(const Image& image, int radius);

} // namespace unividx
