#pragma once

#include "inference/weights/tensor_info.h"
#include "inference/weights/weight_source.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// What a safetensors file says about itself.
struct SafetensorsHeader {
    TensorInfoMap tensors;
    std::map<std::string, std::string> metadata;
};

/// Reads one file's header, and checks it against the file: sizes that fit their shapes, no gap, no overlap, not a
/// byte too few or too many.
/// Source: the format's description at github.com/huggingface/safetensors.
/// Throws: Model naming the file, the tensor and what is wrong.
SafetensorsHeader readSafetensorsHeader(const std::filesystem::path& path);

std::map<std::string, std::string> safetensorsMetadata(const std::filesystem::path& path);

/// The files that make up a checkpoint: `path` itself, all shards of the set `path` is one of
/// (`name-00001-of-00006.safetensors`, or `name-*.safetensors`), those named in a `*.index.json`, or a folder's.
/// Throws: Model naming the shard that is missing.
std::vector<std::filesystem::path> safetensorsShards(const std::filesystem::path& path);

/// The union of all shards' headers. Throws: Model, also if two shards hold the same tensor.
SafetensorsHeader readShardedHeader(const std::filesystem::path& path);

/// Views of every tensor of a file, sharded set, index or folder. Data is read when it is touched; a tensor changed in
/// place changes in memory only.
/// Throws: Model naming the file, the tensor and what is wrong.
TensorMap readSafetensors(const std::filesystem::path& path);

/// Writes a checkpoint atomically. Tensors may lie anywhere and be strided; the file's order is by type, then name.
/// Throws: Output naming the file.
void writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace unividx
