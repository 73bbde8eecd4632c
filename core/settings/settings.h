#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace unividx {

/// Keys the user chose. Actions that are not named have their default.
struct ShortcutSettings {
    std::map<std::string, std::string> keys; ///< by action id, as "Ctrl+Shift+P"; empty text: no key

    bool operator==(const ShortcutSettings&) const = default;
};

struct ViewerSettings {
    bool smoothScaling = true; ///< pictures smaller than their pixels are averaged rather than picked
    bool showReadout = true;
    bool loop = true;

    bool operator==(const ViewerSettings&) const = default;
};

/// How the interface looks and speaks.
struct InterfaceSettings {
    std::string language; ///< "de", "en"; empty: the system's
    std::string drawing;  ///< of the viewer: "opengl" or "raster"; empty: whichever this machine was found to do

    bool operator==(const InterfaceSettings&) const = default;
};

/// How one is told that a queue has come to its end.
struct NoticeSettings {
    bool desktop = true;
    bool sound = false;

    bool operator==(const NoticeSettings&) const = default;
};

/// How the queue's workers behave.
struct QueueSettings {
    int keepModelMinutes = 10; ///< for which an idle worker keeps its model loaded; 0: not at all

    bool operator==(const QueueSettings&) const = default;
};

/// How fast runs were on this machine, for telling how long the next one takes.
struct SpeedNotes {
    std::map<std::string, double> workPerSecond; ///< by "model@device"; the work is the forecast's

    bool operator==(const SpeedNotes&) const = default;
};

struct CacheSettings {
    std::int64_t frameBytes = std::int64_t{2} << 30; ///< decoded frames held for viewing
    std::int64_t thumbnailBytes = std::int64_t{128} << 20;

    bool operator==(const CacheSettings&) const = default;
};

struct RecentFiles {
    std::vector<std::filesystem::path> projects; ///< newest first

    bool operator==(const RecentFiles&) const = default;
};

/// What the user chose and the program remembers: one struct an area.
struct Settings {
    ShortcutSettings shortcuts;
    ViewerSettings viewer;
    CacheSettings cache;
    InterfaceSettings interface;
    NoticeSettings notices;
    QueueSettings queue;
    SpeedNotes speeds;
    RecentFiles recent;
    std::string windowLayout;   ///< of the window's docks, as the interface writes it
    std::string windowGeometry; ///< where the window stands and how large it is, likewise
    std::string extra;          ///< JSON object of keys this version does not know; kept

    bool operator==(const Settings&) const = default;
};

struct LoadedSettings {
    Settings settings;
    std::vector<std::string> notes; ///< a sentence for each value that was wrong and stands at its default
    bool damaged = false;           ///< the file as a whole cannot be read
};

/// A file that is missing gives the defaults; one that is damaged gives them too, says so, and is left beside as
/// `settings.json.damaged` when the settings are next saved.
LoadedSettings loadSettings(const std::filesystem::path& path);

/// Loads them for a session: a file that is damaged as a whole is put aside as `settings.json.damaged` at once, so that
/// the damage is reported once and the next start begins with default settings.
LoadedSettings openSettings(const std::filesystem::path& path);

/// Atomic; makes the folder. Throws: Output naming the file.
void saveSettings(const Settings& settings, const std::filesystem::path& path);

/// `settings.json` in the user's config folder. Throws: Output if there is no home folder.
std::filesystem::path settingsFile();

/// Puts a project in front; no path stands twice, and ten are kept.
RecentFiles withProject(RecentFiles recent, const std::filesystem::path& project);

} // namespace unividx
