#pragma once

#include "core/image/image.h"

#include <vector>

namespace unividx {

/// How much the pixels of a picture that are near one another belong together: a Gaussian of their distance and of how
/// their features differ, over all pairs within two sigma (or a regular choice of them).
class PairwiseKernel {
public:
    /// `features`: any number of channels, in units of their own sigma. `sigma`: of the distance, in pixels. `stride`:
    /// of the pairs looked at, each way. Memory: 13 * (sigma / stride)^2 floats a pixel.
    PairwiseKernel(const Image& features, float sigma, int stride);

    /// Adds to every pixel of `sums` its neighbours' values, weighted; its own is not among them. One value a pixel.
    void add(const std::vector<float>& values, std::vector<float>& sums) const;

private:
    /// From a pixel to its partner. Every pair is found from one of its ends only.
    struct Step {
        int x = 0;
        int y = 0;                  ///< not negative
        std::vector<float> weights; ///< of the pair that begins at a pixel; 0 where it has no partner
    };

    Resolution size_;
    std::vector<Step> steps_;
};

/// A stride with which `perSigma` pixels a sigma are looked at; the others have much the same to say.
int strideFor(float sigma, float perSigma);

} // namespace unividx
