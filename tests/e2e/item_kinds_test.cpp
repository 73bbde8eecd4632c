// Every kind of item, executed by real workers, and in the command's own process.

#include "core/layers/frame_path.h"
#include "core/project/edits.h"
#include "core/project/project_file.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "tests/e2e/program.h"
#include "tests/e2e/same_files.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace unividx::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

class ItemKindsTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        environment_["UNIVIDX_QUEUE"] = (folder_ / "queue").string();
        clip_ = makeClip("shot.mp4", 4, "48x32");
    }
    Outcome queue(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {"--json", "queue"});
        return unividx(arguments);
    }
    nlohmann::json items() const { return queue({"list"}).event("queue").at("items"); }
    std::vector<std::string> runTo(const std::string& out) const
    {
        return {"run", "--task", "decompose", "--in", "rgb=" + clip_.string(), "--out", (folder_ / out).string()};
    }
    static std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more)
    {
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::string logOf(int item) const
    {
        std::ifstream file(logFile(folder_ / "queue", item));
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    std::filesystem::path clip_;
};

TEST_F(ItemKindsTest, AnItemNeverReplacesAFileOfItsProject)
{
    ASSERT_EQ(unividx(runTo("layers")).code, 0);
    Project project = newProject();
    MediaItem media;
    media.path = folder_ / "layers" / "shot_albedo.####.exr";
    media.rate = {24, 1};
    media.frames = {1001, 4};
    media.resolution = {48, 32};
    project = addMedia(std::move(project), media).project;
    saveProject(project, folder_ / "p.uvx");

    ExportSpec spec;
    spec.files.source = clip_;
    spec.asked.settings.existing = ExportExisting::Replace;
    spec.asked.settings.pattern = "{shot}_albedo.{frame}.{extension}";
    spec.asked.settings.layers = {"picture"};
    spec.asked.folder = folder_ / "layers";
    spec.asked.shot = "shot";
    NewItem item = newItem(spec);
    item.origin.project = (folder_ / "p.uvx").string();
    JobStore(queueFile(folder_ / "queue")).add({item});
    EXPECT_NE(queue({"run"}).code, 0);
    const nlohmann::json list = items();
    EXPECT_EQ(list.at(0).at("state"), "failed") << list;
    EXPECT_THAT(list.at(0).at("message").get<std::string>(), HasSubstr("which must not be replaced"));
}

TEST_F(ItemKindsTest, ARunIsQueuedOrExecutedByTheSameCommand)
{
    ASSERT_EQ(unividx(runTo("here")).code, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "queue" / "queue.db")) << "no row for what runs in the command";
    const Outcome added = unividx(with({"--json"}, with(runTo("queued"), {"--queue"})));
    ASSERT_EQ(added.code, 0) << added.out;
    EXPECT_TRUE(filesIn(folder_ / "queued").empty()) << "it waits";
    EXPECT_EQ(items()[0].at("kind"), "run");
    EXPECT_EQ(items()[0].at("state"), "queued");
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    EXPECT_EQ(items()[0].at("state"), "done");
    expectSameFiles(folder_ / "queued", folder_ / "here");
    EXPECT_EQ(unividx(with(runTo("x"), {"--queue", "--shard", "1/2"})).code, 2);
    EXPECT_EQ(unividx(with(runTo("x"), {"--queue", "--steps", "0"})).code, 2);
    EXPECT_EQ(items().size(), 1U);
}

TEST_F(ItemKindsTest, CompositesAndExportsAreQueuedByTheSameCommands)
{
    ASSERT_EQ(unividx(runTo("layers")).code, 0);
    const auto layer = [&](const std::string& name) {
        return name + "=" + framePattern(folder_ / "layers", "shot", name, ".exr").string();
    };
    for (const std::string command : {"comp", "export"}) {
        SCOPED_TRACE(command);
        const auto arguments = [&](const std::string& out) {
            return std::vector<std::string>{command,
                                            "--source",
                                            clip_.string(),
                                            "--layer",
                                            layer("albedo"),
                                            "--layer",
                                            layer("irradiance"),
                                            "--layer",
                                            layer("normal"),
                                            "--look",
                                            "three-point",
                                            "--frames",
                                            "1001-1003",
                                            "--preset",
                                            "png16",
                                            "--out",
                                            (folder_ / out).string()};
        };
        const Outcome here = unividx(with({"--json"}, arguments(command + "-here")));
        ASSERT_EQ(here.code, 0) << here.out << here.err;
        const Outcome queued = unividx(with({"--json"}, with(arguments(command + "-queued"), {"--queue"})));
        ASSERT_EQ(queued.code, 0) << queued.out << queued.err;
        EXPECT_EQ(items().back().at("kind"), "export");
        EXPECT_EQ(items().back().at("lane"), "export");
        EXPECT_EQ(items().back().at("frames_total"), 3);
        ASSERT_EQ(queue({"run"}).code, 0) << items();
        EXPECT_EQ(items().back().at("state"), "done");
        EXPECT_EQ(items().back().at("files").size(), here.event("exported").at("files").size());
        EXPECT_EQ(filesIn(folder_ / (command + "-queued"), ".png").size(),
                  filesIn(folder_ / (command + "-here"), ".png").size());
        EXPECT_FALSE(filesIn(folder_ / (command + "-here"), ".png").empty());
        const Outcome outside = unividx(with({"--json"}, with(arguments("x"), {"--queue", "--frames", "1001-1099"})));
        EXPECT_EQ(outside.code, 2) << outside.out;
    }
}

