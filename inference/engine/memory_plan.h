#pragma once

#include "core/image/image.h"
#include "inference/dit/dit.h"

#include <cstdint>
#include <optional>
#include <string>

namespace unividx {

/// What of a model decides how much memory it takes.
struct ModelSizes {
    DitConfig dit;
    std::int64_t ditParameters = 0; ///< base and the adapters that are loaded
    std::int64_t vaeParameters = 0;
    std::int64_t vaeChannels = 0; ///< at full resolution
    std::int64_t framesPerCell = 4;
    std::int64_t textLength = 0;          ///< tokens of a prompt
    std::int64_t predictorParameters = 0; ///< 0: the package has none
    std::int64_t peopleBytes = 0;         ///< of the file of networks for people, if there is one
};

/// What of a run decides it.
struct RunShape {
    Resolution size;         ///< multiples of 16
    std::int64_t frames = 0; ///< of a window
    bool guided = false;     ///< with a negative prompt's keys and values
    Resolution decoded;      ///< pixels decoded at once: a tile's, or the whole picture's
    bool people = false;     ///< whether people are looked for
    bool predicted = false;  ///< whether the package's predictor answers instead of DiT and VAE
};

/// Bytes, as far as they can be foretold.
struct MemoryNeed {
    std::int64_t weights = 0;
    std::int64_t denoising = 0; ///< activations of one evaluation: of the DiT with the prompts' keys and values, or of
                                ///< the predictor
    std::int64_t coding = 0;    ///< activations of the VAE; not at the same time as `denoising`
    std::int64_t people = 0;    ///< frames kept to look for people, and what is made of them; beside all else

    std::int64_t total() const { return weights + people + (denoising > coding ? denoising : coding); }
};

/// Formulas with the factors measured on the CPU path; `valueBytes` is 4 for float32, else 2.
MemoryNeed predictMemory(const ModelSizes& model, const RunShape& run, std::int64_t valueBytes);

/// A sentence saying what would fit into `available` bytes: another number type, a smaller picture, fewer frames.
std::string whatWouldFit(const ModelSizes& model, const RunShape& run, std::int64_t valueBytes, std::int64_t available);

/// "3.4 GB".
std::string bytesText(std::int64_t bytes);

} // namespace unividx
