#include "core/settings/settings.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SettingsFile : public testing::Test {
protected:
    ~SettingsFile() override { fs::remove_all(folder); }
    void write(const std::string& text) const
    {
        fs::create_directories(folder);
        std::ofstream(path) << text;
    }
    const fs::path folder = fs::temp_directory_path() / ("unividx-settings-" + std::to_string(::getpid()));
    const fs::path path = folder / "settings.json";
};

TEST_F(SettingsFile, AreTheSameWhenReadAgain)
{
    Settings settings;
    settings.shortcuts.keys = {{"view.fit", "F"}, {"play.toggle", ""}};
    settings.viewer.loop = false;
    settings.cache.frameBytes = std::int64_t{7} << 30;
    settings.queue.keepModelMinutes = 0;
    settings.recent = withProject({}, "/shots/José/映像.uvx");
    settings.windowLayout = "AAAA";
    settings.windowGeometry = "BBBB";
    saveSettings(settings, path);
    const LoadedSettings loaded = loadSettings(path);
    EXPECT_EQ(loaded.settings, settings);
    EXPECT_THAT(loaded.notes, IsEmpty());
}

TEST_F(SettingsFile, WithoutAFileTheDefaultsHold)
{
    EXPECT_EQ(loadSettings(path).settings, Settings{});
    EXPECT_THAT(loadSettings(path).notes, IsEmpty());
}

TEST_F(SettingsFile, AWrongValueIsNamedAndTheOthersHold)
{
    write(R"({"viewer": {"loop": 3, "showReadout": false}, "cache": 7, "shortcuts": {"a": "F", "b": 2}})");
    const LoadedSettings loaded = loadSettings(path);
    EXPECT_TRUE(loaded.settings.viewer.loop);
    EXPECT_FALSE(loaded.settings.viewer.showReadout);
    EXPECT_THAT(loaded.settings.shortcuts.keys, SizeIs(1));
    EXPECT_THAT(loaded.notes, SizeIs(3));
}

TEST_F(SettingsFile, ADamagedFileGivesTheDefaultsAndIsKept)
{
    write(R"({"viewer": {"loop")");
    const LoadedSettings loaded = loadSettings(path);
    EXPECT_EQ(loaded.settings, Settings{});
    ASSERT_THAT(loaded.notes, SizeIs(1));
    EXPECT_THAT(loaded.notes[0], HasSubstr("damaged"));
    saveSettings(loaded.settings, path);
    EXPECT_TRUE(fs::exists(path.string() + ".damaged"));
    EXPECT_THAT(loadSettings(path).notes, IsEmpty());
}

TEST_F(SettingsFile, ADamagedFileIsPutAsideAndToldOnce)
{
    const std::string deep = "{\"viewer\":{\"a\":" + std::string(300'000, '[') + std::string(300'000, ']') + "}}";
    for (const std::string& text : {deep, std::string("\0\xff\x01", 3), std::string()}) {
        write(text);
        const LoadedSettings first = openSettings(path);
        EXPECT_EQ(first.settings, Settings{});
        EXPECT_THAT(first.notes, testing::Contains(HasSubstr("settings.json.damaged")));
        EXPECT_EQ(fs::file_size(path.string() + ".damaged"), text.size());
        EXPECT_THAT(openSettings(path).notes, IsEmpty());
    }
}

TEST_F(SettingsFile, KeysOfANewerVersionAreKept)
{
    write(R"({"future": {"a": [1, 2]}})");
    saveSettings(loadSettings(path).settings, path);
    EXPECT_THAT(loadSettings(path).settings.extra, HasSubstr("\"future\""));
}

TEST_F(SettingsFile, ACacheIsNeverTooSmallForAFrame)
{
    write(R"({"cache": {"frameBytes": 1}})");
    EXPECT_EQ(loadSettings(path).settings.cache.frameBytes, std::int64_t{16} << 20);
    write(R"({"queue": {"keepModelMinutes": -1}})");
    EXPECT_EQ(loadSettings(path).settings.queue.keepModelMinutes, 10);
    EXPECT_EQ(loadSettings(path).notes.size(), 1U);
}

TEST_F(SettingsFile, AFolderThatCannotBeMadeIsAnOutputError)
{
    write("{}");
    try {
        saveSettings({}, path / "below" / "settings.json");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
    }
}

TEST(RecentProjects, TheNewestStandsFirstAndOnlyOnce)
{
    RecentFiles recent;
    for (int i = 0; i < 12; ++i)
        recent = withProject(recent, std::to_string(i));
    EXPECT_THAT(recent.projects, SizeIs(10));
    recent = withProject(recent, "5");
    EXPECT_EQ(recent.projects.front(), "5");
    EXPECT_EQ(std::count(recent.projects.begin(), recent.projects.end(), "5"), 1);
}

} // namespace
} // namespace unividx
