#pragma once

#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <vector>

namespace unividx {

/// The umT5 text encoder. Sizes are read off the weights.
///
/// Keys:   token_embedding, norm {weight}; blocks.N.norm1, norm2, attn.q k v o, ffn.gate.0 fc1 fc2 {weight},
///         blocks.N.pos_embedding.embedding.weight
/// Memory: weights stay as they are stored (views of a mapped file, say); each is converted to the type and moved to
///         the device it is used in only while its block runs, so the published encoder's 11 GB need not be resident.
/// Source: model specification, section 5.3.
class UmT5Encoder {
public:
    /// Takes every tensor of `weights`. Throws: Model naming the tensor that is missing, misshaped or left over.
    explicit UmT5Encoder(WeightSource weights, at::Device device = at::kCPU, at::ScalarType type = at::kFloat);

    /// Shape: ids, mask [B, N] int64 -> [B, N, width]. Norms and the softmax are taken in float32.
    /// Throws: Model if an id lies outside the vocabulary.
    at::Tensor encode(const at::Tensor& ids, const at::Tensor& mask) const;

    /// A block's relative position bias. Shape: [1, heads, length, length].
    at::Tensor positionBias(std::size_t block, std::int64_t length) const;

    std::int64_t width() const { return width_; }
    std::int64_t vocabularySize() const { return tokenEmbedding_.size(0); }
    std::int64_t heads() const { return heads_; }
    std::size_t blocks() const { return blocks_.size(); }

private:
    struct Block {
        at::Tensor norm1, q, k, v, o, positions, norm2, gate, fc1, fc2;
    };

    at::Tensor ready(const at::Tensor& weight) const;
    at::Tensor norm(const at::Tensor& x, const at::Tensor& weight) const;
    at::Tensor attend(const Block& block, const at::Tensor& x, const at::Tensor& bias) const;
    at::Tensor feedForward(const Block& block, const at::Tensor& x) const;

    at::Device device_;
    at::ScalarType type_;
    at::Tensor tokenEmbedding_; ///< [vocabulary, width]
    at::Tensor finalNorm_;
    std::vector<Block> blocks_;
    std::int64_t width_ = 0;
    std::int64_t heads_ = 0;
};

/// The position bucket of `key - query`; half the buckets are for keys to the right. Exact up to a quarter of the
/// buckets, then logarithmic up to a distance of 128.
std::int64_t positionBucket(std::int64_t keyMinusQuery, std::int64_t buckets);

} // namespace unividx
