#pragma once

#include <string>
#include <string_view>

namespace unividx {

/// Text for a terminal: names of files and nodes may hold characters that steer one. Control characters, bytes that are
/// not UTF-8 and characters that turn the direction of writing become "\x1b", "\u202e"; tabs and line ends stay.
std::string printable(std::string_view text);

} // namespace unividx
