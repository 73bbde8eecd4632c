#include "inference/dit/block.h"

#include "inference/nn/activation.h"
#include "inference/nn/attention.h"
#include "inference/nn/norm.h"

#include <cmath>

namespace unividx {

namespace {

/// [..., N, D] -> [..., N, H, D/H]
at::Tensor splitHeads(const at::Tensor& x, std::int64_t heads)
{
    return x.unflatten(-1, {heads, -1});
}

void tell(const BlockContext& context, const char* name, const at::Tensor& value)
{
    if (context.probe)
        (*context.probe)(name, value);
}

double scaleOf(const at::Tensor& heads)
{
    return 1.0 / std::sqrt(static_cast<double>(heads.size(-1)));
}

} // namespace

std::array<at::Tensor, 3> SelfAttention::projected(const at::Tensor& x, ModalitySet gates) const
{
    if (!at::GradMode::is_enabled())
        return {q(x, gates), k(x, gates), v(x, gates)};
    const at::Tensor rows = rowsFirst(x); // laid out once for the three
    const std::int64_t batch = x.size(0);
    return {batchFirst(q.onRows(rows, gates), batch), batchFirst(k.onRows(rows, gates), batch),
            batchFirst(v.onRows(rows, gates), batch)};
}

at::Tensor SelfAttention::operator()(const at::Tensor& x, const BlockContext& context) const
{
    const auto [plainQ, plainK, plainV] = projected(x, context.attentionGates);
    tell(context, "self_attn.q", plainQ);
    const at::Tensor turnedQ = normAndRotate(plainQ, normQ, context.eps, context.rope);
    const at::Tensor turnedK = normAndRotate(plainK, normK, context.eps, context.rope);
    const at::Tensor values = splitHeads(plainV, context.heads);
    tell(context, "self_attn.q_rope", turnedQ.flatten(-2));
    tell(context, "self_attn.k_rope", turnedK.flatten(-2));
    // [B, 4, N, H, d] -> [B, 4N, H, d]: the four modalities are one sequence
    const at::Tensor mixed =
        attention(turnedQ.flatten(1, 2), turnedK.flatten(1, 2), values.flatten(1, 2), scaleOf(turnedQ))
            .reshape(x.sizes());
    tell(context, "self_attn.attn", mixed);
    const at::Tensor out = o(mixed, context.attentionGates);
    tell(context, "self_attn", out);
    return out;
}

TextKeys CrossAttention::keys(const at::Tensor& text, std::int64_t heads, double eps) const
{
    return {splitHeads(rmsNorm(k(text), normK, eps), heads), splitHeads(v(text), heads)};
}

at::Tensor CrossAttention::operator()(const at::Tensor& x, const TextKeys& text, std::int64_t heads, double eps) const
{
    const at::Tensor queries = splitHeads(rmsNorm(q(x), normQ, eps), heads); // [B, 4, N, H, d]
    const double scale = scaleOf(queries);
    if (text.k.size(1) == 1) { // one prompt for all rows: their tokens ask the same keys
        const at::Tensor mixed = attention(queries.flatten(1, 2), text.k.squeeze(1), text.v.squeeze(1), scale);
        return o(mixed.reshape(x.sizes()));
    }
    const at::Tensor mixed = attention(queries.flatten(0, 1), text.k.flatten(0, 1), text.v.flatten(0, 1), scale);
    return o(mixed.reshape(x.sizes()));
}

at::Tensor DitBlock::feedForward(const at::Tensor& x, const BlockContext& context) const
{
    if (context.rules.feedForward == AdapterRules::FeedForward::GatedByRow) {
        const ModalitySet gates = context.feedForwardGates;
        if (!at::GradMode::is_enabled())
            return down(geluTanh(up(x, gates)), gates);
        return batchFirst(down.onRows(geluTanh(up.onRows(rowsFirst(x), gates)), gates), x.size(0));
    }
    return down.withAdapterOf(context.rules.sharedFeedForwardRow,
                              geluTanh(up.withAdapterOf(context.rules.sharedFeedForwardRow, x)));
}

at::Tensor DitBlock::operator()(const at::Tensor& x, const TextKeys& text, const BlockContext& context) const
{
    const auto m = (context.modulation + modulation.unsqueeze(0)).unsqueeze(3).unbind(2); // six of [B, 4, 1, D]
    const at::Tensor mixed = selfAttention(modulatedLayerNorm(x, m[0], m[1], context.eps), context);
    const StreamAndNorm first = addAndNorm(x, mixed, m[2], norm3Weight, norm3Bias, context.eps);
    const at::Tensor asked = crossAttention(first.normed, text, context.heads, context.eps);
    tell(context, "cross_attn", asked);
    const StreamAndNorm second = addAndModulate(first.stream, asked, m[3], m[4], context.eps);
    const at::Tensor fed = feedForward(second.normed, context);
    tell(context, "ffn", fed);
    return at::addcmul(second.stream, m[5], fed);
}

DitBlock takeDitBlock(WeightSource& base, WeightSource* lora, const Family& family, std::int64_t index,
                      std::int64_t dim)
{
    const std::string prefix = "blocks." + std::to_string(index) + ".";
    const auto gated = [&](const std::string& layer, std::int64_t in, std::int64_t out) {
        GatedLinear linear;
        linear.base = takeLinear(base, prefix + layer, in, out);
        for (std::size_t row = 0; lora && row < family.modalities.size(); ++row) {
            const std::string end = "." + std::string(family.modalities[row].adapter) + ".weight";
            Adapter adapter;
            adapter.a = lora->take(prefix + layer + ".lora_A" + end, {-1, linear.base.weight.size(1)});
            adapter.b = lora->take(prefix + layer + ".lora_B" + end, {linear.base.weight.size(0), adapter.a.size(0)});
            linear.adapters[row] = adapter;
        }
        return linear;
    };
    DitBlock block;
    block.selfAttention.q = gated("self_attn.q", dim, dim);
    block.selfAttention.k = gated("self_attn.k", dim, dim);
    block.selfAttention.v = gated("self_attn.v", dim, dim);
    block.selfAttention.o = gated("self_attn.o", dim, dim);
    block.selfAttention.normQ = base.take(prefix + "self_attn.norm_q.weight", {dim});
    block.selfAttention.normK = base.take(prefix + "self_attn.norm_k.weight", {dim});
    block.crossAttention.q = takeLinear(base, prefix + "cross_attn.q", dim, dim);
    block.crossAttention.k = takeLinear(base, prefix + "cross_attn.k", dim, dim);
    block.crossAttention.v = takeLinear(base, prefix + "cross_attn.v", dim, dim);
    block.crossAttention.o = takeLinear(base, prefix + "cross_attn.o", dim, dim);
    block.crossAttention.normQ = base.take(prefix + "cross_attn.norm_q.weight", {dim});
    block.crossAttention.normK = base.take(prefix + "cross_attn.norm_k.weight", {dim});
    block.up = gated("ffn.0", dim, -1);
    block.down = gated("ffn.2", block.up.base.weight.size(0), dim);
    block.norm3Weight = base.take(prefix + "norm3.weight", {dim});
    block.norm3Bias = base.take(prefix + "norm3.bias", {dim});
    block.modulation = base.take(prefix + "modulation", {1, 6, dim});
    return block;
}

} // namespace unividx
