#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unividx {

/// A checkpoint's tensors by their published names.
using TensorMap = std::map<std::string, at::Tensor>;

/// A checkpoint being loaded, strictly: every tensor is taken once, every parameter is found, and every size is
/// what its neighbours imply.
class WeightSource {
public:
    /// `label` is the file or folder, for messages.
    WeightSource(std::string label, TensorMap tensors) : label_(std::move(label)), tensors_(std::move(tensors)) {}

    bool has(const std::string& name) const { return tensors_.count(name) > 0; }

    /// The sizes of a tensor without taking it. Throws: Model if it is missing.
    std::vector<std::int64_t> shape(const std::string& name) const;

    /// The tensor called `name`, converted to `dtype` if one is set by `castTo`. A size of -1 in `shape` accepts any.
    /// Throws: Model naming the tensor if it is missing, already taken, or has another shape.
    at::Tensor take(const std::string& name, at::IntArrayRef shape);

    /// Floating tensors are converted to this type as they are taken.
    void castTo(at::ScalarType dtype) { dtype_ = dtype; }

    /// How many consecutive indices n exist with a tensor whose name starts `prefix + n + "."`, from 0.
    std::int64_t countBlocks(const std::string& prefix) const;

    /// Throws: Model listing the tensors nobody took.
    void finish() const;

    const std::string& label() const { return label_; }

private:
    std::string label_;
    TensorMap tensors_;
    std::set<std::string> taken_;
    std::optional<at::ScalarType> dtype_;
};

} // namespace unividx
