#pragma once

#include "inference/weights/tensor_info.h"
#include "inference/weights/weight_source.h"

#include <filesystem>

namespace unividx {

/// Reads a checkpoint of either kind by its name: `.pth` or `.pt` is a torch archive, all else safetensors (a file,
/// a sharded set, an index or a folder). Packed tensors are unpacked (packed_tensors.h). Throws: Model.
TensorMap readWeights(const std::filesystem::path& path);

/// The same without data.
TensorInfoMap readWeightsHeader(const std::filesystem::path& path);

/// The files that make up the checkpoint. Throws: Model if one is missing.
std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& path);

/// Reads all data of a checkpoint that notes sums of it (`.pth`), and compares. Others are left alone.
/// Throws: Model naming the file and what was changed or damaged.
void verifyWeights(const std::filesystem::path& path);

} // namespace unividx
