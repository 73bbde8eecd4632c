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

std::uint64_t elementBytes(const std::string& dtype)
{
    static const std::map<std::string, std::uint64_t> sizes{
        {"F64", 8}, {"I64", 8}, {"U64", 8}, {"F32", 4}, {"I32", 4},  {"U32", 4},     {"F16", 2},    {"BF16", 2},
        {"I16", 2}, {"U16", 2}, {"I8", 1},  {"U8", 1},  {"BOOL", 1}, {"F8_E4M3", 1}, {"F8_E5M2", 1}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? 0 : found->second;
}

std::uint64_t spanOf(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides)
{
    std::int64_t last = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (shape[axis] == 0)
            return 0;
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(shape[axis] - 1, strides[axis], &reach) ||
            __builtin_add_overflow(last, reach, &last) || last == INT64_MAX)
            throw Error(ErrorKind::Model, "has impossible strides");
    }
    return static_cast<std::uint64_t>(last) + 1;
}

} // namespace unividx
