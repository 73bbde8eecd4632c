#include "inference/text/unicode_text.h"

#include "core/base/error.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>

namespace unividx {

namespace {

/// windows-1252 from 0x80 to 0x9f. Source: the WHATWG Encoding Standard's index of windows-1252.
constexpr std::array<char32_t, 32> upperControls{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

icu::UnicodeString toIcu(std::u32string_view text)
{
    return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                         static_cast<int32_t>(text.size()));
}

std::u32string fromIcu(const icu::UnicodeString& text)
{
    std::u32string points;
    for (int32_t index = 0; index < text.length(); index = text.moveIndex32(index, 1))
        points += static_cast<char32_t>(text.char32At(index));
    return points;
}

std::u32string normalized(const icu::Normalizer2* form, UErrorCode status, std::u32string_view text)
{
    icu::UnicodeString result;
    if (U_SUCCESS(status))
        result = form->normalize(toIcu(text), status);
    if (U_FAILURE(status))
        throw Error(ErrorKind::Internal, std::string("Unicode normalisation failed: ") + u_errorName(status));
    return fromIcu(result);
}

} // namespace

std::u32string toCodePoints(std::string_view utf8)
{
    return fromIcu(icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size()))));
}

std::string toUtf8(std::u32string_view text)
{
    std::string utf8;
    toIcu(text).toUTF8String(utf8);
    return utf8;
}

std::u32string composed(std::u32string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFCInstance(status);
    return normalized(form, status, text);
}

std::u32string compatibilityComposed(std::u32string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCInstance(status);
    return normalized(form, status, text);
}

char32_t upperCase(char32_t character)
{
    return static_cast<char32_t>(u_toupper(static_cast<UChar32>(character)));
}

bool isSpace(char32_t character)
{
    return u_isUWhiteSpace(static_cast<UChar32>(character)) || (character >= 0x1c && character <= 0x1f);
}

char32_t fromWindows1252(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xa0 ? upperControls[byte - 0x80U] : byte;
}

int toWindows1252(char32_t character)
{
    if (character <= 0xff)
        return static_cast<int>(character);
    for (std::size_t index = 0; index < upperControls.size(); ++index) {
        if (upperControls[index] == character)
            return static_cast<int>(0x80 + index);
    }
    return -1;
}

} // namespace unividx
