#pragma once

#include "inference/weights/tensor_info.h"

#include <filesystem>
#include <vector>

namespace unividx {

/// A checkpoint is told by its name: `.pth` or `.pt` is a torch archive, all else safetensors (a file, a sharded set,
/// an index or a folder).

/// The files that make up the checkpoint. Throws: Model if one is missing.
std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& path);

/// The checkpoint's tensors as they are stored. Throws: Model.
TensorInfoMap readStoredHeader(const std::filesystem::path& path);

/// A stored header as it is meant: the two parts of a tensor packed as rows of bytes (packed_tensors.h) become one
/// tensor "I8 x F16" of their joint size. Tensors without zeros stay as they are stored, for their shape is data.
TensorInfoMap unpackedHeader(TensorInfoMap stored);

/// `unpackedHeader` of `readStoredHeader`.
TensorInfoMap readWeightsHeader(const std::filesystem::path& path);

/// Reads all data of a checkpoint that notes sums of it (`.pth`), and compares. Others are left alone.
/// Throws: Model naming the file and what was changed or damaged.
void verifyWeights(const std::filesystem::path& path);

} // namespace unividx
