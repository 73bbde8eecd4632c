#include "core/project/project_file.h"

#include "core/base/error.h"
#include "core/project/autosave.h"
#include "core/project/clock.h"
#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/project/task_edits.h"
#include "tests/core/project/random_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace testing_project;

class ProjectFile : public testing::Test {
protected:
    ProjectFile()
    {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    ~ProjectFile() override { fs::remove_all(folder); }

    static std::string read(const fs::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static void write(const fs::path& path, const std::string& text)
    {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    /// The message, which must be of kind Input.
    static std::string failure(const fs::path& path)
    {
        try {
            openProject(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Input);
            return error.what();
        }
        return "opened";
    }

    const fs::path folder = fs::temp_directory_path() / ("José-映像-" + std::to_string(::getpid()));
};

TEST_F(ProjectFile, ASavedProjectIsTheSameWhenItIsRead)
{
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE(seed);
        const Project project = randomProject(seed, 150);
        const fs::path path = folder / "shot.uvx";
        saveProject(project, path);
        const OpenedProject opened = openProject(path);
        EXPECT_EQ(opened.project, project);
        EXPECT_FALSE(opened.readOnly);
        EXPECT_THAT(opened.notes, IsEmpty());
    }
}

TEST_F(ProjectFile, HoldsNoAbsolutePathOfItsMedia)
{
    Project project = newProject();
    MediaItem item = movie("");
    item.path = folder / "plates" / "shot.####.exr";
    project = addMedia(project, item).project;
    fs::create_directories(folder / "project");
    saveProject(project, folder / "project" / ".." / "shot.uvx");
    const auto json = nlohmann::json::parse(read(folder / "shot.uvx"));
    EXPECT_EQ(json["media"][0]["path"], "plates/shot.####.exr");
}

TEST_F(ProjectFile, MovedWithItsMediaItFindsThem)
{
    write(folder / "a" / "plates" / "shot.mov", "x");
    Project project = newProject();
    MediaItem item = movie("");
    item.path = folder / "a" / "plates" / "shot.mov";
    project = addMedia(project, item).project;
    saveProject(project, folder / "a" / "shot.uvx");
    fs::rename(folder / "a", folder / "b");
    EXPECT_EQ(openProject(folder / "b" / "shot.uvx").project.media[0].path, folder / "b" / "plates" / "shot.mov");
}

TEST_F(ProjectFile, MovedWithoutItsMediaItFindsThemWhereTheyWere)
{
    write(folder / "a" / "plates" / "shot.1001.exr", "x");
    Project project = newProject();
    MediaItem item = movie("");
    item.path = folder / "a" / "plates" / "shot.####.exr";
    project = addMedia(project, item).project;
    saveProject(project, folder / "a" / "shot.uvx");
    fs::create_directories(folder / "b" / "c");
    fs::rename(folder / "a" / "shot.uvx", folder / "b" / "c" / "shot.uvx");
    EXPECT_EQ(openProject(folder / "b" / "c" / "shot.uvx").project.media[0].path, item.path);
}

TEST_F(ProjectFile, KeysItDoesNotKnowAreKept)
{
    Project project = randomProject(3, 100);
    auto json = nlohmann::json::parse(formatProject(project, folder));
    json["future"] = {{"a", {1, 2.5, nullptr}}};
    json["tracks"][0]["colour"] = "teal";
    json["media"][0]["proxy"] = true;
    const Project read = parseProject(json.dump(), folder, "shot.uvx").project;
    const auto again = nlohmann::json::parse(formatProject(read, folder));
    EXPECT_EQ(again["future"], json["future"]);
    EXPECT_EQ(again["tracks"][0]["colour"], "teal");
    EXPECT_EQ(again["media"][0]["proxy"], true);
}

TEST_F(ProjectFile, ANewerFormatOpensReadOnlyAndSaysSo)
{
    const Project project = randomProject(4, 60);
    auto json = nlohmann::json::parse(formatProject(project, folder));
    json["uvx"] = projectFileVersion + 1;
    const OpenedProject opened = parseProject(json.dump(), folder, "shot.uvx");
    EXPECT_TRUE(opened.readOnly);
    ASSERT_EQ(opened.notes.size(), 1u);
    EXPECT_THAT(opened.notes[0], HasSubstr("newer version"));
    EXPECT_EQ(opened.project, project);

    json["tracks"] = "all of them";
    try {
        parseProject(json.dump(), folder, "shot.uvx");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("from a newer version of the program"));
    }
}

TEST_F(ProjectFile, AFileCutAnywhereIsNamedAsDamaged)
{
    const std::string text = formatProject(randomProject(5, 80), folder);
    const fs::path path = folder / "shot.uvx";
    for (std::size_t length = 0; length + 3 < text.size(); length += 1 + text.size() / 97) {
        write(path, text.substr(0, length));
        const std::string message = failure(path);
        EXPECT_THAT(message, HasSubstr("shot.uvx"));
        EXPECT_THAT(message, HasSubstr(length == 0 ? "is empty" : "cut off"));
    }
}

TEST_F(ProjectFile, WhatIsWrongIsNamedByItsPlace)
{
    Project project = filledProject();
    project = addClip(project, project.tracks.back().id, project.media[0].id, 0).project;
    const auto sound = nlohmann::json::parse(formatProject(project, folder));
    const auto message = [&](const char* pointer, nlohmann::json value) {
        auto json = sound;
        json[nlohmann::json::json_pointer(pointer)] = std::move(value);
        write(folder / "shot.uvx", json.dump());
        return failure(folder / "shot.uvx");
    };
    EXPECT_THAT(message("/tracks/2/clips/0/place", "x"), HasSubstr("shot.uvx: tracks[2].clips[0].place is not"));
    EXPECT_THAT(message("/rate", {0, 1}), HasSubstr("rate is not a rate above 0"));
    EXPECT_THAT(message("/media/0/frames", {1, 1e300}), HasSubstr("media[0].frames"));
    EXPECT_THAT(message("/tracks/2/clips/0/media", 77), HasSubstr("not in the project"));
    EXPECT_THAT(message("/tracks/2/clips/0/id", 1), HasSubstr("used already"));
    EXPECT_THAT(message("/tracks/2/clips/0/task/family", "x"), HasSubstr("not a family"));
    EXPECT_THAT(message("/nextId", UINT64_MAX), HasSubstr("not a whole number"));
    EXPECT_THAT(message("/uvx", 0), HasSubstr("no format 0"));
}

TEST_F(ProjectFile, OtherFilesAreToldFromProjects)
{
    write(folder / "a.uvx", "{\"a\": 1}");
    EXPECT_THAT(failure(folder / "a.uvx"), HasSubstr("is not a project of this program"));
    write(folder / "b.uvx", std::string(100000, '['));
    EXPECT_THAT(failure(folder / "b.uvx"), HasSubstr("nest deeper than 64 levels"));
    EXPECT_THAT(failure(folder / "missing.uvx"), HasSubstr("there is no such file"));
    EXPECT_THAT(failure(folder), HasSubstr("is not a plain file"));
}

TEST_F(ProjectFile, MutatedFilesEitherOpenSoundOrAreRefused)
{
    const std::string text = formatProject(randomProject(6, 120), folder);
    const std::string splices[] = {"null", "-1",     "1e999", "[]", "{}", "\"\"", "18446744073709551615",
                                   "true", "\\u0000"};
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        std::string mutated = text;
        for (std::uint64_t i = 0; i < 1 + seed % 4; ++i) {
            const std::size_t at = random() % mutated.size();
            switch (random() % 4) {
            case 0:
                mutated[at] = static_cast<char>(random());
                break;
            case 1:
                mutated.erase(at, random() % 40);
                break;
            case 2:
                mutated.insert(at, splices[random() % std::size(splices)]);
                break;
            default: {
                // A value in place of another: the text stays JSON more often than not.
                const std::size_t colon = mutated.find(": ", at);
                const std::size_t end = mutated.find_first_of(",\n", colon);
                if (end != std::string::npos)
                    mutated.replace(colon + 2, end - colon - 2, splices[random() % std::size(splices)]);
            }
            }
        }
        try {
            const OpenedProject opened = parseProject(mutated, folder, "shot.uvx");
            ASSERT_THAT(findFaults(opened.project), IsEmpty());
            formatProject(opened.project, folder);
        } catch (const Error& error) {
            ++refused;
            ASSERT_EQ(error.kind(), ErrorKind::Input);
            ASSERT_THAT(error.what(), HasSubstr("shot.uvx"));
        }
        try {
            readOtio(mutated, folder, "cut.otio");
        } catch (const Error& error) {
            ASSERT_EQ(error.kind(), ErrorKind::Input);
        }
    }
    EXPECT_GT(refused, 500);
}

