#pragma once

#include "core/image/image.h"
#include "inference/predictor/known_layers.h"
#include "inference/train/data/layer_shards.h"
#include "inference/train/scene/random.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace unividx {

/// Pictures with all their layers, and where these are known.
struct LayerBatch {
    at::Tensor values;       ///< [N, layerPlanes, H, W], as `predictedLayers` says
    at::Tensor valid;        ///< [N, layerCount, H, W], 0 or 1: where a value is true; foreground: alpha
    at::Tensor subject;      ///< [N], 1 where alpha means a subject, else 0
    std::int64_t frames = 1; ///< of a clip; N / frames clips
};

/// The whole of `clip`'s first `frames` frames at `size`.
LayerBatch wholeClip(const LayerClip& clip, std::int64_t frames, Resolution size);

/// A random part of a clip, now and then mirrored, at `size`: frames that follow each other, at a scale between 0.7 and
/// what the clip's own size allows. Throws: Input if the clip is smaller than that.
LayerBatch randomPart(const LayerClip& clip, std::int64_t frames, Resolution size, scene::Random& random);

/// Batches of equal size as one.
LayerBatch joined(const std::vector<LayerBatch>& parts);

/// Puts the subjects of some clips before the next clip's background, whose layers become theirs there. Where the two
/// mix, and for the subject's depth, nothing is known any more.
void replaceBackgrounds(LayerBatch& batch, double share, scene::Random& random);

/// Another exposure and white balance for everything that is lit (rgb, irradiance, foreground and background, in linear
/// light; albedo stays), then a camera's faults for rgb alone: contrast, blur, noise and blocks of 8x8 pixels as
/// compression leaves. The same for all frames of a clip, but for the noise.
void varyLight(LayerBatch& batch, scene::Random& random);

/// Which layers the network is shown: mostly rgb alone, else a random choice of one family's modalities with or without
/// rgb; and now and then strokes of others. Stochastic condition masking, as the published model is trained.
KnownLayers randomlyKnown(const LayerBatch& batch, scene::Random& random);

/// rgb alone.
KnownLayers rgbKnown(const LayerBatch& batch);

} // namespace unividx
