#pragma once

#include "inference/weights/tensor_info.h"
#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <string>

namespace unividx {

/// The safetensors name of an ATen type. Throws: Internal if there is none.
std::string dtypeName(at::ScalarType type);

/// Tensors over the bytes of their files, which stay mapped as long as one of them lives. Data is read when it is
/// touched; a tensor changed in place changes in memory only. Bytes not aligned for their type are copied.
///
/// `tensors`: as a header's reader found them.
/// Throws: Model naming the file and the tensor, for a type that this program does not read (F8_E4M3, U32...) or a file
/// that became shorter.
TensorMap viewTensors(const TensorInfoMap& tensors);

} // namespace unividx
