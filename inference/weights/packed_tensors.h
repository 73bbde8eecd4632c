#pragma once

#include "inference/weights/weight_source.h"

#include <string>

namespace unividx {

/// Two ways to store a tensor `X` in less room, both undone when it is read:
/// - **Rows of bytes**: `X` is I8 [rows, ...] and `X.scale` F16 [rows]; a value is byte * scale of its row. It errs by
///   at most half the scale, which is 1/127 of the row's largest value, rounded up to float16.
/// - **Without zeros**: `X` is 1-D and holds the values other than zero in order, `X.places` U8 one bit for every value
///   (lowest bit first, set where a value is stored), `X.shape` I64 the shape. Exact.

/// All tensors as they are meant: rows of bytes as float32, tensors without zeros whole and in their type.
/// Throws: Model naming the tensor if its parts do not fit each other.
TensorMap unpacked(TensorMap tensors);

/// The tensors with every floating matrix and kernel as rows of bytes, one an output; small ones and all others stay as
/// they are.
TensorMap withPackedMatrices(const TensorMap& tensors);

} // namespace unividx
