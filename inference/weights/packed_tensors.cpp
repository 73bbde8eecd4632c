#include "inference/weights/packed_tensors.h"

#include "core/base/error.h"
#include "inference/weights/tensor_info.h"

#include <torch/utils.h>

#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr const char* scaleEnding = ".scale";
constexpr const char* placesEnding = ".places";
constexpr const char* shapeEnding = ".shape";

Error misfit(const std::string& name, const std::string& why)
{
    return Error(ErrorKind::Model, "the packed tensor '" + name + "' " + why);
}

/// A scale for each row, as a column that multiplies whole rows. Shape: scale [rows] -> [rows, 1, ...]
at::Tensor asColumn(const at::Tensor& scale, std::int64_t dimensions)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(dimensions), 1);
    shape[0] = scale.numel();
    return scale.to(at::kFloat).view(shape);
}

at::Tensor unpackedRows(const std::string& name, const at::Tensor& bytes, const at::Tensor& scale)
{
    if (bytes.dim() < 2 || scale.dim() != 1 || scale.size(0) != bytes.size(0))
        throw misfit(name, "needs one scale for each row");
    return bytes.to(at::kFloat).mul_(asColumn(scale, bytes.dim()));
}

at::Tensor withZeros(const std::string& name, const at::Tensor& values, const at::Tensor& places,
                     const at::Tensor& shape)
{
    if (values.dim() != 1 || places.dim() != 1 || shape.dim() != 1 || shape.scalar_type() != at::kLong ||
        places.scalar_type() != at::kByte)
        throw misfit(name, "has parts of the wrong type or shape");
    const at::Tensor sizes = shape.contiguous();
    const std::vector<std::int64_t> full(sizes.data_ptr<std::int64_t>(),
                                         sizes.data_ptr<std::int64_t>() + sizes.numel());
    const std::int64_t count = countElements(full);
    if (places.numel() != (count + 7) / 8)
        throw misfit(name, "has places for another shape");
    const at::Tensor bits = at::arange(8, places.options());
    const at::Tensor stored =
        places.unsqueeze(1).bitwise_right_shift(bits).bitwise_and(1).flatten().narrow(0, 0, count).to(at::kBool);
    if (stored.sum().item<std::int64_t>() != values.numel())
        throw misfit(name, "has another number of values than places");
    at::Tensor whole = at::zeros({count}, values.options());
    whole.masked_scatter_(stored, values);
    return whole.view(full);
}

bool endsWith(const std::string& name, const std::string& ending)
{
    return name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
}

/// The tensor that `name` is a part of by its ending, if there is one.
TensorMap::const_iterator wholeOf(const TensorMap& tensors, const std::string& name, const std::string& ending)
{
    return endsWith(name, ending) ? tensors.find(name.substr(0, name.size() - ending.size())) : tensors.end();
}

bool isPart(const TensorMap& tensors, const std::string& name)
{
    const auto rows = wholeOf(tensors, name, scaleEnding);
    if (rows != tensors.end() && rows->second.scalar_type() == at::kChar)
        return true;
    const auto places = wholeOf(tensors, name, placesEnding);
    const auto shape = wholeOf(tensors, name, shapeEnding);
    return (places != tensors.end() && tensors.count(places->first + shapeEnding) > 0) ||
           (shape != tensors.end() && tensors.count(shape->first + placesEnding) > 0);
}

/// Stores a tensor as rows of bytes under `name`. Shape: tensor [rows, ...]
void packRows(TensorMap& into, const std::string& name, const at::Tensor& tensor)
{
    constexpr double largestByte = 127;
    const at::Tensor values = tensor.to(at::kFloat);
    const at::Tensor largest = values.flatten(1).abs().amax(1);
    // Rounded up to float16, below its normal range too, so that no byte would have to be larger than 127.
    constexpr double smallestStep = 6e-8; // of float16
    at::Tensor scale = (largest / largestByte * (1 + 1.0 / 1024) + smallestStep).to(at::kHalf);
    into[name] = (values / asColumn(scale, values.dim())).round().clamp(-largestByte, largestByte).to(at::kChar);
    into[name + scaleEnding] = scale;
}

} // namespace

TensorMap unpacked(TensorMap tensors)
{
    TensorMap whole;
    for (const auto& [name, tensor] : tensors) {
        if (isPart(tensors, name))
            continue;
        const auto scale = tensors.find(name + scaleEnding);
        const auto places = tensors.find(name + placesEnding);
        const auto shape = tensors.find(name + shapeEnding);
        if (scale != tensors.end() && tensor.scalar_type() == at::kChar)
            whole.emplace(name, unpackedRows(name, tensor, scale->second));
        else if (places != tensors.end() && shape != tensors.end())
            whole.emplace(name, withZeros(name, tensor, places->second, shape->second));
        else
            whole.emplace(name, tensor);
    }
    return whole;
}

TensorMap withPackedMatrices(const TensorMap& tensors)
{
    constexpr std::int64_t worthIt = 4096; // values
    TensorMap packed;
    for (const auto& [name, tensor] : tensors) {
        if (tensor.dim() >= 2 && tensor.is_floating_point() && tensor.numel() >= worthIt)
            packRows(packed, name, tensor);
        else
            packed.emplace(name, tensor);
    }
    return packed;
}

} // namespace unividx
