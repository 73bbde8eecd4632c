#pragma once

#include <string>
#include <string_view>

namespace unividx {

/// Undoes UTF-8 that somebody read as windows-1252 or Latin-1 (`cafÃ©` -> `café`), also when it happened twice.
///
/// A whole text is repaired if all its characters stand for bytes that together are valid UTF-8. Where only a part is
/// spoilt, sequences of three or four bytes are repaired, and those of two that begin with `Â` or `Ã`: shorter or
/// rarer ones may well be meant (`„Ä“`).
std::u32string repairMojibake(std::u32string_view text);

} // namespace unividx
