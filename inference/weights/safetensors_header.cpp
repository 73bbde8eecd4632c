#include "inference/weights/safetensors_header.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "inference/weights/mapped_file.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <string_view>

namespace unividx {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t lengthBytes = 8;
constexpr std::uint64_t longestHeader = 100'000'000; // the format's own limit

Error broken(const std::filesystem::path& path, const std::string& what)
{
    return Error(ErrorKind::Model, path.string() + ": " + what);
}

Json parseHeader(const std::filesystem::path& path, std::string_view text)
{
    std::set<std::string> names;
    bool twice = false;
    JsonGuard guard(path.string(), ErrorKind::Model);
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
        guard(depth, event);
        if (depth == 1 && event == Json::parse_event_t::key)
            twice = twice || !names.insert(parsed.get<std::string>()).second;
        return true;
    };
    Json header = Json::parse(text, watch, false);
    if (header.is_discarded() || !header.is_object())
        throw broken(path, "its header is not valid JSON; this is no safetensors file, or a damaged one");
    if (twice)
        throw broken(path, "its header names a tensor twice");
    return header;
}

std::map<std::string, std::string> parseMetadata(const std::filesystem::path& path, const Json& entry)
{
    std::map<std::string, std::string> metadata;
    if (!entry.is_object())
        throw broken(path, "its metadata is not a table of strings");
    for (const auto& [key, value] : entry.items()) {
        if (!value.is_string())
            throw broken(path, "its metadata entry '" + key + "' is not a string");
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

TensorInfo parseTensor(const std::filesystem::path& path, const std::string& name, const Json& entry,
                       std::uint64_t dataBegin, std::uint64_t dataSize)
{
    const std::string about = "the tensor '" + name + "' ";
    const auto isIndex = [](const Json& value) { return value.is_number_unsigned(); };
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() || !entry.contains("shape") ||
        !entry["shape"].is_array() || !entry.contains("data_offsets") || !entry["data_offsets"].is_array() ||
        entry["data_offsets"].size() != 2)
        throw broken(path, about + "lacks a type, a shape or its two offsets");
    TensorInfo info;
    info.file = path;
    info.dtype = entry["dtype"].get<std::string>();
    const std::uint64_t size = elementBytes(info.dtype);
    if (size == 0)
        throw broken(path, about + "has the unknown type '" + info.dtype + "'");
    for (const Json& axis : entry["shape"]) {
        if (!isIndex(axis) || axis.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
            throw broken(path, about + "has a shape that is not whole numbers");
        info.shape.push_back(axis.get<std::int64_t>());
    }
    const Json& offsets = entry["data_offsets"];
    if (!isIndex(offsets[0]) || !isIndex(offsets[1]))
        throw broken(path, about + "has offsets that are not whole numbers");
    const auto begin = offsets[0].get<std::uint64_t>();
    const auto end = offsets[1].get<std::uint64_t>();
    if (begin > end)
        throw broken(path, about + "ends before it begins");
    if (end > dataSize)
        throw broken(path, "the file is cut off inside the tensor '" + name + "': it should hold " +
                               std::to_string(end) + " bytes of data and holds " + std::to_string(dataSize) +
                               "; copy or download it again");
    std::uint64_t expected = size;
    try {
        if (__builtin_mul_overflow(static_cast<std::uint64_t>(countElements(info.shape)), size, &expected))
            throw Error(ErrorKind::Model, "its size is impossible");
    } catch (const Error& error) {
        throw broken(path, about + "cannot be: " + error.what());
    }
    if (end - begin != expected)
        throw broken(path, about + "of type " + info.dtype + " and shape " + shapeText(info.shape) + " takes " +
                               std::to_string(expected) + " bytes, but its offsets span " +
                               std::to_string(end - begin));
    info.begin = dataBegin + begin;
    info.bytes = expected;
    return info;
}

/// The format allows neither holes nor overlaps, so data cannot hide between tensors.
void checkLayout(const std::filesystem::path& path, const TensorInfoMap& tensors, std::uint64_t dataBegin,
                 std::uint64_t fileSize)
{
    std::vector<const TensorInfoMap::value_type*> ordered;
    for (const auto& entry : tensors)
        ordered.push_back(&entry);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return std::pair(a->second.begin, a->second.bytes) < std::pair(b->second.begin, b->second.bytes);
    });
    std::uint64_t position = dataBegin;
    for (const auto* entry : ordered) {
        const TensorInfo& info = entry->second;
        if (info.begin < position)
            throw broken(path, "the tensor '" + entry->first + "' overlaps the one before it");
        if (info.begin > position)
            throw broken(path, "there is a gap before the tensor '" + entry->first + "'");
        position = info.begin + info.bytes;
    }
    if (position != fileSize)
        throw broken(path, std::to_string(fileSize - position) + " bytes follow the last tensor");
}

} // namespace

SafetensorsHeader readSafetensorsHeader(const std::filesystem::path& path)
{
    const auto file = MappedFile::open(path);
    const auto bytes = file->bytes();
    if (bytes.size() < lengthBytes)
        throw broken(path, "is too short for a safetensors file");
    std::uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes.data(), lengthBytes); // little-endian, like every machine this runs on
    if (headerSize > longestHeader)
        throw broken(path, "its header claims " + std::to_string(headerSize) + " bytes; this is no safetensors file");
    if (headerSize > bytes.size() - lengthBytes)
        throw broken(path, "the file is cut off inside its header; copy or download it again");
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + lengthBytes, headerSize);
    const std::uint64_t dataBegin = lengthBytes + headerSize;

    SafetensorsHeader header;
    const Json entries = parseHeader(path, text);
    for (const auto& [name, entry] : entries.items()) {
        if (name == "__metadata__")
            header.metadata = parseMetadata(path, entry);
        else
            header.tensors[name] = parseTensor(path, name, entry, dataBegin, bytes.size() - dataBegin);
    }
    checkLayout(path, header.tensors, dataBegin, bytes.size());
    return header;
}

std::map<std::string, std::string> safetensorsMetadata(const std::filesystem::path& path)
{
    return readSafetensorsHeader(path).metadata;
}

SafetensorsHeader readShardedHeader(const std::filesystem::path& path)
{
    SafetensorsHeader all;
    for (const std::filesystem::path& shard : safetensorsShards(path)) {
        SafetensorsHeader header = readSafetensorsHeader(shard);
        for (auto& [name, info] : header.tensors) {
            const auto [place, isNew] = all.tensors.emplace(name, std::move(info));
            if (!isNew)
                throw broken(shard, "the tensor '" + name + "' is also in " + place->second.file.filename().string());
        }
        all.metadata.merge(header.metadata);
    }
    return all;
}

} // namespace unividx
