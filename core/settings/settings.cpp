#include "core/settings/settings.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"
#include "core/base/user_folders.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t recentLimit = 10;

std::string utf8(const fs::path& path)
{
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

/// Reads values where they are what they should be, and says where they are not.
class SettingsReader {
public:
    explicit SettingsReader(const fs::path& path) : path_(path) {}

    LoadedSettings read(const std::string& text)
    {
        Json json;
        try {
            json = parseJson(text, "the text");
        } catch (const Error&) {
            json = nullptr; // told below, like everything that is not an object
        }
        if (!json.is_object()) {
            loaded_.damaged = true;
            note("is damaged; every setting stands at its default");
            return std::move(loaded_);
        }
        Settings& settings = loaded_.settings;
        readShortcuts(area(json, "shortcuts"), settings.shortcuts);
        const Json viewer = area(json, "viewer");
        take(viewer, "smoothScaling", settings.viewer.smoothScaling);
        take(viewer, "showReadout", settings.viewer.showReadout);
        take(viewer, "loop", settings.viewer.loop);
        const Json cache = area(json, "cache");
        takeBytes(cache, "frameBytes", settings.cache.frameBytes);
        takeBytes(cache, "thumbnailBytes", settings.cache.thumbnailBytes);
        const Json interface = area(json, "interface");
        take(interface, "language", settings.interface.language);
        take(interface, "drawing", settings.interface.drawing);
        const Json notices = area(json, "notices");
        take(notices, "desktop", settings.notices.desktop);
        take(notices, "sound", settings.notices.sound);
        takeMinutes(area(json, "queue"), "keepModelMinutes", settings.queue.keepModelMinutes);
        readSpeeds(area(json, "speeds"), settings.speeds);
        readRecent(area(json, "recent"), settings.recent);
        take(json, "windowLayout", settings.windowLayout);
        take(json, "windowGeometry", settings.windowGeometry);
        keepRest(json);
        return std::move(loaded_);
    }

private:
    void note(const std::string& what) { loaded_.notes.push_back(path_.string() + ": " + what); }

    Json area(const Json& json, const char* key)
    {
        const auto found = json.find(key);
        if (found == json.end())
            return Json::object();
        if (!found->is_object()) {
            note(std::string(key) + " is not an object; its settings stand at their defaults");
            return Json::object();
        }
        return *found;
    }

    template <typename T>
    void take(const Json& json, const char* key, T& value)
    {
        const auto found = json.find(key);
        if (found == json.end())
            return;
        const bool fits = std::is_same_v<T, bool> ? found->is_boolean() : found->is_string();
        if (fits)
            value = found->get<T>();
        else
            note(std::string(key) + " is not what it should be and stands at its default");
    }

    void takeBytes(const Json& json, const char* key, std::int64_t& value)
    {
        constexpr std::int64_t least = std::int64_t{16} << 20; // below that a single frame may not fit
        const auto found = json.find(key);
        if (found == json.end())
            return;
        if (found->is_number_unsigned() && found->get<std::uint64_t>() <= std::uint64_t(INT64_MAX))
            value = std::max(least, found->get<std::int64_t>());
        else
            note(std::string(key) + " is not a number of bytes and stands at its default");
    }

    void takeMinutes(const Json& json, const char* key, int& value)
    {
        constexpr int most = 60 * 24 * 365;
        const auto found = json.find(key);
        if (found == json.end())
            return;
        if (found->is_number_unsigned() && found->get<std::uint64_t>() <= std::uint64_t(most))
            value = found->get<int>();
        else
            note(std::string(key) + " is not a number of minutes and stands at its default");
    }

    void readShortcuts(const Json& json, ShortcutSettings& shortcuts)
    {
        for (const auto& [id, key] : json.items()) {
            if (key.is_string())
                shortcuts.keys[id] = key.get<std::string>();
            else
                note("the shortcut of " + id + " is not text and stands at its default");
        }
    }

    void readSpeeds(const Json& json, SpeedNotes& speeds)
    {
        for (const auto& [name, speed] : json.items()) {
            if (speed.is_number() && speed.get<double>() > 0)
                speeds.workPerSecond[name] = speed.get<double>();
            else
                note("the speed of " + name + " is no number above 0 and is forgotten");
        }
    }

    void readRecent(const Json& json, RecentFiles& recent)
    {
        const auto found = json.find("projects");
        if (found == json.end())
            return;
        for (const Json& path : *found) {
            if (path.is_string() && recent.projects.size() < recentLimit) {
                const auto text = path.get<std::string>();
                recent.projects.emplace_back(std::u8string(text.begin(), text.end()));
            }
        }
    }

    void keepRest(Json json)
    {
        for (const char* key : {"shortcuts", "viewer", "cache", "interface", "notices", "queue", "speeds", "recent",
                                "windowLayout", "windowGeometry"})
            json.erase(key);
        if (!json.empty())
            loaded_.settings.extra = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }

    fs::path path_;
    LoadedSettings loaded_;
};

fs::path damagedCopy(const fs::path& path)
{
    return path.string() + ".damaged";
}

} // namespace

