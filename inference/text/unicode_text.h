#pragma once

#include <string>
#include <string_view>

namespace unividx {

/// Bytes that are no UTF-8 become U+FFFD.
std::u32string toCodePoints(std::string_view utf8);
std::string toUtf8(std::u32string_view text);

/// Unicode normalisation form C.
std::u32string composed(std::u32string_view text);

/// Unicode normalisation form KC.
std::u32string compatibilityComposed(std::u32string_view text);

char32_t upperCase(char32_t character);

/// What Unicode calls white space, and the four ASCII separators U+001C to U+001F.
bool isSpace(char32_t character);

/// The character a byte stands for in windows-1252; bytes it leaves undefined stand for themselves.
char32_t fromWindows1252(unsigned char byte);

/// The byte that stands for a character, either in windows-1252 or in Latin-1; -1 if there is none.
int toWindows1252(char32_t character);

} // namespace unividx
