#include "inference/train/initial_weights.h"

#include "inference/train/converted_weights.h"

#include <ATen/CPUGeneratorImpl.h>

#include <array>
#include <cmath>

namespace unividx {

namespace {

/// Fills a checkpoint under construction; every draw comes from one generator.
class Builder {
public:
    explicit Builder(std::uint64_t seed) : generator_(at::detail::createCPUGenerator(seed)) {}

    at::Tensor normal(at::IntArrayRef shape, double deviation)
    {
        return at::randn(shape, generator_, at::TensorOptions().dtype(at::kFloat)) * deviation;
    }

    at::Tensor uniform(at::IntArrayRef shape, double bound)
    {
        return (at::rand(shape, generator_, at::TensorOptions().dtype(at::kFloat)) * 2 - 1) * bound;
    }

    void linear(const std::string& name, std::int64_t out, std::int64_t in, double gain = 1.0)
    {
        tensors[name + ".weight"] = normal({out, in}, gain / std::sqrt(static_cast<double>(in)));
        tensors[name + ".bias"] = at::zeros({out});
    }

    /// Only the last tap in time is set.
    void causal(const std::string& name, std::int64_t out, std::int64_t in, std::int64_t time, std::int64_t space,
                double gain = 1.0)
    {
        at::Tensor weight = at::zeros({out, in, time, space, space});
        weight.select(2, time - 1)
            .copy_(normal({out, in, space, space}, gain / std::sqrt(static_cast<double>(in * space * space))));
        tensors[name + ".weight"] = weight;
        tensors[name + ".bias"] = at::zeros({out});
    }

    void frame(const std::string& name, std::int64_t out, std::int64_t in, std::int64_t space, double gain = 1.0)
    {
        tensors[name + ".weight"] =
            normal({out, in, space, space}, gain / std::sqrt(static_cast<double>(in * space * space)));
        tensors[name + ".bias"] = at::zeros({out});
    }

    void residual(const std::string& name, std::int64_t in, std::int64_t out)
    {
        tensors[name + ".residual.0.gamma"] = at::ones({in, 1, 1, 1});
        causal(name + ".residual.2", out, in, 3, 3, 1.4);
        tensors[name + ".residual.3.gamma"] = at::ones({out, 1, 1, 1});
        causal(name + ".residual.6", out, out, 3, 3, 0.3);
        if (in != out)
            causal(name + ".shortcut", out, in, 1, 1);
    }

    void attention(const std::string& name, std::int64_t channels)
    {
        tensors[name + ".norm.gamma"] = at::ones({channels, 1, 1});
        frame(name + ".to_qkv", 3 * channels, channels, 1);
        frame(name + ".proj", channels, channels, 1, 0.1);
    }

    void middle(const std::string& name, std::int64_t channels)
    {
        residual(name + ".0", channels, channels);
        attention(name + ".1", channels);
        residual(name + ".2", channels, channels);
    }

    void head(const std::string& name, std::int64_t channels, std::int64_t out)
    {
        tensors[name + ".0.gamma"] = at::ones({channels, 1, 1, 1});
        causal(name + ".2", out, channels, 3, 3);
    }

