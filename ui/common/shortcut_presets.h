#pragma once

#include "core/settings/settings.h"

#include <span>

namespace unividx::ui {

/// Keys close to those of a program people come from. Actions it does not name keep their default.
struct ShortcutPreset {
    const char* name; ///< of the program, as people call it
    ShortcutSettings (*keys)();
};

/// Our own first.
std::span<const ShortcutPreset> shortcutPresets();

} // namespace unividx::ui
