#pragma once

#include "core/layers/name_pattern.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

inline constexpr std::string_view usualSequencePattern = "{shot}_{layer}.{frame}.{extension}";
inline constexpr std::string_view usualMoviePattern = "{shot}_{layer}.{extension}";

/// How the files of one run or export are named, and where they are.
struct OutputNames {
    std::filesystem::path folder;
    std::string pattern;             ///< below the folder
    PatternValues values;            ///< of all tokens but {layer} and {frame}
    std::vector<std::string> layers; ///< what {layer} may stand for, whoever writes the shot

    /// The file of a layer; with #### where `frame` is not set. Throws: as expandPath.
    std::filesystem::path file(std::string_view layer, std::optional<std::int64_t> frame = std::nullopt) const;

    /// Whether the names have a version and it is still to be chosen.
    bool needsVersion() const { return !values.version && usesToken(pattern, "version"); }
};

/// The highest version number on disk, of any layer, reserved ones among them; 0 if there is none.
std::int64_t latestVersion(const OutputNames& names);

/// Takes the number after that. A hidden empty file keeps it from all others, also in other processes and on other
/// machines, until it is released. Throws: Output if the folder cannot be written; as expandPath.
std::int64_t reserveVersion(const OutputNames& names);

/// Gives up the reservation of `names.values.version`: its files keep the number, or nobody needs it. Nothing happens
/// if there is none.
void releaseVersion(const OutputNames& names);

/// Sees that names have a version while their files are written: reserves one if they need it. The reservation ends
/// with this object; one that was made before ends only if no exception does, because its owner will try again.
class VersionHold {
public:
    /// Sets `names.values.version`; `names` must live as long. Throws: as reserveVersion.
    explicit VersionHold(OutputNames& names);
    ~VersionHold();
    VersionHold(const VersionHold&) = delete;
    VersionHold& operator=(const VersionHold&) = delete;

private:
    const OutputNames& names_;
    bool own_;
    int exceptions_; ///< on their way at the beginning
};

} // namespace unividx