    TensorMap tensors;

private:
    at::Generator generator_;
};

constexpr std::array<std::int64_t, 4> multipliers{1, 2, 4, 4};
constexpr std::array<bool, 3> halvesTime{false, true, true}; ///< from full size down
constexpr std::int64_t latentChannels = 16;

/// Frame j of the shorter sequence is the mean of frames 2j - 1 and 2j.
at::Tensor averagingTaps(std::int64_t channels)
{
    at::Tensor weight = at::zeros({channels, channels, 3, 1, 1});
    weight.select(2, 1).copy_(0.5 * at::eye(channels).view({channels, channels, 1, 1}));
    weight.select(2, 2).copy_(0.5 * at::eye(channels).view({channels, channels, 1, 1}));
    return weight;
}

/// Both frames repeat the present one.
at::Tensor repeatingTaps(std::int64_t channels)
{
    at::Tensor weight = at::zeros({2 * channels, channels, 3, 1, 1});
    weight.select(2, 2).copy_(at::cat({at::eye(channels), at::eye(channels)}, 0).view({2 * channels, channels, 1, 1}));
    return weight;
}

void buildEncoder(Builder& build, std::int64_t base)
{
    build.causal("encoder.conv1", base, 3, 3, 3);
    std::int64_t channels = base;
    std::int64_t index = 0;
    for (std::size_t level = 0; level < multipliers.size(); ++level) {
        for (int block = 0; block < 2; ++block) {
            build.residual("encoder.downsamples." + std::to_string(index++), channels, base * multipliers[level]);
            channels = base * multipliers[level];
        }
        if (level == halvesTime.size())
            break;
        const std::string name = "encoder.downsamples." + std::to_string(index++);
        build.frame(name + ".resample.1", channels, channels, 3);
        if (halvesTime[level]) {
            build.tensors[name + ".time_conv.weight"] = averagingTaps(channels);
            build.tensors[name + ".time_conv.bias"] = at::zeros({channels});
        }
    }
    build.middle("encoder.middle", channels);
    build.head("encoder.head", channels, 2 * latentChannels);
    build.causal("conv1", 2 * latentChannels, 2 * latentChannels, 1, 1);
}

void buildDecoder(Builder& build, std::int64_t base)
{
    std::int64_t channels = base * multipliers.back();
    build.causal("conv2", latentChannels, latentChannels, 1, 1);
    build.causal("decoder.conv1", channels, latentChannels, 3, 3);
    build.middle("decoder.middle", channels);
    std::int64_t index = 0;
    for (std::size_t step = 0; step < multipliers.size(); ++step) {
        const std::size_t level = multipliers.size() - 1 - step;
        for (int block = 0; block < 3; ++block) {
            build.residual("decoder.upsamples." + std::to_string(index++), channels, base * multipliers[level]);
            channels = base * multipliers[level];
        }
        if (level == 0)
            break;
        const std::string name = "decoder.upsamples." + std::to_string(index++);
        build.frame(name + ".resample.1", channels / 2, channels, 3);
        if (halvesTime[level - 1]) {
            build.tensors[name + ".time_conv.weight"] = repeatingTaps(channels);
            build.tensors[name + ".time_conv.bias"] = at::zeros({2 * channels});
        }
        channels /= 2;
    }
    build.head("decoder.head", channels, 3);
}

constexpr std::array<const char*, 6> gatedLayers{"self_attn.q", "self_attn.k", "self_attn.v",
                                                 "self_attn.o", "ffn.0",       "ffn.2"};

} // namespace

TensorMap initialVae(const VaeSizes& sizes, std::uint64_t seed)
{
    Builder build(seed);
    buildEncoder(build, sizes.dim);
    buildDecoder(build, sizes.dim);
    return sizes.timeTaps > 1 ? std::move(build.tensors) : pictureVae(build.tensors);
}

TensorMap initialDit(const DitSizes& sizes, std::uint64_t seed)
{
    Builder build(seed);
    const std::int64_t dim = sizes.dim;
    build.tensors["patch_embedding.weight"] =
        build.normal({dim, latentChannels, 1, sizes.patchHeight, sizes.patchWidth},
                     0.25 / std::sqrt(static_cast<double>(sizes.patchHeight * sizes.patchWidth)));
    build.tensors["patch_embedding.bias"] = at::zeros({dim});
    build.linear("text_embedding.0", dim, sizes.textDim);
    build.linear("text_embedding.2", dim, dim);
    build.linear("time_embedding.0", dim, sizes.frequencyDim);
    build.linear("time_embedding.2", dim, dim);
    build.linear("time_projection.1", 6 * dim, dim, 0.1);
    // Shifts and scales begin near zero, gates at one half: every block acts from the first step.
    const at::Tensor start = at::tensor({0.0F, 0.0F, 0.5F, 0.0F, 0.0F, 0.5F}).view({1, 6, 1});
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string block = "blocks." + std::to_string(index) + ".";
        for (const char* attention : {"self_attn.", "cross_attn."}) {
            for (const char* part : {"q", "k", "v"})
                build.linear(block + attention + part, dim, dim);
            build.linear(block + attention + "o", dim, dim, 0.5);
            build.tensors[block + attention + "norm_q.weight"] = at::ones({dim});
            build.tensors[block + attention + "norm_k.weight"] = at::ones({dim});
        }
        build.linear(block + "ffn.0", sizes.feedForward, dim, 1.4);
        build.linear(block + "ffn.2", dim, sizes.feedForward, 0.5);
        build.tensors[block + "norm3.weight"] = at::ones({dim});
        build.tensors[block + "norm3.bias"] = at::zeros({dim});
        build.tensors[block + "modulation"] = start.expand({1, 6, dim}).contiguous();
    }
    const std::int64_t outputs = latentChannels * sizes.patchHeight * sizes.patchWidth;
    build.tensors["head.head.weight"] = at::zeros({outputs, dim});
    build.tensors["head.head.bias"] = at::zeros({outputs});
    build.tensors["head.modulation"] = at::zeros({1, 2, dim});
    return std::move(build.tensors);
}

