#include "inference/weights/tensor_view.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace unividx {

namespace {

constexpr std::array<std::pair<const char*, at::ScalarType>, 10> types{{
    {"F64", at::kDouble},
    {"F32", at::kFloat},
    {"F16", at::kHalf},
    {"BF16", at::kBFloat16},
    {"I64", at::kLong},
    {"I32", at::kInt},
    {"I16", at::kShort},
    {"I8", at::kChar},
    {"U8", at::kByte},
    {"BOOL", at::kBool},
}};

} // namespace

at::ScalarType scalarTypeOf(const std::string& dtype)
{
    for (const auto& [name, type] : types) {
        if (dtype == name)
            return type;
    }
    throw Error(ErrorKind::Model, "tensors of type " + dtype + " cannot be read; convert the file to BF16 or F32");
}

std::string dtypeName(at::ScalarType type)
{
    for (const auto& [name, candidate] : types) {
        if (candidate == type)
            return name;
    }
    throw Error(ErrorKind::Internal, std::string("tensors of type ") + c10::toString(type) + " cannot be stored");
}

at::Tensor viewTensor(const std::shared_ptr<const MappedFile>& file, std::uint64_t begin, at::ScalarType type,
                      at::IntArrayRef sizes, at::IntArrayRef strides)
{
    const auto options = at::TensorOptions().dtype(type);
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end())
        return at::empty(sizes, options);
    std::uint8_t* const data = file->bytes().data() + begin;
    const std::size_t itemSize = c10::elementSize(type);
    if (reinterpret_cast<std::uintptr_t>(data) % itemSize == 0)
        return at::from_blob(
            data, sizes, strides, [file](void*) {}, options);

    std::size_t span = itemSize;
    for (std::size_t axis = 0; axis < sizes.size(); ++axis)
        span += static_cast<std::size_t>((sizes[axis] - 1) * strides[axis]) * itemSize;
    at::Tensor storage = at::empty({static_cast<std::int64_t>(span / itemSize)}, options);
    std::memcpy(storage.data_ptr(), data, span);
    return storage.as_strided(sizes, strides);
}

} // namespace unividx
