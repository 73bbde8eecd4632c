#pragma once

#include "inference/weights/tensor_info.h"
#include "inference/weights/weight_source.h"

#include <filesystem>

namespace unividx {

/// Views of every tensor of a `.pth` file (a zip archive with a pickled dictionary of tensors, flat or under
/// `model_state`). Nothing in the pickle is executed, and data is read only when it is touched; a tensor changed in
/// place changes in memory only.
///
/// Throws: Model naming the file, and the tensor, opcode or global that is wrong.
TensorMap readTorchArchive(const std::filesystem::path& path);

/// The same without data.
TensorInfoMap readTorchArchiveHeader(const std::filesystem::path& path);

} // namespace unividx
