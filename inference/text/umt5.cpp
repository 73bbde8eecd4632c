#include "inference/text/umt5.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace unividx {

namespace {

constexpr double normEpsilon = 1e-6;
constexpr std::int64_t farthest = 128; // distances from here on share a bucket

} // namespace

std::int64_t positionBucket(std::int64_t keyMinusQuery, std::int64_t buckets)
{
    const std::int64_t half = buckets / 2;
    const std::int64_t exact = half / 2;
    const std::int64_t base = keyMinusQuery > 0 ? half : 0;
    const std::int64_t distance = std::abs(keyMinusQuery);
    if (distance < exact)
        return base + distance;
    // In float32, as the reference does: in double precision some distances fall into the next bucket.
    const float part = std::log(static_cast<float>(distance) / static_cast<float>(exact)) /
                       static_cast<float>(std::log(static_cast<double>(farthest) / static_cast<double>(exact))) *
                       static_cast<float>(half - exact);
    return base + std::min(half - 1, exact + static_cast<std::int64_t>(part));
}

UmT5Encoder::UmT5Encoder(WeightSource weights, at::Device device, at::ScalarType type) : device_(device), type_(type)
{
    tokenEmbedding_ = weights.take("token_embedding.weight", {-1, -1});
    width_ = tokenEmbedding_.size(1);
    finalNorm_ = weights.take("norm.weight", {width_});
    const std::int64_t count = weights.countBlocks("blocks.");
    if (count == 0)
        throw Error(ErrorKind::Model, weights.label() + ": the text encoder has no blocks");
    for (std::int64_t index = 0; index < count; ++index) {
        const std::string prefix = "blocks." + std::to_string(index) + ".";
        Block block;
        block.q = weights.take(prefix + "attn.q.weight", {-1, width_});
        const std::int64_t inner = block.q.size(0);
        block.positions = weights.take(prefix + "pos_embedding.embedding.weight", {-1, index == 0 ? -1 : heads_});
        heads_ = block.positions.size(1);
        if (heads_ == 0 || inner % heads_ != 0 || block.positions.size(0) < 4 || block.positions.size(0) % 4 != 0)
            throw Error(ErrorKind::Model, weights.label() + ": the tensor '" + prefix +
                                              "pos_embedding.embedding.weight' does not fit the attention's width of " +
                                              std::to_string(inner));
        block.k = weights.take(prefix + "attn.k.weight", {inner, width_});
        block.v = weights.take(prefix + "attn.v.weight", {inner, width_});
        block.o = weights.take(prefix + "attn.o.weight", {width_, inner});
        block.norm1 = weights.take(prefix + "norm1.weight", {width_});
        block.norm2 = weights.take(prefix + "norm2.weight", {width_});
        block.gate = weights.take(prefix + "ffn.gate.0.weight", {-1, width_});
        block.fc1 = weights.take(prefix + "ffn.fc1.weight", {block.gate.size(0), width_});
        block.fc2 = weights.take(prefix + "ffn.fc2.weight", {width_, block.gate.size(0)});
        blocks_.push_back(std::move(block));
    }
    weights.finish();
}

at::Tensor UmT5Encoder::ready(const at::Tensor& weight) const
{
    return weight.to(device_, type_);
}

at::Tensor UmT5Encoder::norm(const at::Tensor& x, const at::Tensor& weight) const
{
    const at::Tensor wide = x.to(at::kFloat); // the mean is taken in float32, as the reference does
    const at::Tensor scaled = wide * at::rsqrt(wide.square().mean(-1, true) + normEpsilon);
    return scaled.to(type_) * ready(weight);
}

at::Tensor UmT5Encoder::positionBias(std::size_t block, std::int64_t length) const
{
    const at::Tensor& table = blocks_.at(block).positions;
    at::Tensor buckets = at::empty({length, length}, at::kLong);
    auto values = buckets.accessor<std::int64_t, 2>();
    for (std::int64_t query = 0; query < length; ++query) {
        for (std::int64_t key = 0; key < length; ++key)
            values[query][key] = positionBucket(key - query, table.size(0));
    }
    // [length, length, heads] -> [1, heads, length, length]
    return ready(table)
        .index_select(0, buckets.view({-1}).to(device_))
        .view({length, length, heads_})
        .permute({2, 0, 1})
        .unsqueeze(0);
}

at::Tensor UmT5Encoder::attend(const Block& block, const at::Tensor& x, const at::Tensor& bias) const
{
    const auto split = [&](const at::Tensor& weight) { // [B, N, H*d] -> [B, H, N, d]
        return at::linear(x, ready(weight)).view({x.size(0), x.size(1), heads_, -1}).transpose(1, 2);
    };
    const at::Tensor scores = at::matmul(split(block.q), split(block.k).transpose(2, 3)) + bias; // no scale: umT5's way
    const at::Tensor shares = at::softmax(scores, -1, at::kFloat).to(type_);
    const at::Tensor mixed = at::matmul(shares, split(block.v)); // [B, H, N, d]
    return at::linear(mixed.transpose(1, 2).reshape({x.size(0), x.size(1), -1}), ready(block.o));
}

at::Tensor UmT5Encoder::feedForward(const Block& block, const at::Tensor& x) const
{
    const at::Tensor gate = at::gelu(at::linear(x, ready(block.gate)), "tanh");
    return at::linear(at::linear(x, ready(block.fc1)) * gate, ready(block.fc2));
}

at::Tensor UmT5Encoder::encode(const at::Tensor& ids, const at::Tensor& mask) const
{
    if (ids.numel() > 0 && (ids.min().item<std::int64_t>() < 0 || ids.max().item<std::int64_t>() >= vocabularySize()))
        throw Error(ErrorKind::Model, "the tokenizer knows tokens that the text encoder does not (its vocabulary has " +
                                          std::to_string(vocabularySize()) + "); they do not belong together");
    const std::int64_t length = ids.size(1);
    // Rows are looked up where the table lies; only they are converted.
    at::Tensor x = ready(tokenEmbedding_.index_select(0, ids.reshape({-1}).to(tokenEmbedding_.device())))
                       .view({ids.size(0), length, width_});
    const at::Tensor hidden = mask.to(device_).eq(0).view({mask.size(0), 1, 1, length});
    const double lowest = type_ == at::kBFloat16 ? static_cast<double>(std::numeric_limits<c10::BFloat16>::lowest())
                          : type_ == at::kHalf   ? static_cast<double>(std::numeric_limits<c10::Half>::lowest())
                                                 : static_cast<double>(std::numeric_limits<float>::lowest());
    for (std::size_t index = 0; index < blocks_.size(); ++index) {
        const Block& block = blocks_[index];
        const at::Tensor bias = positionBias(index, length).masked_fill(hidden, lowest);
        x = x + attend(block, norm(x, block.norm1), bias);
        x = x + feedForward(block, norm(x, block.norm2));
    }
    return norm(x, finalNorm_);
}

} // namespace unividx
