#include "core/media/exr_claims.h"

#include "core/base/error.h"
#include "core/base/limits.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string_view>

namespace unividx::pictures {

namespace {

// Bits of the version field.
constexpr std::uint32_t tiledBit = 0x200;
constexpr std::uint32_t multiPartBit = 0x1000;

/// Lines in one block, by the number of the compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB.
constexpr std::array<std::int64_t, 10> blockLines{1, 1, 1, 16, 32, 16, 32, 32, 32, 256};
constexpr std::uint8_t dwaa = 8;

/// What one part's header says, as far as memory depends on it.
struct PartClaims {
    std::array<std::int64_t, 4> window{}; ///< left, top, right, bottom, inclusive
    std::array<std::int64_t, 2> tile{};   ///< width and height; 0: no tiles
    std::uint8_t compression = 0;
    std::int64_t pixelBytes = 0; ///< of all channels
};

class Walk {
public:
    Walk(const std::filesystem::path& file, const std::string& where, std::uintmax_t size)
        : file_(file), where_(where), size_(size), in_(file, std::ios::binary)
    {
    }

    /// Number of bytes that were not read yet.
    std::uintmax_t left() const { return size_ - at_; }

    std::uint32_t word()
    {
        std::array<char, 4> bytes{};
        read(bytes.data(), bytes.size());
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < 4; ++i)
            word |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        return word;
    }
    std::int64_t number() { return static_cast<std::int32_t>(word()); }

    std::uint8_t byte()
    {
        char value = 0;
        read(&value, 1);
        return static_cast<std::uint8_t>(value);
    }

    /// Text up to a 0; OpenEXR's names have at most 255 bytes.
    std::string name()
    {
        std::string text;
        while (const std::uint8_t c = byte()) {
            text += static_cast<char>(c);
            if (text.size() > 255)
                fail("its header is damaged (a name without an end)");
        }
        return text;
    }

    void skip(std::uintmax_t bytes)
    {
        if (bytes > left())
            fail("its header claims an attribute of " + std::to_string(bytes) + " bytes, but the file has " +
                 std::to_string(size_) + "; it is damaged or cut off");
        in_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur);
        at_ += bytes;
    }

    [[noreturn]] void fail(const std::string& what) const
    {
        throw Error(ErrorKind::Input, file_.string() + (where_.empty() ? "" : ": " + where_) + ": " + what);
    }

private:
    void read(char* bytes, std::size_t count)
    {
        if (count > left() || !in_.read(bytes, static_cast<std::streamsize>(count)))
            fail("is cut off within its header");
        at_ += count;
    }

    const std::filesystem::path& file_;
    const std::string& where_;
    std::uintmax_t size_;
    std::uintmax_t at_ = 0;
    std::ifstream in_;
};

/// Bytes that all channels of a `chlist` attribute of that size take for one pixel.
std::int64_t readChannels(Walk& walk, std::uintmax_t size)
{
    std::int64_t bytes = 0;
    std::int64_t count = 0;
    const std::uintmax_t end = walk.left() - size;
    while (walk.left() > end && !walk.name().empty()) {
        if (++count > limits().channels)
            walk.fail("has more than " + std::to_string(limits().channels) +
                      " channels; raise channels in UNIVIDX_LIMITS if that is right");
        bytes += walk.word() == 1 ? 2 : 4; // 1: half; 0 and 2: 32 bits
        walk.skip(12);                     // linearity, and the sampling of both directions
    }
    if (walk.left() < end)
        walk.fail("its list of channels is damaged");
    walk.skip(walk.left() - end);
    return bytes;
}

/// One part's header; nothing at the empty one that ends a list of parts.
std::optional<PartClaims> readPart(Walk& walk)
{
    PartClaims part;
    bool any = false;
    for (std::string name = walk.name(); !name.empty(); name = walk.name()) {
        any = true;
        const std::string type = walk.name();
        const std::int64_t size = walk.number();
        if (size < 0)
            walk.fail("its attribute \"" + name + "\" has a size below 0; the file is damaged");
        const auto bytes = static_cast<std::uintmax_t>(size);
        if (bytes > walk.left())
            walk.skip(bytes); // says so
        if (name == "dataWindow" && bytes == 16) {
            for (std::int64_t& edge : part.window)
                edge = walk.number();
        } else if (name == "compression" && bytes == 1) {
            part.compression = walk.byte();
        } else if (name == "tiles" && bytes == 9) {
            part.tile = {walk.word(), walk.word()};
            walk.skip(1);
        } else if (name == "channels" && type == "chlist") {
            part.pixelBytes = readChannels(walk, bytes);
        } else {
            walk.skip(bytes);
        }
    }
    return any ? std::optional(part) : std::nullopt;
}

/// Number of blocks whose offsets the file lists. Mipmaps have more of them, which is not counted.
std::int64_t blocksOf(const PartClaims& part, bool tiled, const Walk& walk)
{
    const std::int64_t width = part.window[2] - part.window[0] + 1;
    const std::int64_t height = part.window[3] - part.window[1] + 1;
    if (width <= 0 || height <= 0)
        walk.fail("its data window is empty; the file is damaged");
    if (!tiled) {
        const std::int64_t lines =
            part.compression < blockLines.size() ? blockLines[part.compression] : blockLines.back();
        return (height + lines - 1) / lines;
    }
    const auto [tileWidth, tileHeight] = part.tile;
    if (tileWidth <= 0 || tileHeight <= 0)
        walk.fail("its tiles have no size; the file is damaged");
    const auto tileBytes = static_cast<double>(tileWidth) * static_cast<double>(tileHeight) *
                           static_cast<double>(std::max<std::int64_t>(part.pixelBytes, 1));
    if (tileBytes > static_cast<double>(limits().freeBytes) && (tileWidth > 2 * width || tileHeight > 2 * height))
        walk.fail("its tiles claim to be larger than the picture; the file is damaged");
    const std::int64_t across = (width + tileWidth - 1) / tileWidth;
    const std::int64_t down = (height + tileHeight - 1) / tileHeight;
    return across > INT32_MAX / down ? INT32_MAX : across * down;
}

} // namespace

ExrLengths checkExrClaims(const std::filesystem::path& file, const std::string& where, std::uintmax_t fileSize)
{
    Walk walk(file, where, fileSize);
    walk.word(); // the signature
    const std::uint32_t version = walk.word();
    const bool multiPart = (version & multiPartBit) != 0;
    std::int64_t blocks = 0;
    std::int64_t parts = 0;
    bool bounded = true;
    while (const auto part = readPart(walk)) {
        const bool tiled = (version & tiledBit) != 0 || (multiPart && part->tile[0] > 0);
        blocks += blocksOf(*part, tiled, walk);
        bounded = bounded && part->compression < dwaa;
        if (++parts > limits().pictureParts)
            walk.fail("has more than " + std::to_string(limits().pictureParts) +
                      " parts; raise picture-parts in UNIVIDX_LIMITS if that is right");
        if (!multiPart)
            break;
    }
    if (static_cast<std::uintmax_t>(blocks) > walk.left() / 8)
        walk.fail("its header claims " + std::to_string(blocks) + " blocks of pixels, but only " +
                  std::to_string(walk.left()) + " bytes follow it; it is damaged or cut off");
    return bounded ? ExrLengths::TellSize : ExrLengths::TellNothing;
}

} // namespace unividx::pictures
