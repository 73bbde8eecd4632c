#include "inference/people/layer_graph.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>
#include <torch/utils.h>

#include <algorithm>
#include <map>

namespace unividx {

namespace {

using Json = nlohmann::json;

std::vector<std::int64_t> numbers(const Json& entry, const char* key)
{
    return entry.at(key).get<std::vector<std::int64_t>>();
}

} // namespace

/// Turns a description into operations, and names into numbers of values.
struct LayerGraph::Reader {
    WeightSource& weights;
    at::Device device;
    std::map<std::string, std::size_t> values{{"input", 0}};

    std::size_t valueOf(const std::string& name) const
    {
        const auto found = values.find(name);
        if (found == values.end())
            throw Error(ErrorKind::Model, weights.label() + ": an operation reads '" + name + "', which none makes");
        return found->second;
    }

    static Kind kindOf(const std::string& name)
    {
        static const std::map<std::string, Kind> kinds{{"convolution", Kind::Convolution},
                                                       {"transposed_convolution", Kind::TransposedConvolution},
                                                       {"mean", Kind::Mean},
                                                       {"max_pool", Kind::MaxPool},
                                                       {"resize", Kind::Resize},
                                                       {"depth_to_space", Kind::DepthToSpace},
                                                       {"rows", Kind::Flatten},
                                                       {"concatenate_rows", Kind::ConcatenateRows},
                                                       {"add", Kind::Add},
                                                       {"multiply", Kind::Multiply},
                                                       {"hard_swish", Kind::HardSwish},
                                                       {"sigmoid", Kind::Sigmoid},
                                                       {"relu", Kind::Activation}};
        const auto found = kinds.find(name);
        if (found == kinds.end())
            throw Error(ErrorKind::Model, "the operation '" + name + "' is unknown");
        return found->second;
    }

    void readSizes(const Json& entry, Operation& operation) const
    {
        switch (operation.kind) {
        case Kind::Convolution: {
            operation.sizes = numbers(entry, "stride");
            const auto pad = numbers(entry, "padding"); // top, bottom, left, right
            operation.padding = {pad.at(2), pad.at(3), pad.at(0), pad.at(1)};
            operation.groups = entry.value("groups", 1);
            break;
        }
        case Kind::TransposedConvolution:
            operation.sizes = numbers(entry, "stride");
            break;
        case Kind::MaxPool:
            operation.sizes = numbers(entry, "window");
            break;
        case Kind::Resize:
            operation.sizes = numbers(entry, "size");
            break;
        case Kind::DepthToSpace:
            operation.sizes = {entry.at("block").get<std::int64_t>()};
            break;
        case Kind::Flatten:
            operation.sizes = {entry.at("columns").get<std::int64_t>()};
            break;
        default:
            break;
        }
    }

    void readWeights(const Json& entry, Operation& operation) const
    {
        const auto name = entry.at("weights").get<std::string>();
        const auto taken = [&](const at::Tensor& tensor) { return tensor.to(device, at::kFloat); };
        const bool transposed = operation.kind == Kind::TransposedConvolution;
        operation.weight =
            taken(weights.take(name + ".weight", {-1, -1, -1, -1})).contiguous(at::MemoryFormat::ChannelsLast);
        operation.bias = taken(weights.take(name + ".bias", {operation.weight.size(transposed ? 1 : 0)}));
    }

