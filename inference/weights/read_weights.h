#pragma once

#include "inference/weights/model_package.h"
#include "inference/weights/weight_source.h"

#include <filesystem>

namespace unividx {

/// Views of a checkpoint's tensors (viewTensors), packed ones unpacked (packed_tensors.h). `path`: as in
/// weight_files.h. Throws: Model.
TensorMap readWeights(const std::filesystem::path& path);

/// The base's tensors, the union of all its files. Throws: Model.
TensorMap readBase(const ModelPackage& package);

} // namespace unividx
