#include "core/media/picture_claims.h"

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/media/exr_claims.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string_view>

namespace unividx::pictures {

namespace {

using namespace std::string_view_literals;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& where, const std::string& what)
{
    throw Error(ErrorKind::Input, file.string() + (where.empty() ? "" : ": " + where) + ": " + what);
}

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    const char* format;
    bool sizeTellsLength = true;
};

constexpr std::array signatures{
    Signature{0, "\x76\x2f\x31\x01"sv, "openexr"},
    Signature{0, "\x89PNG\r\n\x1a\n"sv, "png"},
    Signature{0, "SDPX"sv, "dpx"},
    Signature{0, "XPDS"sv, "dpx"},
    Signature{0, "\x80\x2a\x5f\xd7"sv, "cineon"},
    Signature{0, "\xd7\x5f\x2a\x80"sv, "cineon"},
    Signature{0, "\xff\xd8\xff"sv, "jpeg"},
    Signature{0, "II*\0"sv, "tiff", false}, // fax codes and Zstandard have no bound worth the name
    Signature{0, "MM\0*"sv, "tiff", false},
    Signature{0, "II+\0"sv, "tiff", false},
    Signature{0, "MM\0+"sv, "tiff", false},
    Signature{0, "BM"sv, "bmp"},
    Signature{0, "#?"sv, "hdr"},
    Signature{8, "WEBP"sv, "webp", false},
    Signature{4, "jP  "sv, "jpeg2000", false},
    Signature{0, "\xff\x4f\xff\x51"sv, "jpeg2000", false},
    Signature{4, "ftyp"sv, "heif", false},
    Signature{0, "8BPS"sv, "psd"},
    Signature{0, "\x01\xda"sv, "sgi"},
    Signature{0, "\x53\x80\xf6\x34"sv, "softimage"},
    Signature{0, "P1"sv, "pnm"},
    Signature{0, "P2"sv, "pnm"},
    Signature{0, "P3"sv, "pnm"},
    Signature{0, "P4"sv, "pnm"},
    Signature{0, "P5"sv, "pnm"},
    Signature{0, "P6"sv, "pnm"},
    Signature{0, "PF"sv, "pnm"},
    Signature{0, "Pf"sv, "pnm"},
};

bool isTarga(const std::filesystem::path& file)
{
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension == ".tga" || extension == ".tpic";
}

std::uint32_t wordAt(std::string_view bytes, std::size_t offset, bool littleEndian)
{
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word |= std::uint32_t{static_cast<unsigned char>(bytes[offset + i])} << (8 * (littleEndian ? i : 3 - i));
    return word;
}

/// Sizes of the parts of a DPX (SMPTE ST 268) or Cineon header; "undefined" is all ones.
void checkHeaderParts(const std::filesystem::path& file, const std::string& where, std::string_view head,
                      const PictureClaims& claims)
{
    const bool dpx = claims.format == "dpx";
    const bool littleEndian = head.starts_with(dpx ? "XPDS"sv : "\xd7\x5f\x2a\x80"sv);
    // Where each header keeps: the offset of the pixels, and the sizes of its generic, industry and user parts.
    static constexpr std::array<std::size_t, 4> dpxWords{4, 24, 28, 32};
    static constexpr std::array<std::size_t, 4> cineonWords{4, 8, 12, 16};
    for (const std::size_t offset : dpx ? dpxWords : cineonWords) {
        if (head.size() < offset + 4)
            refuse(file, where, "is cut off within its header");
        const std::uint32_t claimed = wordAt(head, offset, littleEndian);
        if (claimed != 0xffffffffU && claimed > claims.fileSize)
            refuse(file, where,
                   "its header claims a part of " + std::to_string(claimed) + " bytes, but the file has " +
                       std::to_string(claims.fileSize) + "; it is damaged");
    }
}

} // namespace

PictureClaims readPictureClaims(const std::filesystem::path& file, const std::string& where)
{
    std::error_code error;
    PictureClaims claims;
    claims.fileSize = std::filesystem::file_size(file, error);
    if (error)
        refuse(file, where, "cannot be read (" + error.message() + ")");
    if (claims.fileSize == 0)
        refuse(file, where, "the file is empty (0 bytes)");
    std::ifstream in(file, std::ios::binary);
    std::array<char, 64> bytes{};
    in.read(bytes.data(), bytes.size());
    const std::string_view head(bytes.data(), static_cast<std::size_t>(in.gcount()));
    const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const Signature& signature) {
        return head.size() >= signature.offset && head.substr(signature.offset).starts_with(signature.bytes);
    });
    if (found != signatures.end()) {
        claims.format = found->format;
        claims.sizeTellsLength = found->sizeTellsLength;
    } else if (isTarga(file)) {
        claims.format = "targa";
    } else {
        refuse(file, where,
               in.bad() ? "cannot be read" : "is not a picture that can be read: its content is no known format");
    }
    if (claims.format == "dpx" || claims.format == "cineon")
        checkHeaderParts(file, where, head, claims);
    if (claims.format == "openexr")
        claims.sizeTellsLength = checkExrClaims(file, where, claims.fileSize) == ExrLengths::TellSize;
    return claims;
}

void checkPictureSize(const std::filesystem::path& file, const std::string& where, const PictureClaims& claims,
                      std::int64_t width, std::int64_t height, std::int64_t storedBytes)
{
    const Limits& most = limits();
    const std::string claim = "the picture claims " + std::to_string(width) + "x" + std::to_string(height) + " pixels";
    if (width <= 0 || height <= 0)
        refuse(file, where, claim + "; the file is damaged");
    if (width > most.pictureSide || height > most.pictureSide || width * height > most.picturePixels)
        refuse(file, where,
               claim + ", more than " + std::to_string(most.picturePixels) + " in all or " +
                   std::to_string(most.pictureSide) +
                   " a side; the file is damaged, or raise picture-pixels in UNIVIDX_LIMITS");
    const auto stored = static_cast<std::int64_t>(
        std::min<std::uintmax_t>(claims.fileSize, static_cast<std::uintmax_t>(INT64_MAX / most.compression / 2)));
    if (claims.sizeTellsLength && width * height * storedBytes > most.freeBytes + stored * most.compression)
        refuse(file, where,
               claim + ", but the file has " + std::to_string(claims.fileSize) +
                   " bytes, too few for them; it is damaged or cut off");
}

} // namespace unividx::pictures
