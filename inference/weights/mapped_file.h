#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace unividx {

/// A file's bytes as memory, read from disk only where they are touched.
///
/// The mapping is private: writing to it changes this process's view, never the file.
class MappedFile {
public:
    /// Throws: Model naming the file if it is missing, no plain file, or cannot be mapped.
    static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);

    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<std::uint8_t> bytes() const { return {data_, size_}; }
    const std::filesystem::path& path() const { return path_; }

private:
    MappedFile(std::filesystem::path path, std::uint8_t* data, std::size_t size);

    std::filesystem::path path_;
    std::uint8_t* data_;
    std::size_t size_;
};

} // namespace unividx
