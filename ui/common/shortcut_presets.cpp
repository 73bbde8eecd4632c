#include "ui/common/shortcut_presets.h"

#include <array>

namespace unividx::ui {

namespace {

ShortcutSettings ownKeys()
{
    return {};
}

// Source: DaVinci Resolve, the default keyboard layout of its Keyboard Customization window.
ShortcutSettings resolveKeys()
{
    return {{{"edit.delete", "Backspace"},
             {"edit.rippleDelete", "Del"},
             {"edit.trimStart", "Shift+["},
             {"edit.trimEnd", "Shift+]"},
             {"edit.nudgeLeft", ","},
             {"edit.nudgeRight", "."},
             {"edit.previousClip", "Up"},
             {"edit.nextClip", "Down"},
             {"play.loop", "Ctrl+/"},
             {"timeline.zoomIn", "Ctrl+="},
             {"timeline.zoomOut", "Ctrl+-"},
             {"view.zoomIn", ""},
             {"view.zoomOut", ""},
             {"view.exposureDown", ""},
             {"view.exposureUp", ""},
             {"view.wipe", "Ctrl+W"},
             {"view.fit", "Z"}}};
}

// Source: Nuke, the hot keys reference of its user guide: viewer and properties.
ShortcutSettings nukeKeys()
{
    return {{{"edit.redo", "Ctrl+Y"},
             {"edit.snap", ""},
             {"file.preferences", "Shift+S"},
             {"help.commands", "X"},
             {"play.toggle", ""},
             {"run.start", "F5"},
             {"view.zoomIn", "+"},
             {"view.zoomOut", "-"},
             {"timeline.zoomOut", ""},
             {"view.fit", "F"}}};
}

// Source: RV, the default key bindings of its user manual.
ShortcutSettings rvKeys()
{
    return {{{"edit.trimStart", ""},
             {"edit.trimEnd", ""},
             {"mark.in", "["},
             {"mark.out", "]"},
             {"mark.clear", "\\"},
             {"mark.previous", "Alt+Left"},
             {"mark.next", "Alt+Right"},
             {"edit.nudgeLeft", ""},
             {"edit.nudgeRight", ""},
             {"light.left", "Alt+Shift+Left"},
             {"light.right", "Alt+Shift+Right"},
             {"play.reverse", ""},
             {"play.stop", ""},
             {"play.forward", ""},
             {"play.toStart", "Ctrl+Left"},
             {"play.toEnd", "Ctrl+Right"},
             {"edit.previousClip", ""},
             {"edit.nextClip", ""},
             {"view.luminance", "L"},
             {"view.wipe", "F6"},
             {"view.exposureReset", "Home"}}};
}

constexpr std::array<ShortcutPreset, 4> presets{
    {{"UniVidX", ownKeys}, {"Resolve", resolveKeys}, {"Nuke", nukeKeys}, {"RV", rvKeys}}};

} // namespace

std::span<const ShortcutPreset> shortcutPresets()
{
    return presets;
}

} // namespace unividx::ui
