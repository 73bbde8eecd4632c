#include "core/media/sequence_pattern.h"

#include "core/base/error.h"
#include "core/base/limits.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace unividx {

namespace {

constexpr std::int64_t largestNumber = 1'000'000'000'000'000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<std::int64_t> parseNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    if (value > largestNumber || value < -largestNumber)
        return std::nullopt; // so that sums of frame numbers cannot overflow
    return value;
}

[[noreturn]] void refuseRange(const std::string& text, const std::string& why)
{
    throw Error(ErrorKind::Input, text + ": " + why + "; write the range like 1-50,60-100");
}

/// One piece of a range: `7`, `1-50`, `1-50x2`, `-5--1`.
void appendPiece(std::string_view piece, const std::string& whole, std::vector<std::int64_t>& numbers)
{
    std::int64_t step = 1;
    if (const auto x = piece.find('x'); x != std::string_view::npos) {
        const auto parsed = parseNumber(piece.substr(x + 1));
        if (!parsed || *parsed < 1)
            refuseRange(whole, "the step in '" + std::string(piece) + "' is not a number above 0");
        step = *parsed;
        piece = piece.substr(0, x);
    }
    const auto dash = piece.find('-', 1);
    const auto first = parseNumber(piece.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parseNumber(piece.substr(dash + 1));
    if (!first || !last)
        refuseRange(whole, "'" + std::string(piece) + "' is not a frame range");
    if (*last < *first)
        refuseRange(whole, "the range '" + std::string(piece) + "' runs backwards");
    const auto span = static_cast<std::uint64_t>(*last) - static_cast<std::uint64_t>(*first);
    if (span / static_cast<std::uint64_t>(step) + numbers.size() >= static_cast<std::uint64_t>(limits().frames))
        refuseRange(whole, "the range '" + std::string(piece) + "' has more than " + std::to_string(limits().frames) +
                               " frames, the limit (frames in UNIVIDX_LIMITS)");
    for (std::uint64_t offset = 0; offset <= span; offset += static_cast<std::uint64_t>(step))
        numbers.push_back(*first + static_cast<std::int64_t>(offset));
}

struct Placeholder {
    std::size_t begin = 0;
    std::size_t end = 0;
    int padding = 0;
};

/// The last `####`, `@@@@` or `%04d` of a file name.
std::optional<Placeholder> findPlaceholder(std::string_view name)
{
    if (const auto last = name.find_last_of("#@"); last != std::string_view::npos) {
        std::size_t begin = last;
        while (begin > 0 && name[begin - 1] == name[last])
            --begin;
        return Placeholder{begin, last + 1, static_cast<int>(last + 1 - begin)};
    }
    for (auto percent = name.rfind('%'); percent != std::string_view::npos;
         percent = percent == 0 ? std::string_view::npos : name.rfind('%', percent - 1)) {
        std::size_t at = percent + 1;
        int padding = 0;
        while (at < name.size() && isDigit(name[at]) && padding < 100)
            padding = padding * 10 + (name[at++] - '0');
        if (at < name.size() && name[at] == 'd' && padding < 20)
            return Placeholder{percent, at + 1, std::max(padding, 1)};
    }
    return std::nullopt;
}

} // namespace

std::optional<SequencePattern> parseSequencePattern(const std::filesystem::path& path)
{
    const std::string whole = path.string();
    std::string name = path.filename().string();
    SequencePattern pattern;
    pattern.folder = path.parent_path();
    const auto space = name.rfind(' ');
    if (space != std::string::npos && space + 1 < name.size() &&
        name.find_first_not_of("0123456789-,x", space + 1) == std::string::npos &&
        findPlaceholder(std::string_view(name).substr(0, space))) {
        std::string_view rest = std::string_view(name).substr(space + 1);
        while (true) {
            const auto comma = rest.find(',');
            appendPiece(rest.substr(0, comma), whole, pattern.wanted);
            if (comma == std::string_view::npos)
                break;
            rest = rest.substr(comma + 1);
        }
        std::sort(pattern.wanted.begin(), pattern.wanted.end());
        pattern.wanted.erase(std::unique(pattern.wanted.begin(), pattern.wanted.end()), pattern.wanted.end());
        name.resize(space);
    }
    const auto placeholder = findPlaceholder(name);
    if (!placeholder)
        return std::nullopt;
    pattern.prefix = name.substr(0, placeholder->begin);
    pattern.suffix = name.substr(placeholder->end);
    pattern.padding = placeholder->padding;
    return pattern;
}

std::map<std::int64_t, std::filesystem::path> findSequenceFiles(const SequencePattern& pattern)
{
    const std::filesystem::path folder = pattern.folder.empty() ? "." : pattern.folder;
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error)
        throw Error(ErrorKind::Input, folder.string() + ": the folder cannot be read (" + error.message() + ")");
    std::map<std::int64_t, std::filesystem::path> files;
    for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        const std::string name = entries->path().filename().string();
        if (name.size() <= pattern.prefix.size() + pattern.suffix.size() || !name.starts_with(pattern.prefix) ||
            !name.ends_with(pattern.suffix))
            continue;
        const std::string_view digits = std::string_view(name).substr(
            pattern.prefix.size(), name.size() - pattern.prefix.size() - pattern.suffix.size());
        const std::string_view bare = digits.starts_with('-') ? digits.substr(1) : digits;
        const auto number = parseNumber(digits);
        if (!number || bare.empty() || !isDigit(bare.front()))
            continue;
        const auto padding = static_cast<std::size_t>(pattern.padding);
        const bool fits = padding == 1 || digits.size() == padding || bare.size() == padding ||
                          (bare.size() > padding && bare.front() != '0');
        if (!fits)
            continue;
        // Two files for one number (1.png, 0001.png): the longer name, whatever the folder's order.
        auto& slot = files[*number];
        const std::filesystem::path file = pattern.folder / name;
        if (slot.empty() || file.native().size() > slot.native().size())
            slot = file;
    }
    return files;
}

std::optional<NumberedName> splitNumberedName(std::string_view fileName)
{
    const auto dot = fileName.rfind('.');
    const std::size_t end = dot == std::string_view::npos ? fileName.size() : dot;
    std::size_t begin = end;
    while (begin > 0 && isDigit(fileName[begin - 1]))
        --begin;
    if (begin == end || end - begin > 18)
        return std::nullopt;
    // "shot.-005.exr": the sign is the number's only behind another separator.
    if (begin >= 2 && fileName[begin - 1] == '-' && (fileName[begin - 2] == '.' || fileName[begin - 2] == '_'))
        --begin;
    return NumberedName{std::string(fileName.substr(0, begin)), std::string(fileName.substr(begin, end - begin)),
                        std::string(fileName.substr(end))};
}

std::string describeFrames(const std::vector<std::int64_t>& ascending)
{
    std::string text;
    for (std::size_t i = 0; i < ascending.size();) {
        std::size_t last = i;
        while (last + 1 < ascending.size() && ascending[last + 1] == ascending[last] + 1)
            ++last;
        if (!text.empty())
            text += ',';
        text += std::to_string(ascending[i]);
        if (last > i)
            text += '-' + std::to_string(ascending[last]);
        i = last + 1;
    }
    return text;
}

} // namespace unividx
