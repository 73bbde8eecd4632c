#include "core/base/printable.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace unividx {

namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0; ///< 0: no UTF-8
};

/// Source: RFC 3629, section 4.
Character characterAt(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80)
        return {first, 1};
    const std::size_t count = first >= 0xf0 && first < 0xf5   ? 4
                              : first >= 0xe0 && first < 0xf0 ? 3
                              : first >= 0xc2 && first < 0xe0 ? 2
                                                              : 0;
    if (count == 0 || text.size() < count)
        return {};
    std::uint32_t code = first & (0xffU >> (count + 1));
    for (std::size_t i = 1; i < count; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xc0) != 0x80)
            return {};
        code = code << 6 | (next & 0x3fU);
    }
    const bool tooLong = (count == 3 && code < 0x800) || (count == 4 && code < 0x10000);
    if (tooLong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return {};
    return {code, count};
}

bool steers(std::uint32_t code)
{
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool direction =
        code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return (control && code != '\n' && code != '\t') || direction;
}

std::string escaped(const char* form, std::uint32_t code)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), form, static_cast<unsigned>(code));
    return text.data();
}

} // namespace

std::string printable(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const Character character = characterAt(text);
        if (character.bytes == 0) {
            result += escaped("\\x%02x", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
            continue;
        }
        if (steers(character.code))
            result += escaped(character.code < 0x100 ? "\\x%02x" : "\\u%04x", character.code);
        else
            result += text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
    }
    return result;
}

} // namespace unividx
