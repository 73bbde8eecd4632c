#include "inference/text/prompt_text.h"

#include "inference/text/html_unescape.h"
#include "inference/text/mojibake.h"
#include "inference/text/unicode_text.h"

#include <array>
#include <utility>

namespace unividx {

namespace {

/// Latin ligatures and digraphs that stand for plain letters.
std::u32string_view splitLigature(char32_t character)
{
    static constexpr std::array<std::pair<char32_t, std::u32string_view>, 22> ligatures{{
        {U'Ĳ', U"IJ"},  {U'ĳ', U"ij"},  {U'ŉ', U"ʼn"}, {U'Ǳ', U"DZ"}, {U'ǲ', U"Dz"}, {U'ǳ', U"dz"},
        {U'Ǆ', U"DŽ"},  {U'ǅ', U"Dž"},  {U'ǆ', U"dž"}, {U'Ǉ', U"LJ"}, {U'ǈ', U"Lj"}, {U'ǉ', U"lj"},
        {U'Ǌ', U"NJ"},  {U'ǋ', U"Nj"},  {U'ǌ', U"nj"}, {U'ﬀ', U"ff"}, {U'ﬁ', U"fi"}, {U'ﬂ', U"fl"},
        {U'ﬃ', U"ffi"}, {U'ﬄ', U"ffl"}, {U'ﬅ', U"ſt"}, {U'ﬆ', U"st"},
    }};
    for (const auto& [ligature, letters] : ligatures) {
        if (character == ligature)
            return letters;
    }
    return {};
}

bool isUnwantedControl(char32_t c)
{
    return c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1f) || c == 0x7f || (c >= 0x206a && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffc);
}

/// What one character becomes, whatever stands around it.
std::u32string plainForm(char32_t c)
{
    if (c >= 0x80 && c < 0xa0) // what windows-1252 means by it: nobody writes these control characters
        c = fromWindows1252(static_cast<unsigned char>(c));
    if (const auto letters = splitLigature(c); !letters.empty()) {
        std::u32string plain;
        for (const char32_t letter : letters)
            plain += letter == U'ʼ' ? U'\'' : letter;
        return plain;
    }
    if (c == 0x3000)
        return U" ";
    if (c >= 0xff01 && c <= 0xffef) // full-width and half-width forms
        return compatibilityComposed(std::u32string_view(&c, 1));
    if (c == 0x02bc || (c >= 0x2018 && c <= 0x201b))
        return U"'";
    if (c >= 0x201c && c <= 0x201f)
        return U"\"";
    if (c == 0x2028 || c == 0x2029 || c == '\r')
        return U"\n";
    if (isUnwantedControl(c))
        return U"";
    return std::u32string(1, c);
}

/// Terminal colour codes: ESC [ digits and semicolons, a letter.
std::u32string withoutTerminalEscapes(std::u32string_view text)
{
    std::u32string result;
    for (std::size_t position = 0; position < text.size();) {
        if (text[position] == 0x1b && position + 1 < text.size() && text[position + 1] == '[') {
            std::size_t end = position + 2;
            while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == ';'))
                ++end;
            if (end < text.size() && ((text[end] | 0x20) >= 'a' && (text[end] | 0x20) <= 'z')) {
                position = end + 1;
                continue;
            }
        }
        result += text[position++];
    }
    return result;
}

std::u32string fixLine(std::u32string text, bool isHtml)
{
    // One repair can uncover another, so this goes on until nothing changes; 8 rounds are more than any text needs.
    for (int round = 0; round < 8; ++round) {
        std::u32string next = isHtml ? text : unescapeHtmlCarefully(text);
        next = withoutTerminalEscapes(repairMojibake(next));
        std::u32string plain;
        for (const char32_t character : next)
            plain += plainForm(character);
        plain = composed(plain);
        if (plain == text)
            return text;
        text = std::move(plain);
    }
    return text;
}

/// Text with a `<` may be HTML on purpose, so from there on references are left to the later, plain unescaping.
std::u32string fixText(std::u32string_view text)
{
    std::u32string fixed;
    bool isHtml = false;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t newline = text.find(U'\n', begin);
        const std::size_t end = newline == std::u32string_view::npos ? text.size() : newline + 1;
        const std::u32string_view line = text.substr(begin, end - begin);
        isHtml = isHtml || line.find(U'<') != std::u32string_view::npos;
        fixed += fixLine(std::u32string(line), isHtml);
        begin = end;
    }
    return fixed;
}

std::u32string withSingleSpaces(std::u32string_view text)
{
    std::u32string result;
    bool pending = false;
    for (const char32_t character : text) {
        if (isSpace(character)) {
            pending = !result.empty();
            continue;
        }
        if (pending)
            result += U' ';
        pending = false;
        result += character;
    }
    return result;
}

} // namespace

std::string cleanPrompt(std::string_view prompt)
{
    const std::u32string fixed = fixText(toCodePoints(prompt));
    return toUtf8(withSingleSpaces(unescapeHtml(unescapeHtml(fixed))));
}

} // namespace unividx
