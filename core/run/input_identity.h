#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// What tells a file from another one in its place, without reading all of it.
struct FileIdentity {
    std::string name;             ///< without its folder: nodes of a farm may see it elsewhere
    std::uint64_t size = 0;       ///< bytes
    std::int64_t modified = 0;    ///< nanoseconds, of the file system's clock
    std::uint64_t sampleHash = 0; ///< of the first and last 16 KiB and eight parts of 4 KiB between them (FNV-1a)

    bool operator==(const FileIdentity&) const = default;
};

/// Every file that a run reads: of a sequence each frame.
/// `inputs`: a movie, a picture, or a sequence's pattern or folder each; empty ones are passed over.
/// Throws: Input naming a file that cannot be read.
std::vector<FileIdentity> identitiesOf(const std::vector<std::filesystem::path>& inputs);

/// As text for a file, and back. A text that is damaged gives nothing.
std::string formatIdentities(const std::vector<FileIdentity>& files);
std::optional<std::vector<FileIdentity>> parseIdentities(std::string_view text);

/// The first difference as a sentence that names the file, or an empty text: "s.0012.png has other contents".
std::string differenceOf(const std::vector<FileIdentity>& before, const std::vector<FileIdentity>& now);

} // namespace unividx
