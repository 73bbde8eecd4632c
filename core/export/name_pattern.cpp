#include "core/export/name_pattern.h"

#include "core/base/error.h"
#include "core/layers/shot_name.h"

#include <algorithm>
#include <array>
#include <functional>

namespace unividx {

namespace {

constexpr std::array<std::string_view, 8> knownTokens{"shot",   "layer",   "frame", "extension",
                                                      "preset", "project", "width", "height"};

// Calls `text` for what stands between tokens and `token` for their names; false if a brace is not closed.
bool walk(std::string_view pattern, const std::function<void(std::string_view)>& text,
          const std::function<void(std::string_view)>& token)
{
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        text(pattern.substr(0, open));
        if (open == std::string_view::npos)
            return true;
        const std::size_t close = pattern.find('}', open);
        if (close == std::string_view::npos)
            return false;
        token(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close + 1);
    }
    return true;
}

std::string harmless(const std::string& text)
{
    return text == "." || text == ".." ? "_" : portableName(text);
}

std::string expand(std::string_view pattern, const PatternValues& values, bool path)
{
    std::string result;
    walk(
        pattern, [&](std::string_view text) { result += text; },
        [&](std::string_view token) {
            if (token == "frame") {
                result += values.frame ? paddedNumber(*values.frame, values.padding)
                                       : std::string(static_cast<std::size_t>(std::max(1, values.padding)), '#');
                return;
            }
            const auto found = values.tokens.find(std::string(token));
            if (found != values.tokens.end())
                result += path ? harmless(found->second) : found->second;
        });
    return result;
}

} // namespace

std::vector<std::string> findPatternProblems(std::string_view pattern, PatternUse use)
{
    std::vector<std::string> problems;
    const bool closed = walk(
        pattern, [](std::string_view) {},
        [&](std::string_view token) {
            if (std::find(knownTokens.begin(), knownTokens.end(), token) == knownTokens.end())
                problems.push_back("{" + std::string(token) +
                                   "} is not a token; there are {shot}, {layer}, {frame}, {extension}, {preset}, "
                                   "{project}, {width} and {height}");
        });
    if (!closed)
        problems.emplace_back("a { is not closed");
    if (use == PatternUse::Text)
        return problems;
    const std::filesystem::path path(pattern);
    if (pattern.empty())
        problems.emplace_back("files need a name");
    if (path.is_absolute())
        problems.emplace_back("names are below the export's folder; leave the / at the beginning out");
    if (std::find(path.begin(), path.end(), "..") != path.end())
        problems.emplace_back("names stay below the export's folder; .. leads out of it");
    return problems;
}

std::string expandText(std::string_view pattern, const PatternValues& values)
{
    return expand(pattern, values, false);
}

std::filesystem::path expandPath(std::string_view pattern, const PatternValues& values)
{
    const auto problems = findPatternProblems(pattern);
    if (!problems.empty())
        throw Error(ErrorKind::Usage, "the file names \"" + std::string(pattern) + "\": " + problems.front());
    return expand(pattern, values, true);
}

std::string paddedNumber(std::int64_t number, int padding)
{
    std::string digits = std::to_string(number < 0 ? -number : number);
    const auto wanted = static_cast<std::size_t>(std::max(1, padding));
    if (digits.size() < wanted)
        digits.insert(0, wanted - digits.size(), '0');
    return (number < 0 ? "-" : "") + digits;
}

} // namespace unividx
