#pragma once

#include <torch/types.h>

#include <cstdint>

namespace unividx {

/// Rotary positions of a grid of tokens: frame, row and column each turn a part of the head's channels.
struct RopeTable {
    at::Tensor cos; ///< [tokens, headDim / 2] float32, computed in float64
    at::Tensor sin; ///< same
};

/// Tokens are ordered frame, row, column. A head of d channels gives d - 2*floor(d/3) to the frame and floor(d/3) to
/// row and column each. Each part must be even: heads of 20, 32 or 128 channels do, of 64 do not.
/// Source: inference/MODEL.md, section 4 (RoPE).
RopeTable ropeTable(std::int64_t headDim, std::int64_t frames, std::int64_t rows, std::int64_t columns);

/// Turns adjacent pairs of channels. Shape: x [B, 4, N, H, D] -> same; the same positions in all four rows.
at::Tensor applyRope(const at::Tensor& x, const RopeTable& table);

/// RMS norm over all channels, then each head's pairs turned.
/// Shape: x [B, 4, N, H * D], weight [H * D] -> [B, 4, N, H, D]
at::Tensor normAndRotate(const at::Tensor& x, const at::Tensor& weight, double eps, const RopeTable& table);

/// Sinusoidal embedding of timesteps, cosines first, angles in float64.
/// Shape: t [...] -> [..., channels] float32
at::Tensor sinusoid(const at::Tensor& t, std::int64_t channels);

} // namespace unividx
