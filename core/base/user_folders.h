#pragma once

#include <filesystem>

namespace unividx {

/// Folders of this program in the user's home, as the XDG Base Directory Specification places them:
/// `$XDG_..._HOME/unividx` where the variable is set, else below the home folder (`$HOME`, or the one in the user
/// database). They need not exist.
///
/// Throws (all): Output if the user has no home folder.
std::filesystem::path configFolder(); ///< settings: ~/.config/unividx
std::filesystem::path stateFolder();  ///< queue, autosaves, logs: ~/.local/state/unividx
std::filesystem::path dataFolder();   ///< models, layers of unsaved projects: ~/.local/share/unividx

} // namespace unividx
