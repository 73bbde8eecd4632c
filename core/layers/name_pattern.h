#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// What tokens stand for. Runs, queue items and exports have the same ones: {project}, {shot}, {layer}, {version},
/// {frame}, {extension}, {preset} (of a run: its task), {width} and {height} (exports only).
struct PatternValues {
    std::map<std::string, std::string> tokens;
    std::optional<std::int64_t> frame;   ///< not set: {frame} becomes ####, for messages and references
    std::optional<std::int64_t> version; ///< not set: {version} becomes v###
    int padding = 4;                     ///< digits of {frame}
};

enum class PatternUse { Path, Text };

/// Unknown tokens, unclosed braces; of paths also: absolute ones, and ones that lead out of their folder.
std::vector<std::string> findPatternProblems(std::string_view pattern, PatternUse use = PatternUse::Path);

/// What the files are that a pattern names.
struct NamedFiles {
    bool sequence = true;       ///< a file a frame
    bool severalLayers = false; ///< a file a layer, and more than one layer
};

/// A sequence without {frame}, a movie with it, several layers without {layer}.
std::vector<std::string> findNameProblems(std::string_view pattern, const NamedFiles& files);

bool usesToken(std::string_view pattern, std::string_view token);

/// The text with its tokens replaced. A token that has no value is empty.
std::string expandText(std::string_view pattern, const PatternValues& values);

/// The same as a relative path that never leaves its folder, whatever the values are: they lose the characters that
/// file systems refuse (/ \ : * ? " < > |), so that only the pattern itself makes folders, and a name that would begin
/// with an empty value or a dot of one begins with _. Throws: Usage naming the first problem.
std::filesystem::path expandPath(std::string_view pattern, const PatternValues& values);

/// The beginning of that path up to and including the first folder or file whose name has {version}; the whole path if
/// none has. Throws: as expandPath.
std::filesystem::path versionPath(std::string_view pattern, const PatternValues& values);

/// A file on disk that a pattern can have named, and the numbers in its name.
struct PatternFile {
    std::filesystem::path path;
    std::optional<std::int64_t> frame;
    std::optional<std::int64_t> version;
};

/// The files below `folder` with these values, of any frame, version and token that `values` leave open; none where
/// nothing is or can be read. Throws: as expandPath.
std::vector<PatternFile> findPatternFiles(const std::filesystem::path& folder, std::string_view pattern,
                                          const PatternValues& values);

/// Whether a version counts as taken that is only reserved (core/layers/output_names.h).
enum class Reservations { Skip, Count };

/// The version numbers that are taken below `folder`, by a file or folder as versionPath names it or by a reservation
/// beside it. Throws: as expandPath.
std::vector<std::int64_t> findVersions(const std::filesystem::path& folder, std::string_view pattern,
                                       const PatternValues& values, Reservations reservations);

/// The mark of a reserved version: a hidden empty file beside the file or folder of that version.
inline constexpr std::string_view reservedSuffix = ".reserved";

/// A frame number with at least that many digits, a minus sign in front.
std::string paddedNumber(std::int64_t number, int padding);

/// "v001".
std::string versionText(std::int64_t version);

} // namespace unividx
