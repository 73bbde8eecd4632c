#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// A file name with a place for the frame number: `shot.####.exr`, `shot.%04d.exr`, `shot.@@@@.exr`,
/// with the numbers asked for, if any were.
struct SequencePattern {
    std::filesystem::path folder;     ///< empty for the current one
    std::string prefix;               ///< "shot."
    std::string suffix;               ///< ".exr"
    int padding = 4;                  ///< digits at least; 1 takes numbers padded in any way
    std::vector<std::int64_t> wanted; ///< ascending, without repeats; empty: all there are

    bool operator==(const SequencePattern&) const = default;
};

/// Reads a pattern, optionally with a range behind a space: `shot.####.exr 1-50,60-100` (`1-50x2` steps).
/// Nothing if `path` has no place for a number.
///
/// Throws: Input if the range is malformed, backwards or holds more than ten million numbers.
std::optional<SequencePattern> parseSequencePattern(const std::filesystem::path& path);

/// The files on disk that fit the pattern, by number.
///
/// Throws: Input if the folder cannot be read.
std::map<std::int64_t, std::filesystem::path> findSequenceFiles(const SequencePattern& pattern);

/// A file name split at its frame number, the last run of digits before the extension that stands alone:
/// `shot.1001.exr`, `shot_1001.exr`, `1001.exr`.
struct NumberedName {
    std::string prefix;
    std::string digits; ///< with the sign, where it is one
    std::string suffix;
};

std::optional<NumberedName> splitNumberedName(std::string_view fileName);

/// "1-50,60-100", for people.
std::string describeFrames(const std::vector<std::int64_t>& ascending);

} // namespace unividx
