#include "inference/weights/zip_directory.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace unividx {

namespace {

constexpr std::uint32_t localHeaderMark = 0x04034b50;
constexpr std::uint32_t entryMark = 0x02014b50;
constexpr std::uint32_t endMark = 0x06054b50;
constexpr std::uint32_t end64Mark = 0x06064b50;
constexpr std::uint32_t locator64Mark = 0x07064b50;
constexpr std::uint64_t endSize = 22;
constexpr std::uint64_t locator64Size = 20;
constexpr std::uint16_t extra64 = 0x0001;

/// Little-endian numbers at checked positions.
class Bytes {
public:
    Bytes(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) : path_(path), bytes_(bytes) {}

    std::uint64_t size() const { return bytes_.size(); }

    template <typename T>
    T at(std::uint64_t position) const
    {
        check(position, sizeof(T));
        T value = 0;
        std::memcpy(&value, bytes_.data() + position, sizeof(T));
        return value;
    }

    std::string text(std::uint64_t position, std::uint64_t length) const
    {
        check(position, length);
        return std::string(reinterpret_cast<const char*>(bytes_.data()) + position, length);
    }

    void check(std::uint64_t position, std::uint64_t length) const
    {
        if (position > bytes_.size() || length > bytes_.size() - position)
            throw fail("the file is cut off or damaged; copy or download it again");
    }

    Error fail(const std::string& what) const { return Error(ErrorKind::Model, path_.string() + ": " + what); }

private:
    std::filesystem::path path_;
    std::span<const std::uint8_t> bytes_;
};

struct Directory {
    std::uint64_t begin = 0;
    std::uint64_t entries = 0;
};

/// The end record stands last, before a comment of at most 65,535 bytes.
std::uint64_t findEnd(const Bytes& bytes)
{
    if (bytes.size() < endSize)
        throw bytes.fail("is no PyTorch file (too short for a zip archive)");
    const std::uint64_t last = bytes.size() - endSize;
    const std::uint64_t first = last > 0xffff ? last - 0xffff : 0;
    for (std::uint64_t position = last + 1; position-- > first;) {
        if (bytes.at<std::uint32_t>(position) == endMark && bytes.at<std::uint16_t>(position + 20) == last - position)
            return position;
    }
    throw bytes.fail("is no PyTorch file in the zip format, or it is cut off; copy or download it again");
}

Directory findDirectory(const Bytes& bytes)
{
    const std::uint64_t end = findEnd(bytes);
    Directory directory{bytes.at<std::uint32_t>(end + 16), bytes.at<std::uint16_t>(end + 10)};
    const bool is64 = end >= locator64Size && bytes.at<std::uint32_t>(end - locator64Size) == locator64Mark;
    if (is64) {
        const auto end64 = bytes.at<std::uint64_t>(end - locator64Size + 8);
        if (bytes.at<std::uint32_t>(end64) != end64Mark)
            throw bytes.fail("its zip64 directory is damaged");
        bytes.check(end64, 56);
        directory = {bytes.at<std::uint64_t>(end64 + 48), bytes.at<std::uint64_t>(end64 + 32)};
    }
    if (directory.begin > end)
        throw bytes.fail("its zip directory is damaged");
    return directory;
}

/// The 64-bit numbers that stand in an entry's extra field for each 32-bit one that is all ones, in this order.
void readExtra64(const Bytes& bytes, std::uint64_t begin, std::uint64_t length, std::uint64_t& size,
                 std::uint64_t& packedSize, std::uint64_t& offset)
{
    for (std::uint64_t position = begin; position + 4 <= begin + length;) {
        const auto id = bytes.at<std::uint16_t>(position);
        const auto fieldSize = bytes.at<std::uint16_t>(position + 2);
        if (id == extra64) {
            std::uint64_t field = position + 4;
            for (std::uint64_t* value : {&size, &packedSize, &offset}) {
                if (*value != 0xffffffff)
                    continue;
                if (field + 8 > position + 4 + fieldSize)
                    throw bytes.fail("an entry's zip64 field is too short");
                *value = bytes.at<std::uint64_t>(field);
                field += 8;
            }
            return;
        }
        position += 4 + std::uint64_t(fieldSize);
    }
}

} // namespace

std::map<std::string, ZipEntry> readZipDirectory(const std::filesystem::path& path, std::span<const std::uint8_t> raw)
{
    const Bytes bytes(path, raw);
    const Directory directory = findDirectory(bytes);
    std::map<std::string, ZipEntry> entries;
    std::uint64_t position = directory.begin;
    for (std::uint64_t index = 0; index < directory.entries; ++index) {
        if (bytes.at<std::uint32_t>(position) != entryMark)
            throw bytes.fail("its zip directory is damaged");
        const auto flags = bytes.at<std::uint16_t>(position + 8);
        const auto method = bytes.at<std::uint16_t>(position + 10);
        const auto crc = bytes.at<std::uint32_t>(position + 16);
        std::uint64_t packedSize = bytes.at<std::uint32_t>(position + 20);
        std::uint64_t size = bytes.at<std::uint32_t>(position + 24);
        const auto nameLength = bytes.at<std::uint16_t>(position + 28);
        const auto extraLength = bytes.at<std::uint16_t>(position + 30);
        const auto commentLength = bytes.at<std::uint16_t>(position + 32);
        std::uint64_t offset = bytes.at<std::uint32_t>(position + 42);
        const std::string name = bytes.text(position + 46, nameLength);
        bytes.check(position + 46 + nameLength, extraLength);
        readExtra64(bytes, position + 46 + nameLength, extraLength, size, packedSize, offset);
        position += 46 + std::uint64_t(nameLength) + extraLength + commentLength;

        if (flags & 1)
            throw bytes.fail("the entry '" + name + "' is encrypted");
        if (method != 0 || packedSize != size)
            throw bytes.fail("the entry '" + name + "' is compressed; PyTorch stores its files plain");
        if (bytes.at<std::uint32_t>(offset) != localHeaderMark)
            throw bytes.fail("the entry '" + name + "' is not where the directory says");
        bytes.check(offset, 30);
        const std::uint64_t begin =
            offset + 30 + bytes.at<std::uint16_t>(offset + 26) + bytes.at<std::uint16_t>(offset + 28);
        bytes.check(begin, size);
        if (!entries.emplace(name, ZipEntry{begin, size, crc}).second)
            throw bytes.fail("the entry '" + name + "' appears twice");
    }
    return entries;
}

} // namespace unividx
