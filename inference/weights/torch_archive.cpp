#include "inference/weights/torch_archive.h"

#include "core/base/error.h"
#include "inference/weights/crc32.h"
#include "inference/weights/mapped_file.h"
#include "inference/weights/pickle.h"
#include "inference/weights/tensor_view.h"
#include "inference/weights/zip_directory.h"

#include <array>
#include <functional>
#include <string_view>

namespace unividx {

namespace {

using Value = PickleValue;

struct ArchivedTensor {
    TensorInfo info;
    at::ScalarType type = at::kFloat;
    std::vector<std::int64_t> strides;
};

[[noreturn]] void fail(const std::string& what)
{
    throw Error(ErrorKind::Model, what);
}

at::ScalarType storageType(const std::string& global)
{
    constexpr std::array<std::pair<std::string_view, at::ScalarType>, 10> types{{
        {"torch.DoubleStorage", at::kDouble},
        {"torch.FloatStorage", at::kFloat},
        {"torch.HalfStorage", at::kHalf},
        {"torch.BFloat16Storage", at::kBFloat16},
        {"torch.LongStorage", at::kLong},
        {"torch.IntStorage", at::kInt},
        {"torch.ShortStorage", at::kShort},
        {"torch.CharStorage", at::kChar},
        {"torch.ByteStorage", at::kByte},
        {"torch.BoolStorage", at::kBool},
    }};
    for (const auto& [name, type] : types) {
        if (global == name)
            return type;
    }
    fail("has the unknown storage '" + global + "'");
}

template <typename T>
const T& item(const Value& tuple, std::size_t index)
{
    const auto* items = tuple.get<Value::Tuple>();
    if (!items || index >= items->items.size() || !items->items[index]->get<T>())
        fail("is not described the way PyTorch does");
    return *items->items[index]->get<T>();
}

std::vector<std::int64_t> numbers(const Value::Tuple& tuple)
{
    constexpr std::size_t mostAxes = 64; // LibTorch's own limit
    if (tuple.items.size() > mostAxes)
        fail("has more than 64 axes");
    std::vector<std::int64_t> read;
    for (const Value* value : tuple.items) {
        if (!value->get<std::int64_t>() || *value->get<std::int64_t>() < 0)
            fail("has sizes or strides that are not whole numbers");
        read.push_back(*value->get<std::int64_t>());
    }
    return read;
}

/// Elements from the first to one past the last that the sizes and strides reach.
std::uint64_t spanOf(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides)
{
    std::int64_t last = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        if (shape[axis] == 0)
            return 0;
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(shape[axis] - 1, strides[axis], &reach) ||
            __builtin_add_overflow(last, reach, &last) || last == INT64_MAX)
            fail("has impossible strides");
    }
    return static_cast<std::uint64_t>(last) + 1;
}

/// An archive's directory, with the folder every entry lies in.
struct Archive {
    std::map<std::string, ZipEntry> entries;
    std::string root;
};

void checkSum(const std::string& name, const ZipEntry& entry, std::span<const std::uint8_t> bytes)
{
    if (entry.crc != 0 && crc32(bytes.subspan(entry.begin, entry.bytes)) != entry.crc)
        fail("the entry '" + name + "' is not what its sum says; the file is damaged, copy or download it again");
}

ArchivedTensor describe(const Archive& archive, const Value& value)
{
    const auto* tensor = value.get<Value::Tensor>();
    if (!tensor)
        fail("is no tensor");
    // (storage, offset, size, stride, requires_grad, hooks)
    const auto& storage = item<Value::Storage>(*tensor->arguments, 0);
    const auto offset = item<std::int64_t>(*tensor->arguments, 1);
    // ('storage', type, key, device, elements)
    if (item<std::string>(*storage.id, 0) != "storage")
        fail("does not lie in a storage");

    ArchivedTensor made;
    made.info.shape = numbers(item<Value::Tuple>(*tensor->arguments, 2));
    made.strides = numbers(item<Value::Tuple>(*tensor->arguments, 3));
    made.type = storageType(item<Value::Global>(*storage.id, 1).name);
    made.info.dtype = dtypeName(made.type);
    const std::uint64_t itemSize = c10::elementSize(made.type);
    const std::uint64_t elements = static_cast<std::uint64_t>(countElements(made.info.shape));
    if (__builtin_mul_overflow(elements, itemSize, &made.info.bytes))
        fail("has an impossible size");

    const std::string entryName = archive.root + "data/" + item<std::string>(*storage.id, 2);
    const auto entry = archive.entries.find(entryName);
    if (entry == archive.entries.end())
        fail("should lie in the entry '" + entryName + "', which is missing");
    const std::uint64_t stored = entry->second.bytes / itemSize;
    if (item<std::int64_t>(*storage.id, 4) < 0 ||
        static_cast<std::uint64_t>(item<std::int64_t>(*storage.id, 4)) != stored || entry->second.bytes % itemSize != 0)
        fail("lies in the entry '" + entryName + "' of " + std::to_string(entry->second.bytes) + " bytes, but needs " +
             std::to_string(item<std::int64_t>(*storage.id, 4)) + " elements of type " + made.info.dtype);
    if (made.strides.size() != made.info.shape.size())
        fail("has as many strides as it should have sizes");
    const std::uint64_t span = spanOf(made.info.shape, made.strides);
    if (offset < 0 || static_cast<std::uint64_t>(offset) > stored || span > stored - static_cast<std::uint64_t>(offset))
        fail("of shape " + shapeText(made.info.shape) + " reaches beyond its " + std::to_string(stored) + " elements");
    made.info.begin = entry->second.begin + static_cast<std::uint64_t>(offset) * itemSize;
    return made;
}

