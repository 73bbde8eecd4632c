#pragma once

#include "inference/weights/model_package.h"

#include <filesystem>

namespace unividx {

/// Writes a package again in about half the room: the matrices of its base, adapters and predictor as rows of bytes
/// (packed_tensors.h), all else as it is. Gives the new package, whose model.json notes its own hash.
///
/// `to`: a folder that is made; it must not hold a package already.
/// Throws: Model if the package cannot be read; Output if `to` holds one or cannot be written.
ModelPackage packPackage(const ModelPackage& package, const std::filesystem::path& to);

} // namespace unividx
