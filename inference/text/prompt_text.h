#pragma once

#include <string>
#include <string_view>

namespace unividx {

/// A prompt as the published models were trained to read it: HTML references and mojibake resolved, full-width forms
/// and curly quotes made plain, ligatures split, control characters removed, composed (NFC), and every run of white
/// space a single space.
/// Source: model specification, section 5.1; it follows ftfy 6.3's `fix_text` with its default settings.
std::string cleanPrompt(std::string_view prompt);

} // namespace unividx