Archive openArchive(const std::filesystem::path& path, std::span<const std::uint8_t> bytes)
{
    Archive archive{readZipDirectory(path, bytes), ""};
    constexpr std::string_view ending = "/data.pkl";
    for (const auto& [name, entry] : archive.entries) {
        if (name.size() > ending.size() && name.ends_with(ending) && name.find('/') == name.size() - ending.size()) {
            archive.root = name.substr(0, name.size() - ending.size() + 1);
            const auto order = archive.entries.find(archive.root + "byteorder");
            if (order != archive.entries.end() &&
                std::string_view(reinterpret_cast<const char*>(bytes.data()) + order->second.begin,
                                 order->second.bytes) != "little")
                fail("its tensors are not little-endian");
            return archive;
        }
    }
    fail("holds no data.pkl, so it is no PyTorch checkpoint");
}

/// The dictionary of tensors: the root, or what stands under `model_state` if that is all there is.
const Value::Dict& tensorsOf(const Value& root)
{
    const auto* dict = root.get<Value::Dict>();
    if (dict && dict->items.size() == 1) {
        const auto& [key, value] = dict->items.front();
        const auto* name = key->get<std::string>();
        if (name && *name == "model_state" && value->get<Value::Dict>())
            return *value->get<Value::Dict>();
    }
    if (!dict)
        fail("holds no dictionary of tensors");
    return *dict;
}

void forEachTensor(const std::filesystem::path& path, const MappedFile& file,
                   const std::function<void(const std::string&, ArchivedTensor)>& visit)
{
    std::string about;
    try {
        const Archive archive = openArchive(path, file.bytes());
        const ZipEntry& pickleEntry = archive.entries.at(archive.root + "data.pkl");
        checkSum(archive.root + "data.pkl", pickleEntry, file.bytes());
        const Pickle pickle(file.bytes().subspan(pickleEntry.begin, pickleEntry.bytes));
        for (const auto& [key, value] : tensorsOf(pickle.root()).items) {
            const auto* name = key->get<std::string>();
            if (!name)
                fail("a key of its dictionary is not text");
            about = "the tensor '" + *name + "' ";
            ArchivedTensor tensor = describe(archive, *value);
            tensor.info.file = path;
            visit(*name, std::move(tensor));
            about.clear();
        }
    } catch (const Error& error) {
        const std::string what = error.what();
        if (what.rfind(path.string() + ":", 0) == 0)
            throw;
        throw Error(ErrorKind::Model, path.string() + ": " + about + what);
    }
}

} // namespace

TensorMap readTorchArchive(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    TensorMap tensors;
    forEachTensor(path, *file, [&](const std::string& name, ArchivedTensor tensor) {
        const at::Tensor view = viewTensor(file, tensor.info.begin, tensor.type, tensor.info.shape, tensor.strides);
        if (!tensors.emplace(name, view).second)
            fail("appears twice");
    });
    return tensors;
}

TensorInfoMap readTorchArchiveHeader(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    TensorInfoMap tensors;
    forEachTensor(path, *file, [&](const std::string& name, ArchivedTensor tensor) {
        if (!tensors.emplace(name, std::move(tensor.info)).second)
            fail("appears twice");
    });
    return tensors;
}

void verifyTorchArchive(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    try {
        for (const auto& [name, entry] : readZipDirectory(path, file->bytes()))
            checkSum(name, entry, file->bytes());
    } catch (const Error& error) {
        const std::string what = error.what();
        if (what.starts_with(path.string() + ":"))
            throw;
        throw Error(ErrorKind::Model, path.string() + ": " + what);
    }
}

} // namespace unividx
