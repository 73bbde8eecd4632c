#pragma once

#include "core/image/image.h"
#include "core/image/matte_refinement.h"

namespace unividx {

/// Tells subject and background apart, pixel by pixel. `matte` (one channel) and `frame` (RGB) have the same size.
/// Gives one channel: the probability of the subject within the band, exactly 0 or 1 outside of it. Small parts and
/// holes that the coarse matte is nowhere sure of are removed.
///
/// Source: the colour models of Bai et al., "Video SnapCut", SIGGRAPH 2009, with a bilateral lattice in place of
/// windows; mean-field rounds as in Krahenbuhl, Koltun, "Efficient Inference in Fully Connected CRFs", NIPS 2011.
Image decidedSubject(const Image& matte, const Image& frame, const MatteRefinementOptions& options);

} // namespace unividx
