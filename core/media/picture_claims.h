#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace unividx::pictures {

/// What the first bytes of a picture file say, before any library reads it.
struct PictureClaims {
    std::string format;          ///< OpenImageIO's name of its reader: "openexr", "png"
    std::uintmax_t fileSize = 0; ///< bytes
    /// False for compressions that store a large area of one colour in next to nothing (DWA, WebP, JPEG 2000, HEIF):
    /// the size of the file says little about the size of the picture.
    bool sizeTellsLength = true;
};

/// Recognises a picture by its content; the name decides for Targa alone, which has no signature. Checks what an EXR,
/// DPX or Cineon header says of its own parts (attributes, tables of blocks, user data) against the file's size,
/// because their libraries take memory for it first.
///
/// Throws: Input naming the file if it cannot be read, is empty, is no known kind of picture, or claims more than it
/// can hold; `where` ("frame 12") is added if it is not empty.
PictureClaims readPictureClaims(const std::filesystem::path& file, const std::string& where);

/// Checks a picture's size against the limits of core/base/limits.h and the size of its file.
/// `storedBytes`: of one pixel, all its channels. Throws: Input as above.
void checkPictureSize(const std::filesystem::path& file, const std::string& where, const PictureClaims& claims,
                      std::int64_t width, std::int64_t height, std::int64_t storedBytes);

} // namespace unividx::pictures
