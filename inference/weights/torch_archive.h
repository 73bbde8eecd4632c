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

/// Reads the whole file and compares each entry with the sum the archive notes for it. The two above check the pickle's
/// sum alone, because weights are mapped, not read.
/// Throws: Model naming the file and the entry that was changed or damaged.
void verifyTorchArchive(const std::filesystem::path& path);

} // namespace unividx
