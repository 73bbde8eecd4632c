#include "inference/weights/weight_source.h"

#include "core/base/error.h"
#include "inference/weights/tensor_info.h"

namespace unividx {

std::vector<std::int64_t> WeightSource::shape(const std::string& name) const
{
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        throw Error(ErrorKind::Model, label_ + ": the tensor '" + name + "' is missing");
    return found->second.sizes().vec();
}

at::Tensor WeightSource::take(const std::string& name, at::IntArrayRef shape)
{
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        throw Error(ErrorKind::Model, label_ + ": the tensor '" + name + "' is missing");
    if (!taken_.insert(name).second)
        throw Error(ErrorKind::Internal, label_ + ": the tensor '" + name + "' was taken twice");
    const at::Tensor& tensor = found->second;
    bool fits = tensor.dim() == static_cast<std::int64_t>(shape.size());
    for (std::size_t axis = 0; fits && axis < shape.size(); ++axis)
        fits = shape[axis] == -1 || shape[axis] == tensor.size(static_cast<std::int64_t>(axis));
    if (!fits)
        throw Error(ErrorKind::Model, label_ + ": the tensor '" + name + "' has shape " +
                                          shapeText(tensor.sizes().vec()) + " where " + shapeText(shape.vec()) +
                                          " is needed (-1 stands for any size)");
    return dtype_ && tensor.is_floating_point() ? tensor.to(*dtype_) : tensor;
}

std::int64_t WeightSource::countBlocks(const std::string& prefix) const
{
    std::int64_t count = 0;
    for (;; ++count) {
        const std::string start = prefix + std::to_string(count) + ".";
        const auto found = tensors_.lower_bound(start);
        if (found == tensors_.end() || found->first.compare(0, start.size(), start) != 0)
            return count;
    }
}

void WeightSource::finish() const
{
    std::string left;
    std::size_t count = 0;
    for (const auto& [name, tensor] : tensors_) {
        if (taken_.count(name) == 0 && ++count <= 5)
            left += (left.empty() ? "'" : ", '") + name + "'";
    }
    if (count > 0)
        throw Error(ErrorKind::Model, label_ + ": " + std::to_string(count) +
                                          " tensors belong to nothing in this model: " + left +
                                          (count > 5 ? ", ..." : ""));
}

} // namespace unividx