TensorMap initialText(const TextEncoderSizes& sizes, std::uint64_t seed)
{
    Builder build(seed);
    const std::int64_t dim = sizes.dim;
    const double small = 1.0 / std::sqrt(static_cast<double>(dim));
    build.tensors["token_embedding.weight"] = build.normal({sizes.vocabulary, dim}, 1.0);
    build.tensors["norm.weight"] = at::ones({dim});
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string block = "blocks." + std::to_string(index) + ".";
        build.tensors[block + "norm1.weight"] = at::ones({dim});
        build.tensors[block + "norm2.weight"] = at::ones({dim});
        for (const char* part : {"q", "k"}) // no 1/sqrt(d) in the attention, so its factors begin smaller
            build.tensors[block + "attn." + part + ".weight"] = build.normal({dim, dim}, small * 0.4);
        for (const char* part : {"v", "o"})
            build.tensors[block + "attn." + part + ".weight"] = build.normal({dim, dim}, small);
        build.tensors[block + "pos_embedding.embedding.weight"] = at::zeros({sizes.buckets, sizes.heads});
        build.tensors[block + "ffn.gate.0.weight"] = build.normal({sizes.feedForward, dim}, small);
        build.tensors[block + "ffn.fc1.weight"] = build.normal({sizes.feedForward, dim}, small);
        build.tensors[block + "ffn.fc2.weight"] =
            build.normal({dim, sizes.feedForward}, 1.0 / std::sqrt(static_cast<double>(sizes.feedForward)));
    }
    return std::move(build.tensors);
}

TensorMap initialAdapters(const TensorMap& base, const Family& family, std::int64_t rank, std::uint64_t seed)
{
    Builder build(seed);
    for (std::int64_t index = 0;; ++index) {
        const std::string block = "blocks." + std::to_string(index) + ".";
        if (base.count(block + "ffn.0.weight") == 0)
            return std::move(build.tensors);
        for (const char* layer : gatedLayers) {
            const at::Tensor& weight = base.at(block + layer + ".weight");
            for (const Modality& modality : family.modalities) {
                const std::string end = "." + std::string(modality.adapter) + ".weight";
                const double bound = 1.0 / std::sqrt(static_cast<double>(weight.size(1)));
                build.tensors[block + layer + ".lora_A" + end] = build.uniform({rank, weight.size(1)}, bound);
                build.tensors[block + layer + ".lora_B" + end] = at::zeros({weight.size(0), rank});
            }
        }
    }
}

} // namespace unividx
