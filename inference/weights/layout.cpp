#include "inference/weights/layout.h"

#include "core/base/error.h"

#include <array>

namespace unividx {

namespace {

using Shape = std::vector<std::int64_t>;

void addLinear(Layout& layout, const std::string& name, std::int64_t out, std::int64_t in)
{
    layout[name + ".weight"] = {out, in};
    layout[name + ".bias"] = {out};
}

void addConvolution(Layout& layout, const std::string& name, std::int64_t out, std::int64_t in, const Shape& kernel)
{
    Shape shape{out, in};
    shape.insert(shape.end(), kernel.begin(), kernel.end());
    layout[name + ".weight"] = shape;
    layout[name + ".bias"] = {out};
}

void addResidual(Layout& layout, const std::string& name, std::int64_t out, std::int64_t in, std::int64_t taps)
{
    layout[name + ".residual.0.gamma"] = {in, 1, 1, 1};
    addConvolution(layout, name + ".residual.2", out, in, {taps, 3, 3});
    layout[name + ".residual.3.gamma"] = {out, 1, 1, 1};
    addConvolution(layout, name + ".residual.6", out, out, {taps, 3, 3});
    if (in != out)
        addConvolution(layout, name + ".shortcut", out, in, {1, 1, 1});
}

void addMiddle(Layout& layout, const std::string& name, std::int64_t dim, std::int64_t taps)
{
    addResidual(layout, name + ".0", dim, dim, taps);
    layout[name + ".1.norm.gamma"] = {dim, 1, 1};
    addConvolution(layout, name + ".1.to_qkv", 3 * dim, dim, {1, 1});
    addConvolution(layout, name + ".1.proj", dim, dim, {1, 1});
    addResidual(layout, name + ".2", dim, dim, taps);
}

void addEncoder(Layout& layout, const VaeSizes& sizes)
{
    const std::array<std::int64_t, 4> widths{sizes.dim, 2 * sizes.dim, 4 * sizes.dim, 4 * sizes.dim};
    addConvolution(layout, "encoder.conv1", sizes.dim, 3, {sizes.timeTaps, 3, 3});
    std::int64_t width = sizes.dim;
    int index = 0;
    const auto next = [&index] { return "encoder.downsamples." + std::to_string(index++); };
    for (std::size_t level = 0; level < widths.size(); ++level) {
        for (int block = 0; block < 2; ++block) {
            addResidual(layout, next(), widths[level], width, sizes.timeTaps);
            width = widths[level];
        }
        if (level == 3)
            break;
        const std::string down = next();
        addConvolution(layout, down + ".resample.1", width, width, {3, 3});
        if (level > 0 && sizes.timeTaps > 1) // the second and third level halve time too
            addConvolution(layout, down + ".time_conv", width, width, {3, 1, 1});
    }
    addMiddle(layout, "encoder.middle", width, sizes.timeTaps);
    layout["encoder.head.0.gamma"] = {width, 1, 1, 1};
    addConvolution(layout, "encoder.head.2", 2 * sizes.latentChannels, width, {sizes.timeTaps, 3, 3});
}

void addDecoder(Layout& layout, const VaeSizes& sizes)
{
    const std::array<std::int64_t, 4> widths{4 * sizes.dim, 4 * sizes.dim, 2 * sizes.dim, sizes.dim};
    std::int64_t width = widths[0];
    addConvolution(layout, "decoder.conv1", width, sizes.latentChannels, {sizes.timeTaps, 3, 3});
    addMiddle(layout, "decoder.middle", width, sizes.timeTaps);
    int index = 0;
    const auto next = [&index] { return "decoder.upsamples." + std::to_string(index++); };
    for (std::size_t level = 0; level < widths.size(); ++level) {
        for (int block = 0; block < 3; ++block) {
            addResidual(layout, next(), widths[level], width, sizes.timeTaps);
            width = widths[level];
        }
        if (level == 3)
            break;
        const std::string up = next();
        addConvolution(layout, up + ".resample.1", width / 2, width, {3, 3});
        if (level < 2 && sizes.timeTaps > 1) // the first two levels double time too
            addConvolution(layout, up + ".time_conv", 2 * width, width, {3, 1, 1});
        width /= 2;
    }
    layout["decoder.head.0.gamma"] = {width, 1, 1, 1};
    addConvolution(layout, "decoder.head.2", 3, width, {sizes.timeTaps, 3, 3});
}

std::int64_t axis(const TensorInfoMap& tensors, const std::string& name, std::size_t index)
{
    const auto found = tensors.find(name);
    if (found == tensors.end())
        throw Error(ErrorKind::Model, "the tensor '" + name + "' is missing");
    if (found->second.shape.size() <= index)
        throw Error(ErrorKind::Model, "the tensor '" + name + "' has the shape " + shapeText(found->second.shape) +
                                          ", with too few axes");
    return found->second.shape[index];
}

std::int64_t countBlocks(const TensorInfoMap& tensors)
{
    std::int64_t count = 0;
    for (;; ++count) {
        const std::string start = "blocks." + std::to_string(count) + ".";
        const auto found = tensors.lower_bound(start);
        if (found == tensors.end() || found->first.compare(0, start.size(), start) != 0)
            return count;
    }
}

} // namespace

Layout layoutOf(const DitSizes& sizes)
{
    const std::int64_t dim = sizes.dim;
    Layout layout;
    addConvolution(layout, "patch_embedding", dim, sizes.inChannels, {1, sizes.patchHeight, sizes.patchWidth});
    addLinear(layout, "text_embedding.0", dim, sizes.textDim);
    addLinear(layout, "text_embedding.2", dim, dim);
    addLinear(layout, "time_embedding.0", dim, sizes.frequencyDim);
    addLinear(layout, "time_embedding.2", dim, dim);
    addLinear(layout, "time_projection.1", 6 * dim, dim);
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string block = "blocks." + std::to_string(index) + ".";
        layout[block + "modulation"] = {1, 6, dim};
        for (const char* attention : {"self_attn.", "cross_attn."}) {
            for (const char* part : {"q", "k", "v", "o"})
                addLinear(layout, block + attention + part, dim, dim);
            layout[block + attention + "norm_q.weight"] = {dim};
            layout[block + attention + "norm_k.weight"] = {dim};
        }
        layout[block + "norm3.weight"] = {dim};
        layout[block + "norm3.bias"] = {dim};
        addLinear(layout, block + "ffn.0", sizes.feedForward, dim);
        addLinear(layout, block + "ffn.2", dim, sizes.feedForward);
    }
    layout["head.modulation"] = {1, 2, dim};
    addLinear(layout, "head.head", sizes.outChannels * sizes.patchHeight * sizes.patchWidth, dim);
    return layout;
}

