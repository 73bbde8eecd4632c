#pragma once

#include "inference/train/scene/plate.h"
#include "inference/train/scene/subject.h"

#include <vector>

namespace unividx::scene {

/// How a camera softens a subject's edges.
struct Softness {
    float defocus = 0; ///< deviation, as a share of the picture's width
    float shutter = 0; ///< share of a frame that is exposed
};

/// Encoded colour times alpha, and alpha: four values a pixel.
struct Cutout {
    Resolution size;
    std::vector<float> pixels;
};

/// The subject alone at an instant, with its hair, softened. `samples`: side of the grid in a pixel.
Cutout renderCutout(const Subject& subject, float seconds, const LightField& field, const View& view, float exposure,
                    Resolution size, int samples, const Softness& softness, float frameSeconds);

/// Straight colour: the cutout's colour over its alpha; run on for `reach` pixels beyond its edge; black further out.
/// Makes alpha exactly what the composite will use.
void splitCutout(const Cutout& cutout, int reach, std::vector<float>& alpha, std::vector<float>& foreground);

} // namespace unividx::scene
