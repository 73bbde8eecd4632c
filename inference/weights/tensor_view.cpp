#include "inference/weights/tensor_view.h"

#include "core/base/error.h"
#include "inference/weights/mapped_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
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

/// Throws: Model for a type this program does not read.
at::ScalarType scalarTypeOf(const std::string& dtype)
{
    for (const auto& [name, type] : types) {
        if (dtype == name)
            return type;
    }
    throw Error(ErrorKind::Model, "tensors of type " + dtype + " cannot be read; convert the file to BF16 or F32");
}

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& shape)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * std::max<std::int64_t>(shape[axis], 1);
    return strides;
}

at::Tensor viewTensor(const std::shared_ptr<const MappedFile>& file, const TensorInfo& info)
{
    const at::ScalarType type = scalarTypeOf(info.dtype);
    const auto options = at::TensorOptions().dtype(type);
    const std::vector<std::int64_t> strides = info.strides.empty() ? contiguousStrides(info.shape) : info.strides;
    const std::uint64_t count = spanOf(info.shape, strides);
    if (count == 0)
        return at::empty(info.shape, options);
    const std::size_t itemSize = c10::elementSize(type);
    const std::span<std::uint8_t> bytes = file->bytes();
    if (info.begin > bytes.size() || count > (bytes.size() - info.begin) / itemSize)
        throw Error(ErrorKind::Model, "the file changed while it was being read");
    std::uint8_t* const data = bytes.data() + info.begin;
    if (reinterpret_cast<std::uintptr_t>(data) % itemSize == 0)
        return at::from_blob(
            data, info.shape, strides, [file](void*) {}, options);

    at::Tensor storage = at::empty({static_cast<std::int64_t>(count)}, options);
    std::memcpy(storage.data_ptr(), data, count * itemSize);
    return storage.as_strided(info.shape, strides);
}

} // namespace

std::string dtypeName(at::ScalarType type)
{
    for (const auto& [name, candidate] : types) {
        if (candidate == type)
            return name;
    }
    throw Error(ErrorKind::Internal, std::string("tensors of type ") + c10::toString(type) + " cannot be stored");
}

TensorMap viewTensors(const TensorInfoMap& tensors)
{
    std::map<std::filesystem::path, std::shared_ptr<const MappedFile>> files;
    TensorMap views;
    for (const auto& [name, info] : tensors) {
        auto& file = files[info.file];
        if (!file)
            file = MappedFile::open(info.file);
        try {
            views.emplace(name, viewTensor(file, info));
        } catch (const Error& error) {
            throw Error(ErrorKind::Model, info.file.string() + ": the tensor '" + name + "': " + error.what());
        }
    }
    return views;
}

} // namespace unividx