Layout layoutOf(const VaeSizes& sizes)
{
    const std::int64_t z = sizes.latentChannels;
    Layout layout;
    addEncoder(layout, sizes);
    addConvolution(layout, "conv1", 2 * z, 2 * z, {1, 1, 1});
    addConvolution(layout, "conv2", z, z, {1, 1, 1});
    addDecoder(layout, sizes);
    return layout;
}

Layout layoutOf(const TextEncoderSizes& sizes)
{
    Layout layout{{"token_embedding.weight", {sizes.vocabulary, sizes.dim}}, {"norm.weight", {sizes.dim}}};
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        const std::string block = "blocks." + std::to_string(index) + ".";
        layout[block + "norm1.weight"] = {sizes.dim};
        layout[block + "norm2.weight"] = {sizes.dim};
        for (const char* part : {"attn.q", "attn.k", "attn.v"})
            layout[block + part + ".weight"] = {sizes.attention, sizes.dim};
        layout[block + "attn.o.weight"] = {sizes.dim, sizes.attention};
        layout[block + "ffn.gate.0.weight"] = {sizes.feedForward, sizes.dim};
        layout[block + "ffn.fc1.weight"] = {sizes.feedForward, sizes.dim};
        layout[block + "ffn.fc2.weight"] = {sizes.dim, sizes.feedForward};
        layout[block + "pos_embedding.embedding.weight"] = {sizes.buckets, sizes.heads};
    }
    return layout;
}

