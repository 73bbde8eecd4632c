#pragma once

#include "inference/weights/tensor_info.h"

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

} // namespace unividx
