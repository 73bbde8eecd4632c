#pragma once

#include "core/task/task.h"
#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <array>
#include <optional>
#include <string>

namespace unividx {

/// y = x W^T + b.
struct Linear {
    at::Tensor weight; ///< [out, in]
    at::Tensor bias;   ///< [out], or undefined

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Takes `prefix.weight` and `prefix.bias`. A size of -1 accepts any. Throws: Model.
Linear takeLinear(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out);

/// A low-rank addition to a linear layer: (x A^T) B^T, scale 1 (inference/MODEL.md, section 3).
struct Adapter {
    at::Tensor a; ///< [rank, in]
    at::Tensor b; ///< [out, rank]

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Decoupled gated LoRA (DGL): a linear layer whose rows (modalities) can each add an adapter of their own.
struct GatedLinear {
    Linear base;
    std::array<std::optional<Adapter>, 4> adapters; ///< by row; a row without one always runs on base weights

    /// Shape: x [B, 4, N, in] -> [B, 4, N, out]. Rows in `active` add their adapter.
    at::Tensor operator()(const at::Tensor& x, ModalitySet active) const;

    /// The same on rows that `rowsFirst` laid out, in the type it gave: [4, B * N, in] -> [4, B * N, out].
    at::Tensor onRows(const at::Tensor& rows, ModalitySet active) const;

    /// The same adapter on every row: x [..., in] -> [..., out]. `row` may have none, then base weights alone.
    at::Tensor withAdapterOf(std::size_t row, const at::Tensor& x) const;
};

/// Tokens laid out for products of all samples at once, modality by modality, in the type that products take (see
/// products.h): [B, 4, N, D] float32 -> [4, B * N, D]. Layers that follow each other, or share an input, share it.
at::Tensor rowsFirst(const at::Tensor& x);

/// Back again: [4, B * N, D] -> [B, 4, N, D] float32. In double precision both keep the type.
at::Tensor batchFirst(const at::Tensor& rows, std::int64_t batch);

} // namespace unividx
