#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// Where one tensor lies in a weight file, and what it is. Known without reading any of its data.
struct TensorInfo {
    std::string dtype;               ///< as safetensors spells it: F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL
    std::vector<std::int64_t> shape; ///< empty for a scalar
    std::uint64_t begin = 0;         ///< of its bytes, from the start of `file`
    std::uint64_t bytes = 0;         ///< of its elements alone; a strided tensor may span more
    std::filesystem::path file;
    std::vector<std::int64_t> strides; ///< in elements, one an axis; empty if the elements are contiguous
};

/// A checkpoint's tensors by their published names, without their data.
using TensorInfoMap = std::map<std::string, TensorInfo>;

/// "[5120, 4096]", for messages.
std::string shapeText(const std::vector<std::int64_t>& shape);

/// The elements of a tensor of this shape. Throws: Model if a size is negative or the product does not fit
/// in 63 bits.
std::int64_t countElements(const std::vector<std::int64_t>& shape);

/// Bytes of one element of a safetensors type; 0 for a type that the format does not have.
std::uint64_t elementBytes(const std::string& dtype);

/// Elements from a tensor's first to one past the last that its strides reach.
/// `strides`: one an axis, none negative. Throws: Model if the sum does not fit in 63 bits.
std::uint64_t spanOf(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides);

} // namespace unividx
