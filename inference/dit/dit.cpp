#include "inference/dit/dit.h"

#include "core/base/error.h"
#include "inference/dit/recompute.h"
#include "inference/nn/norm.h"

namespace unividx {

Dit::Dit(WeightSource& base, WeightSource* lora, const Family& family, std::int64_t heads)
{
    patchWeight_ = base.take("patch_embedding.weight", {-1, -1, 1, -1, -1});
    config_.dim = patchWeight_.size(0);
    config_.inChannels = patchWeight_.size(1);
    config_.patchHeight = patchWeight_.size(3);
    config_.patchWidth = patchWeight_.size(4);
    const std::int64_t dim = config_.dim;
    config_.heads = heads > 0 ? heads : dim / 128;
    if (config_.heads < 1 || dim % config_.heads != 0 || (dim / config_.heads) % 2 != 0 ||
        (dim / config_.heads / 3) % 2 != 0) // each of the three positions turns pairs of channels
        throw Error(ErrorKind::Model, base.label() + ": " + std::to_string(dim) + " channels cannot be split into " +
                                          std::to_string(config_.heads) + " heads; set 'heads' in model.json");
    patchBias_ = base.take("patch_embedding.bias", {dim});
    time0_ = takeLinear(base, "time_embedding.0", -1, dim);
    time2_ = takeLinear(base, "time_embedding.2", dim, dim);
    timeProjection_ = takeLinear(base, "time_projection.1", dim, 6 * dim);
    text0_ = takeLinear(base, "text_embedding.0", -1, dim);
    text2_ = takeLinear(base, "text_embedding.2", dim, dim);
    head_ = takeLinear(base, "head.head", dim, -1);
    headModulation_ = base.take("head.modulation", {1, 2, dim});
    config_.frequencyDim = time0_.weight.size(1);
    config_.textDim = text0_.weight.size(1);
    const std::int64_t patch = config_.patchHeight * config_.patchWidth;
    if (head_.weight.size(0) % patch != 0)
        throw Error(ErrorKind::Model,
                    base.label() + ": 'head.head.weight' does not fit the patch of 'patch_embedding.weight'");
    config_.outChannels = head_.weight.size(0) / patch;
    config_.layers = base.countBlocks("blocks.");
    for (std::int64_t index = 0; index < config_.layers; ++index)
        blocks_.push_back(takeDitBlock(base, lora, family, index, dim));
    if (!blocks_.empty())
        config_.feedForward = blocks_.front().up.base.weight.size(0);
}

PreparedText Dit::prepareText(const at::Tensor& context, const Probe* probe) const
{
    const at::Tensor text = text2_(at::gelu(text0_(context.to(dtype())), "tanh"));
    if (probe)
        (*probe)("context", text);
    PreparedText prepared;
    for (const DitBlock& block : blocks_)
        prepared.blocks.push_back(block.crossAttention.keys(text, config_.heads, config_.eps));
    return prepared;
}

at::Tensor Dit::patchify(const at::Tensor& latents) const
{
    // [B, 4, C, T, h, w] -> [B, 4, T, h/ph, w/pw, C*ph*pw]: the convolution's kernel is its stride, so it is a product
    const std::int64_t ph = config_.patchHeight;
    const std::int64_t pw = config_.patchWidth;
    const auto s = latents.sizes();
    const at::Tensor patches = latents.reshape({s[0], 4, s[2], s[3], s[4] / ph, ph, s[5] / pw, pw})
                                   .permute({0, 1, 3, 4, 6, 2, 5, 7})
                                   .flatten(5);
    return Linear{patchWeight_.flatten(1), patchBias_}(patches);
}

at::Tensor Dit::velocity(const at::Tensor& latents, const at::Tensor& timesteps, const PreparedText& text,
                         const Task& task, const Pause& pause, const Probe* probe) const
{
    const at::Tensor patched = patchify(latents.to(dtype())); // [B, 4, T, i, j, D]
    const std::int64_t frames = patched.size(2);
    const std::int64_t rows = patched.size(3);
    const std::int64_t columns = patched.size(4);
    const at::Tensor time =
        time2_(at::silu(time0_(sinusoid(timesteps, config_.frequencyDim).to(patchWeight_.options())))); // [B, 4, D]

    BlockContext context;
    context.modulation = timeProjection_(at::silu(time)).unflatten(-1, {6, config_.dim});
    const RopeTable rope = ropeTable(config_.dim / config_.heads, frames, rows, columns);
    context.rope = {rope.cos.to(patched.device()), rope.sin.to(patched.device())};
    context.attentionGates = attentionGates(task, rules_);
    context.feedForwardGates = task.targets();
    context.rules = rules_;
    context.heads = config_.heads;
    context.eps = config_.eps;

    std::string blockName;
    const Probe inBlock = [&](const std::string& name, const at::Tensor& value) {
        (*probe)(blockName + "." + name, value);
    };
    if (probe) {
        context.probe = &inBlock;
        (*probe)("patch", patched.permute({0, 1, 5, 2, 3, 4}));
        (*probe)("t", time);
        (*probe)("t_mod", context.modulation);
    }
    at::Tensor x = patched.flatten(2, 4);
    for (std::size_t index = 0; index < blocks_.size(); ++index) {
        if (pause)
            pause();
        blockName = "block" + std::to_string(index);
        x = recompute_ && at::GradMode::is_enabled() ? recomputed(blocks_[index], x, text.blocks[index], context)
                                                     : blocks_[index](x, text.blocks[index], context);
        if (probe)
            (*probe)(blockName, x);
    }
    const auto m = (headModulation_.unsqueeze(0) + time.unsqueeze(2)).unsqueeze(3).unbind(2); // two of [B, 4, 1, D]
    x = head_(modulatedLayerNorm(x, m[0], m[1], config_.eps));
    if (probe)
        (*probe)("head", x);
    // [B, 4, N, (ph, pw, c)] -> [B, 4, c, T, h, w]
    return x
        .reshape({x.size(0), 4, frames, rows, columns, config_.patchHeight, config_.patchWidth, config_.outChannels})
        .permute({0, 1, 7, 2, 3, 5, 4, 6})
        .reshape({x.size(0), 4, config_.outChannels, frames, rows * config_.patchHeight, columns * config_.patchWidth});
}

} // namespace unividx