LoadedSettings loadSettings(const fs::path& path)
{
    std::error_code ignored; // what cannot be looked at counts as missing
    if (!fs::is_regular_file(path, ignored))
        return {};
    std::string text;
    try {
        text = readTextFile(path);
    } catch (const Error& error) {
        LoadedSettings loaded;
        loaded.damaged = true;
        loaded.notes.push_back(std::string(error.what()) + "; every setting stands at its default");
        return loaded;
    }
    return SettingsReader(path).read(text);
}

LoadedSettings openSettings(const fs::path& path)
{
    LoadedSettings loaded = loadSettings(path);
    if (!loaded.damaged)
        return loaded;
    const fs::path aside = damagedCopy(path);
    std::error_code failed;
    fs::rename(path, aside, failed);
    loaded.notes.push_back(failed ? path.string() + ": cannot be put aside (" + failed.message() + ")"
                                  : "The damaged file is kept as " + aside.string() + ".");
    return loaded;
}

void saveSettings(const Settings& settings, const fs::path& path)
{
    Json json = settings.extra.empty() ? Json::object() : parseJson(settings.extra, path.string());
    if (!json.is_object())
        json = Json::object();
    json["shortcuts"] = settings.shortcuts.keys;
    json["viewer"] = {{"smoothScaling", settings.viewer.smoothScaling},
                      {"showReadout", settings.viewer.showReadout},
                      {"loop", settings.viewer.loop}};
    json["cache"] = {{"frameBytes", settings.cache.frameBytes}, {"thumbnailBytes", settings.cache.thumbnailBytes}};
    json["interface"] = {{"language", settings.interface.language}, {"drawing", settings.interface.drawing}};
    json["notices"] = {{"desktop", settings.notices.desktop}, {"sound", settings.notices.sound}};
    json["queue"] = {{"keepModelMinutes", settings.queue.keepModelMinutes}};
    json["speeds"] = settings.speeds.workPerSecond;
    json["recent"]["projects"] = Json::array();
    for (const fs::path& project : settings.recent.projects)
        json["recent"]["projects"].push_back(utf8(project));
    json["windowLayout"] = settings.windowLayout;
    json["windowGeometry"] = settings.windowGeometry;

    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (failed)
        throw Error(ErrorKind::Output, path.string() + ": its folder cannot be made (" + failed.message() + ")");
    if (const auto there = loadSettings(path); !there.notes.empty())
        fs::copy_file(path, damagedCopy(path), fs::copy_options::overwrite_existing, failed);
    writeFileAtomically(path, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
    removeLeftovers({path}); // of one that was killed
}

fs::path settingsFile()
{
    return configFolder() / "settings.json";
}

RecentFiles withProject(RecentFiles recent, const fs::path& project)
{
    std::erase(recent.projects, project);
    recent.projects.insert(recent.projects.begin(), project);
    if (recent.projects.size() > recentLimit)
        recent.projects.resize(recentLimit);
    return recent;
}

} // namespace unividx
