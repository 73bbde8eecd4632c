#include "inference/weights/torch_archive.h"

#include "core/base/error.h"
#include "inference/weights/crc32.h"
#include "inference/weights/mapped_file.h"
#include "inference/weights/pickle.h"
#include "inference/weights/zip_directory.h"

#include <array>
#include <string_view>

namespace unividx {

namespace {

using Value = PickleValue;

[[noreturn]] void fail(const std::string& what)
{
    throw Error(ErrorKind::Model, what);
}

/// The safetensors name of the type of a storage's elements.
std::string elementType(const std::string& storage)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{{
        {"torch.DoubleStorage", "F64"},
        {"torch.FloatStorage", "F32"},
        {"torch.HalfStorage", "F16"},
        {"torch.BFloat16Storage", "BF16"},
        {"torch.LongStorage", "I64"},
        {"torch.IntStorage", "I32"},
        {"torch.ShortStorage", "I16"},
        {"torch.CharStorage", "I8"},
        {"torch.ByteStorage", "U8"},
        {"torch.BoolStorage", "BOOL"},
    }};
    for (const auto& [name, type] : types) {
        if (storage == name)
            return std::string(type);
    }
    fail("has the unknown storage '" + storage + "'");
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

TensorInfo describe(const Archive& archive, const Value& value)
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

    TensorInfo made;
    made.shape = numbers(item<Value::Tuple>(*tensor->arguments, 2));
    made.strides = numbers(item<Value::Tuple>(*tensor->arguments, 3));
    made.dtype = elementType(item<Value::Global>(*storage.id, 1).name);
    const std::uint64_t itemSize = elementBytes(made.dtype);
    const std::uint64_t elements = static_cast<std::uint64_t>(countElements(made.shape));
    if (__builtin_mul_overflow(elements, itemSize, &made.bytes))
        fail("has an impossible size");

    const std::string entryName = archive.root + "data/" + item<std::string>(*storage.id, 2);
    const auto entry = archive.entries.find(entryName);
    if (entry == archive.entries.end())
        fail("should lie in the entry '" + entryName + "', which is missing");
    const std::uint64_t stored = entry->second.bytes / itemSize;
    if (item<std::int64_t>(*storage.id, 4) < 0 ||
        static_cast<std::uint64_t>(item<std::int64_t>(*storage.id, 4)) != stored || entry->second.bytes % itemSize != 0)
        fail("lies in the entry '" + entryName + "' of " + std::to_string(entry->second.bytes) + " bytes, but needs " +
             std::to_string(item<std::int64_t>(*storage.id, 4)) + " elements of type " + made.dtype);
    if (made.strides.size() != made.shape.size())
        fail("has as many strides as it should have sizes");
    const std::uint64_t span = spanOf(made.shape, made.strides);
    if (offset < 0 || static_cast<std::uint64_t>(offset) > stored || span > stored - static_cast<std::uint64_t>(offset))
        fail("of shape " + shapeText(made.shape) + " reaches beyond its " + std::to_string(stored) + " elements");
    made.begin = entry->second.begin + static_cast<std::uint64_t>(offset) * itemSize;
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

} // namespace

TensorInfoMap readTorchArchiveHeader(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    TensorInfoMap tensors;
    std::string about;
    try {
        const Archive archive = openArchive(path, file->bytes());
        const ZipEntry& pickleEntry = archive.entries.at(archive.root + "data.pkl");
        checkSum(archive.root + "data.pkl", pickleEntry, file->bytes());
        const Pickle pickle(file->bytes().subspan(pickleEntry.begin, pickleEntry.bytes));
        for (const auto& [key, value] : tensorsOf(pickle.root()).items) {
            const auto* name = key->get<std::string>();
            if (!name)
                fail("a key of its dictionary is not text");
            about = "the tensor '" + *name + "' ";
            TensorInfo tensor = describe(archive, *value);
            tensor.file = path;
            if (!tensors.emplace(*name, std::move(tensor)).second)
                fail("appears twice");
            about.clear();
        }
    } catch (const Error& error) {
        const std::string what = error.what();
        if (what.starts_with(path.string() + ":"))
            throw;
        throw Error(ErrorKind::Model, path.string() + ": " + about + what);
    }
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
