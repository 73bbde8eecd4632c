#pragma once

#include <torch/types.h>

namespace unividx {

/// GELU in its tanh form. Takes over x's memory where it can, so pass only what nobody else reads.
at::Tensor geluTanh(at::Tensor&& x);

} // namespace unividx
