#pragma once

#include "core/image/image.h"

namespace unividx {

/// How far a pixel's neighbours have a say in whether it belongs to the subject.
struct MatteFieldOptions {
    float reach = 0.095f;      ///< of pixels of like colour, as a share of the picture's longer side (one sigma)
    float colorReach = 0.06f;  ///< how like, in display values (one sigma)
    float colorWeight = 6.0f;  ///< of those pixels' opinion, in log odds
    float smoothReach = 2.0f;  ///< of pixels of any colour, in pixels (one sigma)
    float smoothWeight = 2.0f; ///< in log odds
    float certainty = 3.0f;    ///< what the matte's own log odds are multiplied by
    int rounds = 8;
};

/// Decides a matte that is grey for doubt. A model that answers with the mean of what is possible gives the probability
/// that a pixel is the subject's, not how much of it the subject covers; here pixels that are near and alike in colour
/// settle it among themselves, so that the matte's edge comes to lie where the picture has one. What is certain already
/// stays as it is; a true half (glass, fine hair) is mostly decided too.
///
/// `matte`: one channel, [0, 1]. `guide`: the frame it belongs to, display-referred RGB, of the same size.
/// Gives one channel, [0, 1]. Memory: about 100 floats a pixel, whatever the size.
/// Throws: Internal if the sizes or channels are others.
/// Source: Krahenbuhl, Koltun, "Efficient Inference in Fully Connected CRFs with Gaussian Edge Potentials", NIPS 2011,
/// with two labels, symmetrically normalised kernels, and the sums over a window of two sigma instead of the lattice.
Image decidedMatte(const Image& matte, const Image& guide, const MatteFieldOptions& options = {});

} // namespace unividx