    Operation read(const Json& entry)
    {
        Operation operation;
        operation.kind = kindOf(entry.at("kind").get<std::string>());
        for (const Json& input : entry.at("inputs"))
            operation.inputs.push_back(valueOf(input.get<std::string>()));
        if (operation.inputs.empty())
            throw Error(ErrorKind::Model, weights.label() + ": an operation has no input");
        readSizes(entry, operation);
        if (entry.contains("weights"))
            readWeights(entry, operation);
        const std::string activation =
            operation.kind == Kind::Activation ? "relu" : entry.value("activation", std::string());
        operation.activation = activation == "relu6"  ? Activation::Relu6
                               : activation == "relu" ? Activation::Relu
                                                      : Activation::None;
        operation.output = values.size();
        values.emplace(entry.at("output").get<std::string>(), operation.output);
        return operation;
    }
};

LayerGraph::LayerGraph(const std::string& description, WeightSource& weights, at::Device device)
{
    Reader reader{weights, device};
    try {
        const Json json = Json::parse(description);
        height_ = json.at("input").at(0).get<std::int64_t>();
        width_ = json.at("input").at(1).get<std::int64_t>();
        for (const Json& entry : json.at("operations"))
            operations_.push_back(reader.read(entry));
        for (const Json& output : json.at("outputs"))
            outputs_.push_back(reader.valueOf(output.get<std::string>()));
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::Model, weights.label() + ": the description of a network is wrong: " + error.what());
    }
    valueCount_ = reader.values.size();
    std::vector<bool> needed(valueCount_, false);
    for (const std::size_t output : outputs_)
        needed[output] = true;
    for (auto operation = operations_.rbegin(); operation != operations_.rend(); ++operation) {
        for (const std::size_t input : operation->inputs) {
            if (!needed[input])
                operation->lastUses.push_back(input);
            needed[input] = true;
        }
    }
}

std::vector<at::Tensor> LayerGraph::operator()(const at::Tensor& x) const
{
    std::vector<at::Tensor> values(valueCount_);
    values[0] = x.contiguous(at::MemoryFormat::ChannelsLast);
    for (const Operation& operation : operations_) {
        at::Tensor made = run(operation, values);
        if (operation.activation == Activation::Relu6)
            made.clamp_(0, 6);
        else if (operation.activation == Activation::Relu)
            made = operation.kind == Kind::Activation ? made.clamp_min(0) : made.clamp_min_(0);
        values[operation.output] = std::move(made);
        for (const std::size_t value : operation.lastUses)
            values[value].reset();
    }
    std::vector<at::Tensor> results;
    for (const std::size_t output : outputs_)
        results.push_back(values[output]);
    return results;
}

at::Tensor LayerGraph::run(const Operation& operation, const std::vector<at::Tensor>& values)
{
    const at::Tensor& x = values[operation.inputs.front()];
    const std::vector<std::int64_t>& sizes = operation.sizes;
    switch (operation.kind) {
    case Kind::Convolution: {
        const std::vector<std::int64_t>& pad = operation.padding;
        const bool even = pad[0] == pad[1] && pad[2] == pad[3];
        const std::vector<std::int64_t> inside{even ? pad[2] : 0, even ? pad[0] : 0};
        return at::conv2d(even ? x : at::constant_pad_nd(x, pad), operation.weight, operation.bias, sizes, inside,
                          at::IntArrayRef{1, 1}, operation.groups);
    }
    case Kind::TransposedConvolution:
        return at::conv_transpose2d(x, operation.weight, operation.bias, sizes);
    case Kind::Mean:
        return x.mean(at::IntArrayRef{2, 3}, true);
    case Kind::MaxPool:
        return at::max_pool2d(x, sizes, sizes);
    case Kind::Resize:
        return at::upsample_bilinear2d(x, sizes, false); // half-pixel centres
    case Kind::DepthToSpace: {
        // [B, by * bx * C, h, w] -> [B, C, h * by, w * bx]; channels count fastest, unlike pixel_shuffle
        const std::int64_t block = sizes[0];
        const std::int64_t channels = x.size(1) / (block * block);
        return x.reshape({x.size(0), block, block, channels, x.size(2), x.size(3)})
            .permute({0, 3, 4, 1, 5, 2})
            .reshape({x.size(0), channels, x.size(2) * block, x.size(3) * block})
            .contiguous(at::MemoryFormat::ChannelsLast);
    }
    case Kind::Flatten:
        return x.permute({0, 2, 3, 1}).reshape({x.size(0), -1, sizes[0]});
    case Kind::ConcatenateRows: {
        std::vector<at::Tensor> parts;
        for (const std::size_t input : operation.inputs)
            parts.push_back(values[input]);
        return at::cat(parts, 1);
    }
    case Kind::Add:
        return x + values[operation.inputs.at(1)];
    case Kind::Multiply:
        return x * values[operation.inputs.at(1)];
    case Kind::HardSwish:
        return at::hardswish(x);
    case Kind::Sigmoid:
        return at::sigmoid(x);
    case Kind::Activation:
        return x;
    }
    throw Error(ErrorKind::Internal, "an operation has no kind");
}

} // namespace unividx
