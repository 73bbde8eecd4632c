#include "core/project/otio_schema.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

namespace unividx::detail {

std::string schemaName(std::string_view schema)
{
    return std::string(schema.substr(0, schema.find('.')));
}

std::optional<FrameRate> exactRate(double rate)
{
    if (!(rate >= 0.01) || rate > 100'000)
        return std::nullopt;
    const auto whole = static_cast<std::int64_t>(std::llround(rate));
    if (whole > 0 && std::abs(rate - static_cast<double>(whole)) < 1e-6)
        return FrameRate{whole, 1};
    const auto nominal = static_cast<std::int64_t>(std::ceil(rate));
    // Programs write 23.976, 23.98 and 23.976023976 for one and the same rate.
    const double ntsc = static_cast<double>(nominal) * 1000.0 / 1001.0;
    if (nominal % 24 == 0 || nominal % 30 == 0) {
        if (std::abs(rate - ntsc) < 5e-3)
            return FrameRate{nominal * 1000, 1001};
    }
    const auto thousandths = static_cast<std::int64_t>(std::llround(rate * 1000.0));
    const std::int64_t common = std::gcd(thousandths, std::int64_t{1000});
    return FrameRate{thousandths / common, 1000 / common};
}

std::string fileUrl(const std::filesystem::path& path)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string url = path.is_absolute() ? "file://" : "";
    for (const char character : pathText(path)) {
        const auto byte = static_cast<unsigned char>(character);
        const bool plain =
            byte < 128 && (std::isalnum(byte) || std::string_view("/-_.~").find(character) != std::string_view::npos);
        if (plain) {
            url += character;
        } else {
            url += '%';
            url += digits[byte / 16];
            url += digits[byte % 16];
        }
    }
    return url;
}

std::filesystem::path pathFromUrl(std::string_view url)
{
    if (url.find("://") == std::string_view::npos && url.find('%') == std::string_view::npos)
        return pathFrom(std::string(url));
    if (url.starts_with("file://")) {
        url.remove_prefix(7);
        if (url.starts_with("localhost/"))
            url.remove_prefix(9);
    }
    std::string text;
    for (std::size_t i = 0; i < url.size(); ++i) {
        const bool escape = url[i] == '%' && i + 2 < url.size() &&
                            std::isxdigit(static_cast<unsigned char>(url[i + 1])) &&
                            std::isxdigit(static_cast<unsigned char>(url[i + 2]));
        if (!escape) {
            text += url[i];
            continue;
        }
        text += static_cast<char>(std::stoi(std::string(url.substr(i + 1, 2)), nullptr, 16));
        i += 2;
    }
    return pathFrom(text);
}

std::optional<SequenceName> splitPattern(const std::string& fileName)
{
    SequenceName name;
    std::size_t first = fileName.find_first_of("#@");
    if (first != std::string::npos) {
        const char mark = fileName[first];
        std::size_t end = first;
        while (end < fileName.size() && fileName[end] == mark)
            ++end;
        name.prefix = fileName.substr(0, first);
        name.suffix = fileName.substr(end);
        name.padding = static_cast<int>(end - first);
        return name;
    }
    first = fileName.find('%');
    const std::size_t end = fileName.find('d', first);
    if (first == std::string::npos || end == std::string::npos || end - first > 4)
        return std::nullopt;
    const std::string digits = fileName.substr(first + 1, end - first - 1);
    if (!std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); }))
        return std::nullopt;
    name.prefix = fileName.substr(0, first);
    name.suffix = fileName.substr(end + 1);
    name.padding = digits.empty() ? 1 : std::stoi(digits);
    return name;
}

} // namespace unividx::detail
