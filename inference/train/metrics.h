#pragma once

#include "core/image/image.h"

#include <vector>

namespace unividx {

/// Angles between unit normals, over all pixels of all frames.
/// Source: Eigen and Fergus, Predicting Depth, Surface Normals and Semantic Labels, ICCV 2015, section 5.2
struct NormalErrors {
    double meanDegrees = 0, medianDegrees = 0;
    double within11 = 0, within22 = 0, within30 = 0; ///< shares of pixels within 11.25, 22.5 and 30 degrees
};
NormalErrors normalErrors(const std::vector<Image>& made, const std::vector<Image>& wanted);

/// The error of the one normal that serves all pixels best: the normalised mean of the wanted ones.
NormalErrors bestConstantNormalErrors(const std::vector<Image>& wanted);

/// Peak signal-to-noise ratio in dB for values in [0, 1], from the mean square error over all frames together.
double psnr(const std::vector<Image>& made, const std::vector<Image>& wanted);

/// Matting errors on alpha in [0, 1], first channel.
/// Source: Rhemann et al., A Perceptually Motivated Online Benchmark for Image Matting, CVPR 2009 (MAD, MSE);
/// Erofeev et al., Perceptually Motivated Benchmark for Video Matting, BMVC 2015 (dtSSD)
struct MatteErrors {
    double mad = 0;   ///< mean absolute difference, plain: papers print it times 1000
    double mse = 0;   ///< mean square error, plain: papers print it times 1000
    double dtssd = 0; ///< root mean square of the error's change between frames, plain: papers print it times 100
};
MatteErrors matteErrors(const std::vector<Image>& made, const std::vector<Image>& wanted);

} // namespace unividx
