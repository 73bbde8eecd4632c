#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// Private to core/comp: text in the knobs of a Nuke script.
namespace unividx::detail {

/// Text between quotes, as a knob of a Nuke script has it. The script's reader takes one backslash away from each
/// character that means something to it, braces too: a node is itself a word in braces.
/// Source: Tcl(n), rules 4, 6, 7 and 9 (a `.nk` file is a Tcl script of commands without substitution).
std::string nukeString(std::string_view text);

/// The same for a knob that Nuke evaluates when it shows it (`label`): brackets, variables and backslashes of the text
/// stay text then too. Lines become one.
std::string nukeLabel(std::string_view text);

/// The same for a file name, which Nuke evaluates likewise. The last run of `#` in the name's last part becomes the
/// frame as printf writes it; a percent sign of the name is doubled, as printf has it.
std::string nukePath(const std::filesystem::path& path);

} // namespace unividx::detail