Layout adapterLayout(const DitSizes& sizes, std::int64_t rank, const std::vector<std::string>& adapters)
{
    Layout layout;
    for (std::int64_t index = 0; index < sizes.layers; ++index) {
        for (const char* layer : {"self_attn.q", "self_attn.k", "self_attn.v", "self_attn.o", "ffn.0", "ffn.2"}) {
            const std::string name = "blocks." + std::to_string(index) + "." + layer;
            const std::int64_t in = name.ends_with("ffn.2") ? sizes.feedForward : sizes.dim;
            const std::int64_t out = name.ends_with("ffn.0") ? sizes.feedForward : sizes.dim;
            for (const std::string& adapter : adapters) {
                layout[name + ".lora_A." + adapter + ".weight"] = {rank, in};
                layout[name + ".lora_B." + adapter + ".weight"] = {out, rank};
            }
        }
    }
    return layout;
}

DitSizes ditSizes(const TensorInfoMap& tensors)
{
    DitSizes sizes;
    sizes.dim = axis(tensors, "patch_embedding.weight", 0);
    sizes.inChannels = axis(tensors, "patch_embedding.weight", 1);
    sizes.patchHeight = axis(tensors, "patch_embedding.weight", 3);
    sizes.patchWidth = axis(tensors, "patch_embedding.weight", 4);
    sizes.textDim = axis(tensors, "text_embedding.0.weight", 1);
    sizes.frequencyDim = axis(tensors, "time_embedding.0.weight", 1);
    sizes.feedForward = axis(tensors, "blocks.0.ffn.0.weight", 0);
    sizes.layers = countBlocks(tensors);
    if (sizes.patchHeight < 1 || sizes.patchWidth < 1)
        throw Error(ErrorKind::Model, "the tensor 'patch_embedding.weight' has an empty patch");
    sizes.outChannels = axis(tensors, "head.head.weight", 0) / (sizes.patchHeight * sizes.patchWidth);
    return sizes;
}

VaeSizes vaeSizes(const TensorInfoMap& tensors)
{
    return {axis(tensors, "encoder.conv1.weight", 0), axis(tensors, "conv2.weight", 0),
            axis(tensors, "encoder.conv1.weight", 2)};
}

TextEncoderSizes textEncoderSizes(const TensorInfoMap& tensors)
{
    TextEncoderSizes sizes;
    sizes.vocabulary = axis(tensors, "token_embedding.weight", 0);
    sizes.dim = axis(tensors, "token_embedding.weight", 1);
    sizes.attention = axis(tensors, "blocks.0.attn.q.weight", 0);
    sizes.feedForward = axis(tensors, "blocks.0.ffn.gate.0.weight", 0);
    sizes.buckets = axis(tensors, "blocks.0.pos_embedding.embedding.weight", 0);
    sizes.heads = axis(tensors, "blocks.0.pos_embedding.embedding.weight", 1);
    sizes.layers = countBlocks(tensors);
    return sizes;
}

std::vector<std::string> compareLayouts(const std::string& label, const Layout& expected, const TensorInfoMap& found,
                                        std::size_t limit)
{
    std::vector<std::string> sentences;
    std::size_t count = 0;
    const auto say = [&](const std::string& name, const std::string& what) {
        if (++count <= limit)
            sentences.push_back(label + ": the tensor '" + name + "' " + what);
    };
    for (const auto& [name, shape] : expected) {
        const auto tensor = found.find(name);
        if (tensor == found.end()) {
            say(name, "is missing");
            continue;
        }
        const TensorInfo& info = tensor->second;
        if (info.shape != shape)
            say(name, "has the shape " + shapeText(info.shape) + " instead of " + shapeText(shape));
        else if (info.dtype.find('F') == std::string::npos)
            say(name, "is of type " + info.dtype + ", which is no floating type");
    }
    for (const auto& [name, info] : found) {
        if (expected.count(name) == 0)
            say(name, "of shape " + shapeText(info.shape) + " belongs to nothing in this model");
    }
    if (count > limit)
        sentences.push_back(label + ": and " + std::to_string(count - limit) + " more tensors are wrong");
    return sentences;
}

} // namespace unividx