TEST_F(ItemKindsTest, ARenderIsExecutedByAWorkerAndLeavesItsLayers)
{
    ASSERT_EQ(unividx(runTo("layers")).code, 0);
    const auto pattern = [&](const char* name) { return framePattern(folder_ / "layers", "shot", name, ".exr"); };
    RenderSpec spec;
    spec.stack.nodes.push_back({{}, false, RelightNode{}, {}});
    spec.files.source = clip_;
    spec.files.layers = {{CompLayer::Albedo, pattern("albedo")},
                         {CompLayer::Irradiance, pattern("irradiance")},
                         {CompLayer::Normal, pattern("normal")}};
    spec.folder = folder_ / "relit";
    spec.shot = "shot";
    spec.order = freshOrder();
    JobStore store(queueFile(folder_ / "queue"));
    const ItemId id = store.add({newItem(spec)}).front();
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    const auto item = store.find(id);
    ASSERT_EQ(item->state, ItemState::Done) << item->sentence;
    const auto take = takeOf(*item);
    ASSERT_TRUE(take);
    EXPECT_EQ(take->frames.count, 4);
    for (const std::string& layer : take->layers)
        EXPECT_EQ(filesIn(folder_ / "relit", ".exr").size() / take->layers.size() >= 4, true) << layer;
    const auto rgb = filesIn(folder_ / "relit", "_rgb." + std::to_string(take->frames.first) + ".exr");
    EXPECT_EQ(rgb.size(), 1U);
    // Once more under the same order: what it has made before is not in its way.
    store.remove({id});
    const ItemId again = store.add({newItem(spec)}).front();
    ASSERT_EQ(queue({"run"}).code, 0);
    EXPECT_EQ(store.find(again)->state, ItemState::Done) << store.find(again)->sentence;
}

TEST_F(ItemKindsTest, TheModelIsLoadedOnceForTwoRuns)
{
    environment_["UNIVIDX_FAKE_LOAD_MS"] = "20";
    for (const char* out : {"a", "b"})
        ASSERT_EQ(unividx(with(runTo(out), {"--queue"})).code, 0);
    ASSERT_EQ(unividx(with(runTo("c"), {"--queue", "--dtype", "bfloat16"})).code, 0);
    ASSERT_EQ(queue({"run"}).code, 0) << items();
    EXPECT_THAT(logOf(1), HasSubstr("loaded the model"));
    EXPECT_THAT(logOf(2), HasSubstr("was loaded already"));
    EXPECT_THAT(logOf(2), Not(HasSubstr("loaded the model")));
    EXPECT_THAT(logOf(3), HasSubstr("loaded the model")) << "in another precision";
    expectSameFiles(folder_ / "a", folder_ / "b");
}

TEST_F(ItemKindsTest, WhatIsStartedNowRunsThoughTheRestIsHeld)
{
    for (const char* out : {"a", "b"})
        ASSERT_EQ(unividx(with(runTo(out), {"--queue"})).code, 0);
    queue({"lanes", "--accelerator", "0"});
    EXPECT_EQ(items()[1].at("state"), "held");
    ASSERT_EQ(queue({"start", "2"}).code, 0);
    EXPECT_EQ(items()[1].at("state"), "queued");
    ASSERT_EQ(queue({"run"}).code, 0);
    EXPECT_EQ(items()[0].at("state"), "held");
    EXPECT_EQ(items()[1].at("state"), "done");
    queue({"lanes", "--accelerator", "1"});
    ASSERT_EQ(queue({"run"}).code, 0);
    EXPECT_EQ(items()[0].at("state"), "done");
}

TEST_F(ItemKindsTest, LanesAreShown)
{
    ASSERT_EQ(unividx(with(runTo("a"), {"--queue", "--device", "cuda:7"})).code, 0);
    const auto lanes = queue({"lanes"}).event("done").at("each");
    const auto named = [&](const std::string& name) {
        return std::any_of(lanes.begin(), lanes.end(), [&](const auto& lane) { return lane.at("name") == name; });
    };
    EXPECT_TRUE(named("accelerator cuda:7")) << lanes;
    EXPECT_TRUE(named("export")) << lanes;
    EXPECT_TRUE(named("farm")) << lanes;
}

} // namespace
} // namespace unividx::e2e
