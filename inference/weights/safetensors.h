#pragma once

#include "inference/weights/safetensors_header.h"
#include "inference/weights/weight_source.h"

#include <filesystem>
#include <map>
#include <string>

namespace unividx {

/// Views of every tensor of a file, sharded set, index or folder. Data is read when it is touched; a tensor changed in
/// place changes in memory only.
/// Throws: Model naming the file, the tensor and what is wrong.
TensorMap readSafetensors(const std::filesystem::path& path);

/// Writes a checkpoint atomically. Tensors may lie anywhere and be strided; the file's order is by type, then name.
/// Throws: Output naming the file.
void writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace unividx
