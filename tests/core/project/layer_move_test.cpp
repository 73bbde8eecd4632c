// Layers that move beside a project with its first save, whatever comes in between.

#include "core/project/layer_move.h"

#include "core/base/error.h"
#include "core/base/process_identity.h"
#include "core/project/edits.h"
#include "core/project/inputs.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "tests/core/project/random_project.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing::SizeIs;

class LayerMove : public FolderTest {
protected:
    LayerMove()
    {
        fs::create_directories(layers / "one" / "deep");
        std::ofstream(layers / "one" / "shot_albedo.1001.exr") << "pixels";
        std::ofstream(layers / "one" / "deep" / "more.txt") << "more";
        Take take;
        take.folder = layers / "one";
        take.layerPrefix = "shot";
        take.layers = {"albedo"};
        take.frames = {1001, 1};
        auto media = addMedia(newProject(), testing_project::movie("a.mov"));
        auto added = addClip(media.project, media.project.tracks.back().id, media.id, 0);
        clip = added.id;
        project = addTake(added.project, clip, take).project;
    }

    /// The note in the old folder is that of a process that has ended.
    void endProcess() const
    {
        const fs::path note = layers / "one" / ".moving";
        std::string text = textOf(note);
        const std::size_t tag = text.find(processTag());
        ASSERT_NE(tag, std::string::npos);
        std::string ended = processTag();
        ended.back() = ended.back() == '1' ? '2' : '1'; // it began at another time
        std::ofstream(note) << text.replace(tag, ended.size(), ended);
    }
    std::vector<FolderMove> plan() const { return planLayerMoves(project, layers, target); }
    static std::string textOf(const fs::path& file)
    {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    const fs::path layers = folder_ / "data" / "layers";
    const fs::path file = folder_ / "show" / "show.uvx";
    const fs::path target = folder_ / "show" / "show_layers";
    Project project;
    ClipId clip;
};

TEST_F(LayerMove, ASavedProjectHasItsLayersBesideIt)
{
    fs::create_directories(file.parent_path());
    const auto moves = plan();
    ASSERT_THAT(moves, SizeIs(1));
    const Project moved = withMovedLayers(project, moves);
    saveWithMovedLayers(moved, file, moves);
    EXPECT_TRUE(fs::exists(layers / "one" / "shot_albedo.1001.exr")) << "until nothing refers to it";
    removeMovedLayers(moves);
    EXPECT_FALSE(fs::exists(layers / "one"));
    const Take take = findClip(openProject(file).project, clip)->takes.front();
    EXPECT_EQ(take.folder, target / "one");
    EXPECT_EQ(textOf(target / "one" / "shot_albedo.1001.exr"), "pixels");
    EXPECT_EQ(textOf(target / "one" / "deep" / "more.txt"), "more");
    EXPECT_THAT(planLayerMoves(moved, layers, target), IsEmpty());
}

TEST_F(LayerMove, WhatIsInUseStaysAndTakenNamesGetANumber)
{
    EXPECT_THAT(planLayerMoves(project, layers, target, {layers / "one"}), IsEmpty());
    fs::create_directories(target / "one");
    EXPECT_EQ(plan().front().to, target / "one-2");
}

TEST_F(LayerMove, ASaveThatFailsLeavesEverythingWhereItWas)
{
    fs::create_directories(file / "a folder in its place");
    const auto moves = plan();
    EXPECT_THROW(saveWithMovedLayers(withMovedLayers(project, moves), file, moves), Error);
    EXPECT_EQ(textOf(layers / "one" / "shot_albedo.1001.exr"), "pixels");
    EXPECT_FALSE(fs::exists(target / "one"));
    EXPECT_FALSE(fs::exists(layers / "one" / ".moving"));
}

TEST_F(LayerMove, AfterACrashBeforeTheSaveTheOldPlaceCounts)
{
    fs::create_directories(file.parent_path());
    const auto moves = plan();
    saveWithMovedLayers(withMovedLayers(project, moves), file, moves);
    fs::remove(file); // as if it had not come to that
    finishLayerMoves(layers);
    EXPECT_TRUE(fs::exists(target / "one")) << "this process still runs";
    endProcess();
    finishLayerMoves(layers);
    EXPECT_EQ(textOf(layers / "one" / "shot_albedo.1001.exr"), "pixels");
    EXPECT_FALSE(fs::exists(target / "one"));
    finishLayerMoves(layers);
    EXPECT_TRUE(fs::exists(layers / "one" / "deep" / "more.txt"));
}

TEST_F(LayerMove, AfterACrashBehindTheSaveTheNewPlaceCounts)
{
    fs::create_directories(file.parent_path());
    const auto moves = plan();
    saveWithMovedLayers(withMovedLayers(project, moves), file, moves);
    endProcess();
    finishLayerMoves(layers);
    EXPECT_FALSE(fs::exists(layers / "one"));
    EXPECT_EQ(textOf(target / "one" / "shot_albedo.1001.exr"), "pixels");
}

TEST_F(LayerMove, FilesOfOthersInTheOldFolderStay)
{
    fs::create_directories(file.parent_path());
    const auto moves = plan();
    saveWithMovedLayers(withMovedLayers(project, moves), file, moves);
    std::ofstream(layers / "one" / "late.txt") << "written meanwhile";
    removeMovedLayers(moves);
    EXPECT_TRUE(fs::exists(layers / "one" / "late.txt"));
    EXPECT_FALSE(fs::exists(layers / "one" / "shot_albedo.1001.exr"));
}

TEST_F(LayerMove, EveryPathInTheFolderMoves)
{
    project = lockModality(project, clip, 1,
                           {LockedInput::From::File, {}, {}, (layers / "one" / "shot_albedo.####.exr").string(), ""});
    const Project moved = withMovedLayers(project, plan());
    EXPECT_EQ(resolveInput(moved, *findClip(moved, clip), 1)->path, target / "one" / "shot_albedo.####.exr");
}

} // namespace
} // namespace unividx
