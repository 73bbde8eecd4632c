#pragma once

#include <string>
#include <string_view>

namespace unividx {

/// Replaces every HTML character reference as a browser would, also the old names that work without a semicolon:
/// `&lt;` `&#60;` `&#x3c;` `&copy`. Impossible numbers become U+FFFD, forbidden ones nothing.
/// Source: WHATWG HTML Living Standard, section 13.2.5.72 and following.
std::u32string unescapeHtml(std::u32string_view text);

/// The careful form for text that may not be HTML at all: only references with a semicolon, and capital forms of
/// small names (`&EACUTE;`).
std::u32string unescapeHtmlCarefully(std::u32string_view text);

} // namespace unividx
