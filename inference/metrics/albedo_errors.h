#pragma once

#include "core/image/image.h"

namespace unividx {

/// The two measures of the benchmark *Measured Albedo in the Wild* (MAW), of one picture. The benchmark knows the
/// albedo of a few patches and compares each patch's median; where it is known everywhere, each pixel is a patch of its
/// own. Figures of the two kinds are close in meaning but not the same numbers.
///
/// Pictures are display-referred sRGB in [0, 1] and are compared in linear light. They serve for irradiance too, which
/// like albedo is known only up to a scale.
/// Throws: Input if the sizes differ.
/// Source: Wu, Chowdhury, Shanmugaraja, Jacobs, Sengupta, Measured Albedo in the Wild: Filling the Gap in Intrinsics
/// Evaluation, ICCP 2023 (arXiv 2306.15662), its intensity and chromaticity metrics; details from the authors' program
/// (github.com/MeasuredAlbedo/code, numerical_albedo.py: `--loss si --metric mean`, `--loss per_si --metric deltae`)
/// @{

/// Mean square difference of the channels' means, after the one factor for the whole picture that makes it smallest.
/// Units: linear light squared, plain; papers print it times 100.
double intensityError(const Image& made, const Image& wanted);

/// Mean CIEDE2000 difference after each pixel was given the wanted one's intensity (mean of the channels).
/// Units: CIEDE2000.
double chromaticityError(const Image& made, const Image& wanted);

/// @}

} // namespace unividx
