#pragma once

#include "inference/weights/tensor_info.h"

#include <filesystem>

namespace unividx {

/// Every tensor of a `.pth` file (a zip archive with a pickled dictionary of tensors, flat or under `model_state`).
/// Nothing in the pickle is executed, and no tensor's data is read.
///
/// Throws: Model naming the file, and the tensor, opcode or global that is wrong.
TensorInfoMap readTorchArchiveHeader(const std::filesystem::path& path);

/// Reads the whole file and compares each entry with the sum the archive notes for it. The function above checks the
/// pickle's sum alone, because weights are mapped, not read.
/// Throws: Model naming the file and the entry that was changed or damaged.
void verifyTorchArchive(const std::filesystem::path& path);

} // namespace unividx
