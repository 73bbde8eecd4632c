#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace unividx {

/// An uncompressed entry's bytes, from the start of the archive.
struct ZipEntry {
    std::uint64_t begin = 0;
    std::uint64_t bytes = 0;
    std::uint32_t crc = 0; ///< crc32() of the bytes; 0 if the writer did not compute it
};

/// The entries of a zip archive whose files are stored uncompressed, as PyTorch writes them; also beyond 4 GB (zip64).
///
/// `path` is for messages. Every entry lies inside `bytes`.
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3.
/// Throws: Model naming the file and the entry: cut off, compressed, encrypted, no zip archive at all.
std::map<std::string, ZipEntry> readZipDirectory(const std::filesystem::path& path,
                                                 std::span<const std::uint8_t> bytes);

} // namespace unividx
