// A project and all it is made of in one folder, which opens from wherever it is moved to.

#include "core/project/collect.h"

#include "core/base/error.h"
#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Collect : public FolderTest {
protected:
    Collect()
    {
        write("plates/shot.mov", "movie");
        for (const char* frame : {"1001", "1002", "1003"})
            write(std::string("renders/deep/wall.") + frame + ".exr", frame);
        write("other/shot.mov", "another of that name");
        write("images/sky.exr", "sky");
        write("layers/take/shot_albedo.1001.exr", "albedo");
        project = newProject();
        const ClipId clip = add("plates/shot.mov", 1001, 100);
        add("renders/deep/wall.####.exr", 1001, 3);
        add("other/shot.mov", 1001, 100);
        Take take;
        take.folder = folder_ / "layers" / "take";
        take.layerPrefix = "shot";
        take.layers = {"albedo"};
        take.frames = {1001, 1};
        project = addTake(project, clip, take).project;
        CompNode node;
        BackgroundNode background;
        background.file = (folder_ / "images" / "sky.exr").string();
        node.settings = background;
        project = addNode(project, clip, 0, node);
    }

    void write(const std::string& name, const std::string& text) const
    {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    ClipId add(const std::string& name, std::int64_t first, std::int64_t count)
    {
        MediaItem item;
        item.path = folder_ / name;
        item.frames = {first, count};
        item.rate = {24, 1};
        item.resolution = {64, 48};
        auto media = addMedia(project, item);
        auto clip = addClip(media.project, media.project.tracks.back().id, media.id, endOf(media.project));
        project = clip.project;
        return clip.id;
    }
    void collect(const CollectPlan& plan) const
    {
        JobContext job(token);
        collectProject(plan, job);
    }
    static std::string textOf(const fs::path& file)
    {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    CancelToken token;
    Project project;
};

TEST_F(Collect, OpensFromWhereverItIsMovedTo)
{
    const CollectPlan plan = planCollection(project, folder_ / "out", "show");
    EXPECT_THAT(plan.missing, IsEmpty());
    EXPECT_EQ(plan.files.size(), 7U);
    collect(plan);
    EXPECT_TRUE(fs::exists(collectedFile(plan)));
    fs::rename(folder_ / "out", folder_ / "elsewhere");
    for (const char* gone : {"plates", "renders", "other", "images", "layers"})
        fs::remove_all(folder_ / gone);

    const Project opened = openProject(folder_ / "elsewhere" / "show.uvx").project;
    const fs::path base = folder_ / "elsewhere";
    EXPECT_EQ(opened.media.at(0).path, base / "media" / "shot.mov");
    EXPECT_EQ(opened.media.at(1).path, base / "media" / "wall" / "wall.####.exr");
    EXPECT_EQ(opened.media.at(2).path, base / "media" / "shot-2.mov");
    EXPECT_EQ(textOf(opened.media.at(0).path), "movie");
    EXPECT_EQ(textOf(opened.media.at(2).path), "another of that name");
    EXPECT_EQ(textOf(base / "media" / "wall" / "wall.1003.exr"), "1003");
    const Clip& clip = opened.tracks.back().clips.front();
    EXPECT_EQ(clip.takes.front().folder, base / "show_layers" / "take");
    EXPECT_EQ(textOf(clip.takes.front().folder / "shot_albedo.1001.exr"), "albedo");
    EXPECT_EQ(textOf(std::get<BackgroundNode>(clip.comp.nodes.front().settings).file), "sky");
    EXPECT_THAT(textOf(folder_ / "elsewhere" / "show.uvx"), testing::Not(HasSubstr((folder_ / "plates").string())));
}

TEST_F(Collect, WhatIsMissingIsListedAndTheRestIsCopied)
{
    fs::remove(folder_ / "plates" / "shot.mov");
    fs::remove_all(folder_ / "renders");
    const CollectPlan plan = planCollection(project, folder_ / "out", "show");
    EXPECT_THAT(plan.missing, ElementsAre(HasSubstr("plates/shot.mov"), HasSubstr("wall.####.exr")));
    collect(plan);
    EXPECT_EQ(openProject(folder_ / "out" / "show.uvx").project.media.at(0).path, folder_ / "plates" / "shot.mov");
    EXPECT_TRUE(fs::exists(folder_ / "out" / "media" / "shot.mov")) << "the other one of that name";
}

TEST_F(Collect, AFolderThatIsNotEmptyIsRefused)
{
    const CollectPlan plan = planCollection(project, folder_ / "out", "show");
    write("out/mine.txt", "mine");
    try {
        collect(plan);
        FAIL() << "it was not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_THAT(error.what(), HasSubstr("is not empty"));
    }
    EXPECT_EQ(textOf(folder_ / "out" / "mine.txt"), "mine");
    fs::remove(folder_ / "out" / "mine.txt");
    collect(plan);
    EXPECT_TRUE(fs::exists(collectedFile(plan))) << "an empty folder is taken";
}

TEST_F(Collect, NothingStaysOfOneThatIsCancelledOrFails)
{
    const CollectPlan plan = planCollection(project, folder_ / "deep" / "out", "show");
    CancelToken cancelled;
    cancelled.cancel();
    JobContext job(cancelled);
    EXPECT_THROW(collectProject(plan, job), Cancelled);
    EXPECT_FALSE(fs::exists(folder_ / "deep"));
    fs::remove(folder_ / "images" / "sky.exr"); // between plan and copy
    EXPECT_THROW(collect(plan), Error);
    EXPECT_FALSE(fs::exists(folder_ / "deep"));
}

TEST_F(Collect, ANameWithAFolderInItIsNone)
{
    EXPECT_THROW(planCollection(project, folder_ / "out", "../show"), Error);
    EXPECT_THROW(planCollection(project, folder_ / "out", ""), Error);
}

} // namespace
} // namespace unividx
