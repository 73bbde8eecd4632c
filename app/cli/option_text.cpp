#include "app/cli/option_text.h"

#include "core/base/error.h"

#include <charconv>
#include <optional>

namespace unividx::cli {

namespace {

/// A whole number at the start of `text`, which is shortened by it.
template <typename Number>
std::optional<Number> takeNumber(std::string_view& text)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool takeMark(std::string_view& text, char mark)
{
    if (text.empty() || text.front() != mark)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

FrameRange parseFrames(std::string_view text)
{
    std::string_view rest = text;
    const auto first = takeNumber<std::int64_t>(rest);
    if (first && rest.empty())
        return {*first, 1};
    if (first && takeMark(rest, '-')) {
        const auto last = takeNumber<std::int64_t>(rest);
        constexpr std::int64_t mostFrames = 100'000'000;
        if (last && rest.empty() && *last >= *first && *last - *first < mostFrames)
            return {*first, *last - *first + 1};
    }
    throw Error(ErrorKind::Usage,
                "--frames '" + std::string(text) + "' is not a range of frames; write FIRST-LAST, e.g. 1001-1021");
}

Resolution parseSize(std::string_view text)
{
    std::string_view rest = text;
    const auto width = takeNumber<int>(rest);
    if (width && *width > 0 && takeMark(rest, 'x')) {
        const auto height = takeNumber<int>(rest);
        if (height && *height > 0 && rest.empty())
            return {*width, *height};
    }
    throw Error(ErrorKind::Usage, "--size '" + std::string(text) + "' is not a size; write WIDTHxHEIGHT, e.g. 640x480");
}

NamedPath parseNamedPath(std::string_view text)
{
    const std::size_t mark = text.find('=');
    if (mark == std::string_view::npos || mark == 0 || mark + 1 == text.size()) {
        throw Error(ErrorKind::Usage,
                    "--in '" + std::string(text) + "' is not NAME=PATH; write e.g. --in rgb=clip.mp4");
    }
    return {std::string(text.substr(0, mark)), std::string(text.substr(mark + 1))};
}

std::string describe(FrameRange range)
{
    const std::string span = range.count == 1 ? std::to_string(range.first)
                                              : std::to_string(range.first) + "-" + std::to_string(range.last());
    return std::to_string(range.count) + (range.count == 1 ? " frame (" : " frames (") + span + ")";
}

std::string describe(Resolution size)
{
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty())
            text += separator;
        text += part;
    }
    return text;
}

} // namespace unividx::cli
