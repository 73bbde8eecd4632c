#pragma once

#include "core/image/image.h"

#include <array>
#include <cstdint>
#include <vector>

/// Private to core/media: what the search for cuts keeps of a frame, and how frames are compared by it.
namespace unividx::detail {

/// A frame as a small luminance picture and histograms.
struct CutSignature {
    static constexpr int width = 48;
    static constexpr int height = 27;
    static constexpr int pixels = width * height;

    std::int64_t number = 0;
    std::array<float, pixels> luminance{}; ///< display-encoded
    std::array<float, 64> histogram{};     ///< shares: 32 of luminance, 16 of each colour difference
    float mean = 0;
    float deviation = 0; ///< of luminance, standard

    bool isEven() const { return deviation < 0.012f; }
};

CutSignature cutSignature(const Image& frame, std::int64_t number);

/// 0 for the same picture, about 1 for two that have nothing in common: the root of the difference of histograms times
/// that of structure, so that both must differ. A change of brightness leaves the structure, a pan the histogram.
float cutDistance(const CutSignature& a, const CutSignature& b);

/// How unlike two pictures are pixel by pixel, each brought to mean 0 and deviation 1, at the best shift of a few
/// pixels: 0 for the same, about 1.1 for independent ones.
float structureDistance(const CutSignature& a, const CutSignature& b);

/// How `middle` lies between two pictures as their mixture.
struct Mixture {
    float share = 0;    ///< of `after`
    float residual = 0; ///< what the mixture does not explain, relative to the difference of the two
};
Mixture mixtureOf(const CutSignature& middle, const CutSignature& before, const CutSignature& after);

} // namespace unividx::detail
