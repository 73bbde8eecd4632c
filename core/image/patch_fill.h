#pragma once

#include "core/image/image.h"

#include <cstdint>

namespace unividx {

struct PatchFillOptions {
    int searchHeight = 240; ///< rows, at most, at which alike patches are searched for; larger pictures copy from there
    int rounds = 4;         ///< of search and repainting at each size
    std::uint32_t seed = 1;
};

/// Fills the holes of a picture with what it shows elsewhere: patches that fit their surroundings, from coarse to fine.
/// The same picture and hole give the same bits on any number of threads.
///
/// `picture`: any number of channels, values in [0, 1]; what stands in the hole does not matter. `hole`: one channel of
/// the same size, above 0.5 where the picture is unknown. A picture that is all hole becomes grey.
/// Throws: Internal if the sizes differ.
/// Source: Wexler, Shechtman, Irani, "Space-Time Completion of Video", PAMI 2007; patches are found as by Barnes et
/// al., "PatchMatch", SIGGRAPH 2009.
Image filledByPatches(const Image& picture, const Image& hole, const PatchFillOptions& options = {});

/// Fills the holes smoothly from their borders, by means over ever larger areas. Throws: as filledByPatches.
Image filledSmoothly(const Image& picture, const Image& hole);

} // namespace unividx
