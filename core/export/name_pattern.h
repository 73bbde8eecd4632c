#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// What tokens stand for. {shot}, {layer}, {frame}, {extension}, {preset}, {project}, {width} and {height} are known.
struct PatternValues {
    std::map<std::string, std::string> tokens;
    std::optional<std::int64_t> frame; ///< not set: {frame} becomes ####, for messages and references
    int padding = 4;
};

enum class PatternUse { Path, Text };

/// Unknown tokens, unclosed braces; of paths also: absolute ones, and ones that lead out of their folder.
std::vector<std::string> findPatternProblems(std::string_view pattern, PatternUse use = PatternUse::Path);

/// The text with its tokens replaced. A token that has no value is empty.
std::string expandText(std::string_view pattern, const PatternValues& values);

/// The same as a path; values lose the characters that file systems refuse (/ \ : * ? " < > |), so that only the
/// pattern itself makes folders. Throws: Usage naming the first problem.
std::filesystem::path expandPath(std::string_view pattern, const PatternValues& values);

/// A frame number with at least that many digits, a minus sign in front.
std::string paddedNumber(std::int64_t number, int padding);

} // namespace unividx
