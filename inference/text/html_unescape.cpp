#include "inference/text/html_unescape.h"

#include "inference/text/unicode_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

namespace unividx {

namespace {

struct Entity {
    std::string_view name;
    std::string_view characters;
    bool withoutSemicolon; ///< an old name, known without its semicolon too
};

constexpr Entity entities[] = {
#include "inference/text/html_entities.inc"
};

constexpr std::size_t longestName = 32;

const Entity* findEntity(std::string_view name)
{
    const auto* found =
        std::lower_bound(std::begin(entities), std::end(entities), name,
                         [](const Entity& entity, std::string_view wanted) { return entity.name < wanted; });
    return found != std::end(entities) && found->name == name ? found : nullptr;
}

bool isDigit(char32_t c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isHexDigit(char32_t c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// What a numeric reference stands for.
std::u32string characterOf(std::uint32_t number)
{
    if (number == 0 || number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff))
        return U"\ufffd";
    if (number >= 0x80 && number <= 0x9f)
        return std::u32string(1, fromWindows1252(static_cast<unsigned char>(number)));
    const bool isControl =
        (number < 0x20 && number != '\t' && number != '\n' && number != '\f' && number != '\r') || number == 0x7f;
    const bool isNoncharacter = (number & 0xfffe) == 0xfffe || (number >= 0xfdd0 && number <= 0xfdef);
    if (isControl || isNoncharacter)
        return U"";
    return std::u32string(1, static_cast<char32_t>(number));
}

struct Replacement {
    std::size_t length; ///< of the reference, with its ampersand
    bool hasSemicolon;
    std::u32string characters;
};

/// `&#...`, at the start of `text`.
std::optional<Replacement> readNumber(std::u32string_view text)
{
    const bool isHex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    std::size_t position = isHex ? 3 : 2;
    const std::size_t first = position;
    std::uint32_t number = 0;
    for (; position < text.size() && (isHex ? isHexDigit(text[position]) : isDigit(text[position])); ++position) {
        const char32_t digit = text[position];
        const std::uint32_t value = isDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
        number = std::min<std::uint32_t>(number * (isHex ? 16 : 10) + value, 0x110000);
    }
    if (position == first)
        return std::nullopt;
    const bool closed = position < text.size() && text[position] == ';';
    return Replacement{position + (closed ? 1 : 0), closed, characterOf(number)};
}

/// `&name;`, or the longest old name that `text` starts with.
std::optional<Replacement> readName(std::u32string_view text)
{
    std::string name;
    std::size_t position = 1;
    while (position < text.size() && name.size() < longestName && (isLetter(text[position]) || isDigit(text[position])))
        name += static_cast<char>(text[position++]);
    if (position < text.size() && text[position] == ';') {
        if (const Entity* entity = findEntity(name))
            return Replacement{position + 1, true, toCodePoints(entity->characters)};
    }
    for (; name.size() > 1; name.pop_back()) {
        const Entity* entity = findEntity(name);
        if (entity && entity->withoutSemicolon)
            return Replacement{1 + name.size(), false, toCodePoints(entity->characters)};
    }
    return std::nullopt;
}

/// `&EACUTE;` where only `&eacute;` is defined.
std::optional<Replacement> readCapitalName(std::u32string_view text)
{
    std::string name;
    std::size_t position = 1;
    for (; position < text.size() && name.size() < longestName && text[position] >= 'A' && text[position] <= 'Z';
         ++position)
        name += static_cast<char>(text[position] | 0x20);
    if (position >= text.size() || text[position] != ';')
        return std::nullopt;
    const Entity* entity = findEntity(name);
    if (!entity)
        return std::nullopt;
    std::u32string characters = toCodePoints(entity->characters);
    std::transform(characters.begin(), characters.end(), characters.begin(), upperCase);
    return Replacement{position + 1, true, std::move(characters)};
}

template <typename Read>
std::u32string replaceReferences(std::u32string_view text, Read read)
{
    std::u32string result;
    for (std::size_t position = 0; position < text.size();) {
        if (text[position] == '&') {
            if (const auto replacement = read(text.substr(position))) {
                result += replacement->characters;
                position += replacement->length;
                continue;
            }
        }
        result += text[position++];
    }
    return result;
}

std::optional<Replacement> readReference(std::u32string_view text)
{
    return text.size() > 1 && text[1] == '#' ? readNumber(text) : readName(text);
}

} // namespace

std::u32string unescapeHtml(std::u32string_view text)
{
    return replaceReferences(text, readReference);
}

std::u32string unescapeHtmlCarefully(std::u32string_view text)
{
    return replaceReferences(text, [](std::u32string_view at) -> std::optional<Replacement> {
        auto replacement = readReference(at);
        if (replacement && replacement->hasSemicolon)
            return replacement;
        return readCapitalName(at);
    });
}

} // namespace unividx