TEST_F(ProjectFile, EarlierSavesAreKept)
{
    const fs::path path = folder / "shot.uvx";
    for (int i = 0; i < keptVersions + 3; ++i) {
        Project project = newProject();
        project.name = "save " + std::to_string(i);
        saveProject(project, path);
    }
    EXPECT_EQ(openProject(path).project.name, "save 7");
    EXPECT_EQ(openProject(path.string() + ".1").project.name, "save 6");
    EXPECT_EQ(openProject(path.string() + ".5").project.name, "save 2");
    EXPECT_FALSE(fs::exists(path.string() + ".6"));
}

TEST_F(ProjectFile, AFolderThatIsNotThereIsAnOutputErrorAndNothingIsLeft)
{
    try {
        saveProject(newProject(), folder / "gone" / "shot.uvx");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("shot.uvx"));
    }
    EXPECT_THAT(std::distance(fs::directory_iterator(folder), {}), 0);
}

TEST_F(ProjectFile, AFullDiskDuringAutosaveLeavesTheOneBefore)
{
    Project project = newProject();
    project.name = "first";
    const pid_t child = ::fork();
    if (child == 0) {
        auto* autosave = new Autosave(folder / "autosave"); // a window that is killed
        autosave->write(project, {});
        // A limit on the size of files stands for the full disk: writing stops in the middle.
        const rlimit limit{64, 64};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
        project.name = "second";
        try {
            autosave->write(project, {});
        } catch (const Error& error) {
            ::_exit(error.kind() == ErrorKind::Output ? 0 : 1);
        }
        ::_exit(2);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    const auto recoveries = findRecoveries(folder / "autosave");
    ASSERT_EQ(recoveries.size(), 1u);
    EXPECT_EQ(recoveries[0].name, "first");
}

TEST_F(ProjectFile, AnAutosaveIsOfferedOnceItsWindowDied)
{
    const fs::path path = folder / "shot.uvx";
    Project saved = filledProject();
    saved.name = "shot";
    saveProject(saved, path);
    const Project edited = addClip(saved, saved.tracks.back().id, saved.media[0].id, 0).project;

    const pid_t child = ::fork();
    if (child == 0) {
        auto* autosave = new Autosave(folder / "autosave"); // never destroyed: a crash
        autosave->write(edited, path);
        ::_exit(0);
    }
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);

    Autosave running(folder / "autosave");
    running.write(saved, path);
    const auto recoveries = findRecoveries(folder / "autosave");
    ASSERT_EQ(recoveries.size(), 1u) << "a running window's autosave is not offered";
    EXPECT_EQ(recoveries[0].project, path);
    EXPECT_EQ(recoveries[0].name, "shot");
    ASSERT_TRUE(recoveries[0].difference);
    EXPECT_EQ(recoveries[0].difference->clips, (ProjectDifference::Count{1, 0, 0}));
    EXPECT_EQ(openProject(recoveries[0].file).project, edited);
    EXPECT_LT(std::chrono::system_clock::now() - recoveries[0].savedAt, std::chrono::hours(1));
    removeRecovery(recoveries[0]);
    EXPECT_FALSE(fs::exists(recoveries[0].file));
    EXPECT_FALSE(fs::exists(recoveries[0].file.string() + ".lock"));
    running.discard();
    EXPECT_FALSE(fs::exists(running.path()));
}

TEST_F(ProjectFile, ADamagedAutosaveIsListedWithItsDamage)
{
    write(folder / "autosave" / "1-0.uvx", "{\"uvx\": 1, \"na");
    const auto recoveries = findRecoveries(folder / "autosave");
    ASSERT_EQ(recoveries.size(), 1u);
    EXPECT_THAT(recoveries[0].damage, HasSubstr("cut off"));
    EXPECT_TRUE(fs::exists(folder / "autosave" / "1-0.uvx"));
    EXPECT_THAT(findRecoveries(folder / "none"), IsEmpty());
}

TEST(Clock, ATimeIsReadBackAsWritten)
{
    const auto time = parseUtc("2026-01-31T12:00:05Z");
    ASSERT_TRUE(time);
    EXPECT_EQ(utcText(*time), "2026-01-31T12:00:05Z");
    EXPECT_FALSE(parseUtc("yesterday"));
}

} // namespace
} // namespace unividx
