#pragma once

#include "inference/weights/layout.h"
#include "inference/weights/weight_source.h"

#include <torch/types.h>

namespace unividx {

/// A VAE that is a good linear autoencoder before its first training step.
///
/// Encoder: three levels of principal components of 2x2 neighbours, which end as the 16 leading components of 8x8
/// pixels; of every four frames the last is kept. Each component's deviation is the root of its natural one (their mean
/// square is 1), so that what matters to the eye matters to the diffusion loss.
/// Decoder: each level's nearest-neighbour upsampling and 3x3 convolution fitted by least squares to the encoder's
/// level. Every residual branch ends in zeros; a few channels hold a constant, so that the norms keep magnitudes.
///
/// Shape: pictures [N, 3, H, W] in [-1, 1], H and W multiples of 8
/// Throws: Usage if `sizes.dim` is too narrow for it (below 10).
TensorMap fittedVae(const VaeSizes& sizes, const at::Tensor& pictures, std::uint64_t seed);

} // namespace unividx
