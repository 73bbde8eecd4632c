#pragma once

#include "core/media/exr_writer.h"
#include "core/media/sequence_file.h"
#include "core/media/sequence_png.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

namespace pictures {

// What needs OpenImageIO. Documented where the functions of the same name are offered, which go through
// pictureLibrary().

PictureHeader readPictureHeader(const std::filesystem::path& file, const OpenOptions& options,
                                const std::string& where);
Image readPicture(const std::filesystem::path& file, const OpenOptions& options, const std::string& where);
std::map<std::string, std::string> readOwnAttributes(const std::filesystem::path& file);
ExrReport writeExr(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                   const ExrOptions& options);
void writePng(const std::filesystem::path& path, const Image& image, const PngOptions& options);

} // namespace pictures

/// The functions of libunividx-pictures.so. OpenImageIO brings 250 libraries along, and the system's loader is longer
/// at work on them than a window may take to come up: they are loaded when the first picture is read or written.
struct PictureLibrary {
    decltype(&pictures::readPictureHeader) readPictureHeader;
    decltype(&pictures::readPicture) readPicture;
    decltype(&pictures::readOwnAttributes) readOwnAttributes;
    decltype(&pictures::writeExr) writeExr;
    decltype(&pictures::writePng) writePng;
};

/// Opens the library when it is first asked for; it stays. It is sought where the program is and where it is installed.
///
/// Thread: any. Throws: Internal if it cannot be loaded.
const PictureLibrary& pictureLibrary();

/// The one symbol that is looked up in it.
using PictureLibraryEntry = const PictureLibrary* (*)();
inline constexpr const char* pictureLibraryEntry = "unividxPictureLibrary";

} // namespace unividx
