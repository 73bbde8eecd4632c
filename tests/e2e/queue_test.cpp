#include "core/project/edits.h"
#include "core/project/project_file.h"
#include "core/queue/job_store.h"
#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx::e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class QueueTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        environment_["UNIVIDX_QUEUE"] = (folder_ / "queue").string();
    }
    Outcome queue(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {"--json", "queue"});
        return unividx(arguments);
    }
    nlohmann::json items() const { return queue({"list"}).event("queue").at("items"); }
    std::vector<int> order() const
    {
        std::vector<int> ids;
        for (const auto& item : items())
            ids.push_back(item.at("id"));
        return ids;
    }
};

TEST_F(QueueTest, AFolderOfClipsIsRunToItsEnd)
{
    std::filesystem::create_directories(folder_ / "plates" / "b");
    makeClip("plates/a.mp4", 3, "48x32");
    makeClip("plates/b/c.mov", 2, "48x32");
    std::ofstream(folder_ / "plates" / "notes.txt") << "not a clip";
    const auto added =
        queue({"add", (folder_ / "plates").string(), "--task", "decompose", "--out", (folder_ / "layers").string()});
    ASSERT_EQ(added.code, 0) << added.out;
    EXPECT_EQ(added.event("done").at("items").size(), 2U);
    const auto run = queue({"run"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(run.event("done").at("done"), 2);
    for (const auto& item : items()) {
        EXPECT_EQ(item.at("state"), "done") << item;
        EXPECT_EQ(item.at("files").size(), 3U);
        EXPECT_TRUE(std::filesystem::exists(item.at("log").get<std::string>()));
    }
    EXPECT_EQ(filesIn(folder_ / "layers" / "a", ".exr").size(), 9U);
    EXPECT_EQ(filesIn(folder_ / "layers" / "c", ".exr").size(), 6U);
    EXPECT_TRUE(filesIn(folder_ / "queue" / "work").empty()) << "no state is left of what is done";
}

TEST_F(QueueTest, WhatFailsSaysWhyAndTheRestIsDone)
{
    const auto good = makeClip("good.mp4", 2, "48x32");
    std::ofstream(folder_ / "bad.mp4") << "this is no movie";
    ASSERT_EQ(queue({"add", (folder_ / "bad.mp4").string(), good.string(), "--task", "matte"}).code, 0);
    const auto run = queue({"run"});
    EXPECT_EQ(run.code, 7);
    const auto list = items();
    EXPECT_EQ(list[0].at("state"), "failed");
    EXPECT_THAT(list[0].at("message"), HasSubstr("bad.mp4"));
    EXPECT_EQ(list[1].at("state"), "done");
    std::filesystem::remove(folder_ / "bad.mp4");
    makeClip("bad.mp4", 2, "48x32");
    EXPECT_EQ(queue({"retry", "1"}).code, 0);
    EXPECT_EQ(queue({"run"}).code, 0);
    EXPECT_EQ(items()[0].at("state"), "done");
}

TEST_F(QueueTest, WhatCannotRunIsRefusedBeforeItIsQueued)
{
    const auto clip = makeClip("shot.mp4", 1, "48x32").string();
    EXPECT_EQ(queue({"add", clip, "--task", "nonsense"}).code, 2);
    const auto relight = queue({"add", clip, "--task", "relight"});
    EXPECT_EQ(relight.code, 2);
    EXPECT_THAT(relight.event("error").at("message"), HasSubstr("albedo"));
    EXPECT_EQ(queue({"add", clip, "--task", "matte", "--steps", "0"}).code, 2);
    environment_["UNIVIDX_ENGINE"] = "";
    EXPECT_EQ(queue({"add", clip, "--task", "matte", "--model", "nobodys"}).code, 4);
    EXPECT_TRUE(items().empty());
}

TEST_F(QueueTest, ItemsAreMovedPausedHeldAndRemoved)
{
    const auto clip = makeClip("shot.mp4", 1, "48x32");
    for (int i = 0; i < 4; ++i)
        ASSERT_EQ(
            queue({"add", clip.string(), "--task", "matte", "--out", (folder_ / std::to_string(i)).string()}).code, 0);
    queue({"move", "4", "--first"});
    EXPECT_THAT(order(), ElementsAre(4, 1, 2, 3));
    queue({"move", "3", "--before", "1"});
    EXPECT_THAT(order(), ElementsAre(4, 3, 1, 2));
    queue({"pause", "1", "2"});
    queue({"hold", "3", "--until", "2100-01-01T00:00:00Z"});
    queue({"cancel", "4"});
    queue({"remove", "4"});
    EXPECT_THAT(order(), ElementsAre(3, 1, 2));
    EXPECT_EQ(items()[0].at("hold_until"), "2100-01-01T00:00:00Z");
    EXPECT_EQ(items()[0].at("state"), "held");
    EXPECT_EQ(items()[0].at("waits_for"), "time");
    EXPECT_THAT(items()[0].at("waits"), HasSubstr("hold 3 --until now"));
    EXPECT_EQ(items()[1].at("state"), "paused");
    EXPECT_THAT(items()[1].at("waits"), HasSubstr("unividx queue resume 1"));
    queue({"lanes", "--accelerator", "0"});
    EXPECT_THAT(items()[0].at("waits"), HasSubstr("lanes --accelerator 1"));
    queue({"lanes", "--accelerator", "1"});
    const std::string forPeople = unividx({"queue", "list"}).out;
    EXPECT_THAT(forPeople, HasSubstr("2100-01-01T00:00:00Z"));
    EXPECT_THAT(forPeople, HasSubstr("hold 3 --until now"));
    EXPECT_THAT(forPeople, HasSubstr("unividx queue resume 1"));
    EXPECT_EQ(queue({"pause", "17"}).code, 2);
    EXPECT_EQ(queue({"hold", "1", "--until", "soon"}).code, 2);
    queue({"cancel", "3"});
    queue({"resume", "all"});
    EXPECT_EQ(queue({"run"}).code, 0);
    EXPECT_EQ(items()[1].at("state"), "done");
    EXPECT_EQ(items()[2].at("state"), "done");
}

TEST_F(QueueTest, ACopyIsMadeBesideItsModel)
{
    const auto clip = makeClip("shot.mp4", 2, "48x32");
    ASSERT_EQ(queue({"add", clip.string(), "--task", "matte", "--out", (folder_ / "out").string()}).code, 0);
    ASSERT_EQ(queue({"run"}).code, 0);
    ASSERT_EQ(queue({"duplicate", "1"}).code, 0);
    ASSERT_EQ(queue({"resume", "2"}).code, 0);
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    EXPECT_EQ(items()[1].at("state"), "done");
    EXPECT_EQ(filesIn(folder_ / "out" / "shot-2", ".exr").size(), filesIn(folder_ / "out" / "shot", ".exr").size());
}

TEST_F(QueueTest, ItemsOfOneShotHaveVersionsOfTheirOwnFromTheStart)
{
    const auto clip = makeClip("shot.mp4", 2, "48x32");
    const std::vector<std::string> add{"add",       clip.string(),
                                       "--task",    "albedo",
                                       "--out",     (folder_ / "out").string(),
                                       "--pattern", "{shot}_{layer}_{version}.{frame}.{extension}"};
    for (int item = 1; item <= 3; ++item)
        ASSERT_EQ(queue(add).code, 0);
    ASSERT_EQ(queue({"duplicate", "1"}).code, 0);
    ASSERT_EQ(queue({"resume", "4"}).code, 0);
    EXPECT_THAT(items()[0].at("title").get<std::string>(), HasSubstr("v001"));
    ASSERT_EQ(queue({"remove", "2"}).code, 0);
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    for (const char* version : {"v001", "v003", "v004"})
        EXPECT_EQ(filesIn(folder_ / "out", std::string(version) + ".1002.exr").size(), 1U) << version;
    EXPECT_EQ(filesIn(folder_ / "out").size(), 6U) << "no mark is left";
}

TEST_F(QueueTest, AProjectsClipsAreRunWithTheirOwnSettings)
{
    const auto clip = makeClip("plate.mp4", 6, "48x32");
    Project project = newProject();
    MediaItem media;
    media.path = clip;
    media.rate = {24, 1};
    media.frames = {1001, 6};
    media.resolution = {48, 32};
    project = addMedia(std::move(project), media).project;
    const TrackId track = project.tracks.back().id; // V1
    const MediaId id = project.media.front().id;
    project = addClip(std::move(project), track, id, 0).project;
    project.tracks.back().clips.front().name = "sh010";
    project.tracks.back().clips.front().task.kept = ModalitySet(0b0010); // albedo
    saveProject(project, folder_ / "show.uvx");
    const auto added = queue({"add", (folder_ / "show.uvx").string()});
    ASSERT_EQ(added.code, 0) << added.out;
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    ASSERT_EQ(filesIn(folder_ / "show_layers" / "sh010", ".exr").size(), 6U) << items();
    EXPECT_EQ(filesIn(folder_ / "show_layers" / "sh010").front().filename(), "sh010_albedo.1001.exr");
}

TEST_F(QueueTest, AQueueOfANewerVersionIsLeftAlone)
{
    ASSERT_EQ(queue({"list"}).code, 0);
    const auto file = folder_ / "queue" / "queue.db";
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(63); // user_version: bytes 60 to 63 of an SQLite file
    bytes.put(9);
    bytes.close();
    std::filesystem::remove(folder_ / "queue" / "queue.db-wal");
    const auto list = queue({"list"});
    EXPECT_EQ(list.code, 3);
    EXPECT_THAT(list.event("error").at("message"), HasSubstr("newer version"));
}

TEST_F(QueueTest, AFolderThatCannotBeWrittenFailsTheItemAndNotTheQueue)
{
    const auto clip = makeClip("shot.mp4", 1, "48x32");
    std::ofstream(folder_ / "file") << "in the way";
    ASSERT_EQ(queue({"add", clip.string(), "--task", "matte", "--out", (folder_ / "file").string()}).code, 0);
    EXPECT_EQ(queue({"run"}).code, 7);
    EXPECT_EQ(items()[0].at("state"), "failed");
    EXPECT_THAT(items()[0].at("message"), HasSubstr("file"));
}

} // namespace
} // namespace unividx::e2e
