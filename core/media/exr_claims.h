#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace unividx::pictures {

/// Whether the size of an EXR file bounds the size of its pictures.
enum class ExrLengths { TellSize, TellNothing };

/// Walks the headers of an OpenEXR file without keeping anything: each attribute and each table of block offsets must
/// fit the file, and tiles must be no larger than their picture needs.
///
/// Throws: Input naming the file, and `where` if it is not empty.
/// Source: "OpenEXR File Layout", openexr.com.
ExrLengths checkExrClaims(const std::filesystem::path& file, const std::string& where, std::uintmax_t fileSize);

} // namespace unividx::pictures
