#pragma once

#include "core/image/image.h"
#include "inference/train/scene/random.h"

#include <vector>

namespace unividx::scene {

/// What a cheap camera does to a picture. All zero: nothing.
struct Degradation {
    float blur = 0;        ///< pixels, deviation of a Gaussian
    float noise = 0;       ///< deviation on the encoded values, the same on all frames but freshly drawn
    float chroma = 0;      ///< share of the noise that is coloured
    float compression = 0; ///< step of a block cosine transform's quantiser, encoded values; 0 is none
    std::uint64_t seed = 0;
};

/// Most seeds get a little of it, some much, a third none.
Degradation randomDegradation(Random& random);

/// Applies it to three-channel encoded pixels, in place; the result stays in [0, 1].
void degradePixels(std::vector<float>& pixels, Resolution size, const Degradation& degradation, int frame);

/// Blurs interleaved pixels in place with a Gaussian of a deviation in pixels; edges repeat.
void blurPixels(std::vector<float>& pixels, Resolution size, int channels, float deviation);

} // namespace unividx::scene
