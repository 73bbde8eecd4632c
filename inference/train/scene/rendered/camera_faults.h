#pragma once

#include "inference/train/scene/degrade.h"

namespace unividx::scene {

/// What a camera and its coding do to a picture beside Degradation's blur, noise and compression.
struct CameraFaults {
    Degradation degradation;
    float vignette = 0; ///< share of light lost in the corners
    float contrast = 1; ///< slope of a curve about middle grey, encoded values
    float saturation = 1;
    float sharpening = 0; ///< unsharp mask's strength
    float fade = 0;       ///< lift of black, encoded values
};

/// Half of all clips get little or nothing.
CameraFaults randomFaults(Random& random);

/// Applies them to three-channel encoded pixels in place; the result stays in [0, 1].
void applyFaults(std::vector<float>& pixels, Resolution size, const CameraFaults& faults, int frame);

} // namespace unividx::scene
