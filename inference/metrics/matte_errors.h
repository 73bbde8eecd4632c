#pragma once

#include "core/image/image.h"

#include <cstdint>
#include <vector>

namespace unividx {

/// Matting errors over a clip; alpha in [0, 1], first channel. Plain numbers; the scale that papers print with is named
/// beside each. Only the sums (gradient, connectivity) depend on the size of the picture.
///
/// Source: Rhemann, Rother, Wang, Gelautz, Kohli, Rott, A Perceptually Motivated Online Benchmark for Image Matting,
/// CVPR 2009, section 3 (differences, gradient, connectivity); Erofeev, Gitman, Vatolin, Fedorov, Wang, Perceptually
/// Motivated Benchmark for Video Matting, BMVC 2015 (dtSSD). Constants and scales are those of the script that video
/// matting papers share: github.com/PeterL1n/RobustVideoMatting, evaluation/evaluate_lr.py
struct MatteErrors {
    double mad = 0;          ///< mean absolute difference; printed times 1000
    double mse = 0;          ///< mean square difference; printed times 1000
    double gradient = 0;     ///< `gradientError`, mean over frames; printed divided by 1000
    double connectivity = 0; ///< `connectivityError`, mean over frames; printed divided by 1000
    /// Root mean square, over a frame's pixels, of the error's change since the frame before; mean over pairs of
    /// frames. Printed times 100. 0 for a single frame. The shared script also counts a 0 for each clip's first frame;
    /// we do not.
    double dtssd = 0;
};

/// Takes the frames of a clip one by one, in order.
class MatteMeter {
public:
    MatteMeter();

    /// Throws: Input if the sizes differ.
    void add(const Image& made, const Image& wanted);

    /// All zero before the first frame.
    MatteErrors errors() const;

    /// The mean absolute difference of the one value that makes it smallest, the wanted mattes' median: the trivial
    /// answer that a model has to beat. To 1/65535.
    double bestConstantMad() const;

private:
    MatteErrors sums_;
    double pixels_ = 0;
    std::int64_t frames_ = 0;
    std::vector<double> errorBefore_;
    std::vector<std::int64_t> wantedValues_; ///< how many pixels have each 16-bit value
};

/// Sum over pixels of the squared difference between the two mattes' gradient magnitudes. Gradients are those of a
/// Gaussian of standard deviation 1.4 (9x9, unit energy, border repeated), of mattes stretched to [0, 1] first, as the
/// benchmark's programs do; a matte of one value has no gradient.
///
/// Throws: Input if the sizes differ.
/// Source: Rhemann et al., equation 2 with q = 2
double gradientError(const Image& made, const Image& wanted);

/// Sum over pixels of the difference in how far each falls off from the part that both mattes see as one solid piece.
/// That piece is the largest 4-connected region where both are at least a threshold; it is looked for at 0.1, 0.2 to 1,
/// and a pixel's level is the last threshold before it drops out. A matte may exceed that level by less than 0.15 for
/// free.
///
/// Throws: Input if the sizes differ.
/// Source: Rhemann et al., equations 3 and 4 with p = 1, theta = 0.15, step 0.1
double connectivityError(const Image& made, const Image& wanted);

} // namespace unividx
