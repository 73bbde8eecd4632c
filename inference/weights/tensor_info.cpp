#include "inference/weights/tensor_info.h"

#include "core/base/error.h"

namespace unividx {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
    return text + "]";
}

std::int64_t countElements(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(count, size, &count))
            throw Error(ErrorKind::Model, "the shape " + shapeText(shape) + " is impossible");
    }
    return count;
}

} // namespace unividx
