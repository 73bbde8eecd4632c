#include "inference/text/mojibake.h"

#include "inference/text/unicode_text.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace unividx {

namespace {

struct Sequence {
    std::size_t length = 0;
    char32_t character = 0;
};

/// The UTF-8 sequence of two to four bytes that the characters at `begin` stand for.
std::optional<Sequence> sequenceAt(std::u32string_view text, std::size_t begin)
{
    std::uint8_t bytes[4] = {};
    const std::size_t available = std::min<std::size_t>(4, text.size() - begin);
    for (std::size_t index = 0; index < available; ++index) {
        const int byte = toWindows1252(text[begin + index]);
        bytes[index] = byte < 0 ? 0 : static_cast<std::uint8_t>(byte); // a zero ends any sequence
    }
    std::int32_t length = 0;
    UChar32 character = 0;
    U8_NEXT(bytes, length, static_cast<std::int32_t>(available), character);
    if (length < 2 || character < 0x80)
        return std::nullopt;
    return Sequence{static_cast<std::size_t>(length), static_cast<char32_t>(character)};
}

/// The text whose UTF-8 bytes `text`'s characters stand for; nothing if they are no valid UTF-8, or plain ASCII.
std::optional<std::u32string> decodedWhole(std::u32string_view text)
{
    std::u32string decoded;
    bool changed = false;
    for (std::size_t position = 0; position < text.size();) {
        if (text[position] < 0x80) {
            decoded += text[position++];
        } else if (const auto sequence = sequenceAt(text, position)) {
            decoded += sequence->character;
            position += sequence->length;
            changed = true;
        } else {
            return std::nullopt;
        }
    }
    return changed ? std::optional(decoded) : std::nullopt;
}

std::u32string decodedParts(std::u32string_view text)
{
    std::u32string decoded;
    for (std::size_t position = 0; position < text.size();) {
        const auto sequence = sequenceAt(text, position);
        const bool isTelling = sequence && (sequence->length > 2 || text[position] == U'Â' || text[position] == U'Ã');
        decoded += isTelling ? sequence->character : text[position];
        position += isTelling ? sequence->length : 1;
    }
    return decoded;
}

} // namespace

std::u32string repairMojibake(std::u32string_view text)
{
    std::u32string repaired(text);
    // Each round shortens the text, so this ends.
    while (true) {
        std::u32string next = decodedWhole(repaired).value_or(decodedParts(repaired));
        if (next == repaired)
            return repaired;
        repaired = std::move(next);
    }
}

} // namespace unividx
