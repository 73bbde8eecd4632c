#pragma once

#include "core/color/color_transform.h"
#include "core/image/image.h"

namespace unividx {

/// A source frame cut in two: what the model can see, and what it cannot.
struct ModelSplit {
    Image model;  ///< display-referred sRGB in [0, 1], three channels
    Image excess; ///< scene-linear, signed: what was above 1 or below 0. Empty if there was none.
};

/// Prepares a source frame for the model.
///
/// `toModel` leads from the source's space to the model's (identity for ordinary video), `toLinear` from the model's
/// space to scene-linear. Alpha is dropped after premultiplied colour is composited as it stands (over black).
/// Non-finite values become 0. linear(model) + excess is the scene-linear source again, to float rounding.
///
/// Throws: Internal if the image has neither three nor four channels.
ModelSplit splitForModel(const Image& source, const ColorTransform& toModel, const ColorTransform& toLinear);

/// The source again, scene-linear: `linear` (a picture that came from the model's space) plus the excess.
/// An empty excess gives `linear` back. Throws: Internal if the sizes differ.
Image putBackExcess(const Image& linear, const Image& excess);

/// Puts highlights back by ratio instead: linear * (1 + weight * max(excess, 0)). Where the source was cut off at 1
/// this restores it exactly, and a layer that the model changed keeps its own colour, only brighter.
/// `weight` has one channel in [0, 1], or is empty for 1 everywhere; only the first three channels are changed.
///
/// Throws: Internal if the sizes differ.
Image scaleByExcess(const Image& linear, const Image& excess, const Image& weight = {});

} // namespace unividx
