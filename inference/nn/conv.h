#pragma once

#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <cstddef>
#include <vector>

namespace unividx {

/// What the causal layers of one model remember between two chunks of frames: each layer's last input frames, in the
/// order in which the layers are passed. A fresh one stands before the first frame.
class CausalCache {
public:
    /// Call before each chunk.
    void rewind() { next_ = 0; }

    /// The next layer's memory: undefined before the first chunk.
    at::Tensor& slot()
    {
        if (next_ == slots_.size())
            slots_.emplace_back();
        return slots_[next_++];
    }

private:
    std::vector<at::Tensor> slots_;
    std::size_t next_ = 0;
};

/// A 2-D convolution on each frame. Shape: x [B, T, C, H, W] -> [B, T, C', H', W'].
struct FrameConv {
    at::Tensor weight; ///< [C', C, kh, kw]
    at::Tensor bias;   ///< [C']
    std::int64_t stride = 1;
    std::int64_t padding = 0;

    at::Tensor operator()(const at::Tensor& x) const;
};

FrameConv takeFrameConv(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                        std::int64_t kernel);

/// A 3-D convolution that sees only the past: kernel k in time gets k - 1 frames before (zeros, or the chunk before)
/// and none after; zero padding of half a kernel in space.
///
/// Shape: x [B, T, C, H, W] -> [B, T, C', H, W]. Frames are the second axis, so that a frame's planes lie together.
struct CausalConv {
    at::Tensor weight; ///< [C', C, kt, kh, kw]
    at::Tensor bias;   ///< [C']

    at::Tensor operator()(const at::Tensor& x, CausalCache& cache) const;
};

/// `kernel` is {kt, kh, kw}; -1 takes any. Throws: Model.
CausalConv takeCausalConv(WeightSource& weights, const std::string& prefix, std::int64_t in, std::int64_t out,
                          at::IntArrayRef kernel);

/// Valid 3-tap convolution in time alone, with a stride. Shape: x [B, T, C, H, W] -> [B, (T - 3) / stride + 1, C', H,
/// W].
at::Tensor timeConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, std::int64_t stride);

} // namespace unividx
