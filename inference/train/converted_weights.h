#pragma once

#include "inference/train/train_config.h"
#include "inference/weights/weight_source.h"

#include <cstdint>

namespace unividx {

/// A video autoencoder's weights as one of pictures, which gives each picture what the former gives a first frame: of
/// each kernel in time the last tap, and nothing between frames. As it is if it is one of pictures already.
TensorMap pictureVae(const TensorMap& vae);

/// The autoencoder a configuration begins from, of pictures where it asks for one.
/// Throws: Input naming the file.
TensorMap givenVae(const TrainConfig& config);

/// A DiT's base with other patches: each of the new ones is read and written as the mean of the old ones' places says,
/// so that smooth latents give nearly the same answer, for training to go on from. As it is if its patches are so.
/// Shape: patches of `height` x `width` latent cells
TensorMap withPatches(TensorMap base, std::int64_t height, std::int64_t width);

} // namespace unividx
