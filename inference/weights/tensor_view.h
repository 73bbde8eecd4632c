#pragma once

#include "inference/weights/mapped_file.h"

#include <torch/types.h>

#include <memory>
#include <string>

namespace unividx {

/// The ATen type of a safetensors type name. Throws: Model for a type this program does not read (F8_E4M3, U32...).
at::ScalarType scalarTypeOf(const std::string& dtype);

/// The safetensors name of an ATen type. Throws: Internal if there is none.
std::string dtypeName(at::ScalarType type);

/// A tensor over a mapped file's bytes; it keeps the mapping alive. Bytes not aligned for their type are copied.
/// `begin` and what the sizes and strides span must lie inside the file (checked by the caller).
at::Tensor viewTensor(const std::shared_ptr<const MappedFile>& file, std::uint64_t begin, at::ScalarType type,
                      at::IntArrayRef sizes, at::IntArrayRef strides);

} // namespace unividx
