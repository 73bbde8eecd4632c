#pragma once

#include "inference/weights/tensor_info.h"

#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// A tensor to be described in a file without any data.
struct SparseTensor {
    std::string name;
    std::string dtype; ///< F32 or BF16
    std::vector<std::int64_t> shape;
};

/// The tensors of one of the fixtures' lists of published files, in their order.
std::vector<SparseTensor> publishedTensors(const std::string& manifest);

/// A safetensors file of full size whose data is one hole.
void writeSparseSafetensors(const std::filesystem::path& path, const std::vector<SparseTensor>& tensors);

/// The same as `torch.save` lays it out: a zip64 archive whose offsets pass 4 GB where the data does.
void writeSparseTorchArchive(const std::filesystem::path& path, const std::vector<SparseTensor>& tensors);

/// A folder of all published files: six shards, VAE, text encoder, tokenizer, both families' adapters.
void writePublishedFolder(const std::filesystem::path& folder);

} // namespace unividx
