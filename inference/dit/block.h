#pragma once

#include "inference/dit/adapters.h"
#include "inference/nn/linear.h"
#include "inference/nn/rope.h"

#include <torch/types.h>

#include <array>
#include <functional>
#include <string>

namespace unividx {

/// Told of intermediate results by name, for parity checks. Null in normal use.
using Probe = std::function<void(const std::string& name, const at::Tensor& value)>;

/// What one block needs to know beside its tokens.
struct BlockContext {
    at::Tensor modulation; ///< [B, 4, 6, D]
    RopeTable rope;
    ModalitySet attentionGates;
    ModalitySet feedForwardGates; ///< used when the rules say GatedByRow
    AdapterRules rules;
    std::int64_t heads = 1;
    double eps = 1e-6;
    const Probe* probe = nullptr;
};

/// Keys and values of the prompt for one block; the same at every step, so they are made once.
struct TextKeys {
    at::Tensor k, v; ///< [B, R, L, H, D/H]; R is 4, or 1 where all rows share the prompt
};

/// Cross-modal self-attention (CMSA): every modality's tokens look at the tokens of all modalities.
///
/// Shape:  x [B, 4, N, D] -> same
/// Keys:   q k v o {weight, bias}, norm_q norm_k {weight}; adapters by row
/// Source: inference/MODEL.md, section 4
struct SelfAttention {
    GatedLinear q, k, v, o;
    at::Tensor normQ, normK; ///< [D]

    at::Tensor operator()(const at::Tensor& x, const BlockContext& context) const;

private:
    std::array<at::Tensor, 3> projected(const at::Tensor& x, ModalitySet gates) const;
};

/// Attention to the prompt's tokens, each row to its own context.
struct CrossAttention {
    Linear q, k, v, o;
    at::Tensor normQ, normK; ///< [D]

    TextKeys keys(const at::Tensor& text, std::int64_t heads, double eps) const;
    at::Tensor operator()(const at::Tensor& x, const TextKeys& text, std::int64_t heads, double eps) const;
};

/// One transformer block. Shape: x [B, 4, N, D] -> same.
struct DitBlock {
    SelfAttention selfAttention;
    CrossAttention crossAttention;
    GatedLinear up, down;              ///< ffn.0, ffn.2
    at::Tensor norm3Weight, norm3Bias; ///< [D]
    at::Tensor modulation;             ///< [1, 6, D]

    at::Tensor operator()(const at::Tensor& x, const TextKeys& text, const BlockContext& context) const;

private:
    at::Tensor feedForward(const at::Tensor& x, const BlockContext& context) const;
};

/// Takes `blocks.<index>.*` from the base and, if there are any, the adapters of `family` from `lora`.
/// Throws: Model.
DitBlock takeDitBlock(WeightSource& base, WeightSource* lora, const Family& family, std::int64_t index,
                      std::int64_t dim);

} // namespace unividx
