#pragma once

#include "inference/weights/weight_source.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace unividx {

/// A small network as a list of operations, as convert_people.py writes it from a TensorFlow Lite file. Batches of any
/// length; padding is explicit; activations stay in float32.
///
/// Thread: `operator()` may be called from several at a time.
/// Source: TensorFlow Lite's schema, for what each operation means
class LayerGraph {
public:
    /// One network of a file: `description` is its entry in the metadata's "graphs", a JSON object.
    /// Throws: Model naming the operation that is unknown or the tensor that is missing or misshaped.
    LayerGraph(const std::string& description, WeightSource& weights, at::Device device);

    /// Height and width of the input.
    std::int64_t height() const { return height_; }
    std::int64_t width() const { return width_; }

    /// Shape: x [B, 3, height, width] float32 -> the outputs in order: pictures [B, C, h, w], or rows [B, rows,
    /// columns]
    std::vector<at::Tensor> operator()(const at::Tensor& x) const;

private:
    enum class Kind {
        Convolution,
        TransposedConvolution,
        Mean,
        MaxPool,
        Resize,
        DepthToSpace,
        Flatten,
        ConcatenateRows,
        Add,
        Multiply,
        HardSwish,
        Sigmoid,
        Activation
    };
    enum class Activation { None, Relu, Relu6 };

    struct Operation {
        Kind kind = Kind::Add;
        Activation activation = Activation::None;
        std::vector<std::size_t> inputs; ///< numbers of values
        std::size_t output = 0;
        at::Tensor weight, bias;
        std::vector<std::int64_t> sizes;   ///< stride, window, size, block or columns, by kind
        std::vector<std::int64_t> padding; ///< left, right, top, bottom
        std::int64_t groups = 1;
        std::vector<std::size_t> lastUses; ///< values that no later operation needs
    };

    struct Reader;

    static at::Tensor run(const Operation& operation, const std::vector<at::Tensor>& values);

    std::int64_t height_ = 0, width_ = 0;
    std::vector<Operation> operations_;
    std::vector<std::size_t> outputs_;
    std::size_t valueCount_ = 1; ///< value 0 is the input
};

} // namespace unividx
