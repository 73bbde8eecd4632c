#include "core/project/inputs.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/layers/shot_name.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing::HasSubstr;

/// A clip "a:b" of a movie, with a take and another file in the pool.
struct Shot {
    Project project = newProject();
    MediaId plate;
    MediaId paint;
    ClipId clip;
    TakeId take;

    Shot()
    {
        plate = add("/shots/plate.mov", {1001, 40});
        paint = add("/shots/paint.exr", {7, 1});
        project.media.back().layer = "beauty";
        project.media.back().still = true;
        auto placed = addClip(project, project.tracks.back().id, plate, 0);
        clip = placed.id;
        Take made;
        made.folder = "/shots/layers";
        made.layerPrefix = "a:b";
        made.layers = {"albedo"};
        made.frames = {1001, 40};
        auto taken = addTake(renameClip(std::move(placed.project), clip, "a:b"), clip, made);
        take = taken.id;
        project = std::move(taken.project);
    }
    MediaId add(const char* path, FrameRange frames)
    {
        MediaItem item;
        item.path = path;
        item.frames = frames;
        item.resolution = {64, 48};
        auto added = addMedia(project, item);
        project = std::move(added.project);
        return added.id;
    }
    void lock(std::size_t row, LockedInput input) { project = lockModality(project, clip, row, std::move(input)); }
    std::optional<ResolvedInput> resolved(std::size_t row) const
    {
        return resolveInput(project, *findClip(project, clip), row);
    }
    RunSpec run() const { return resolvedRun(project, *findClip(project, clip), "/out"); }
};

TEST(Inputs, EveryKindOfLockBecomesAFile)
{
    Shot shot;
    shot.lock(1, {LockedInput::From::Take, {}, shot.take});
    shot.lock(2, {LockedInput::From::Media, shot.paint, {}});
    EXPECT_EQ(shot.resolved(0)->path, "/shots/plate.mov");
    EXPECT_EQ(shot.resolved(0)->frames, (FrameRange{1001, 40}));
    EXPECT_EQ(shot.resolved(1)->path, "/shots/layers/a_b_albedo.####.exr");
    EXPECT_EQ(shot.resolved(1)->take->id, shot.take);
    EXPECT_EQ(shot.resolved(2)->path, "/shots/paint.exr");
    EXPECT_EQ(shot.resolved(2)->layer, "beauty");
    EXPECT_TRUE(shot.resolved(2)->still);
    EXPECT_FALSE(shot.resolved(3)) << "it is open";
    EXPECT_EQ(resolveInputs(shot.project, *findClip(shot.project, shot.clip)).size(), 3U);
}

TEST(Inputs, ARunOfAClipNamesFilesFramesAndShot)
{
    Shot shot;
    shot.lock(1, {LockedInput::From::Take, {}, shot.take});
    const RunSpec run = shot.run();
    EXPECT_EQ(run.task, "RA2IN");
    EXPECT_EQ(run.locks[1]->from, LockedInput::From::File);
    EXPECT_EQ(run.locks[1]->path, "/shots/layers/a_b_albedo.####.exr");
    EXPECT_EQ(run.frames, (FrameRange{1001, 40}));
    EXPECT_EQ(run.shot, "a_b");
    EXPECT_EQ(run.out, "/out");
}

TEST(Inputs, TheColourSpaceOfAnItemReachesItsRunWhereItIsColour)
{
    Shot shot;
    shot.project = setColorSpace(shot.project, {shot.plate, shot.paint}, "S-Log3");
    shot.lock(2, {LockedInput::From::Media, shot.paint, {}});
    shot.lock(3, {LockedInput::From::Media, shot.paint, {}}); // as normals
    const RunSpec run = shot.run();
    EXPECT_EQ(run.locks[0]->colorSpace, "S-Log3");
    EXPECT_EQ(run.locks[2]->colorSpace, "S-Log3");
    EXPECT_EQ(run.locks[3]->colorSpace, "");
    const Project relinked = relinkMedia(shot.project, shot.plate, [] {
        MediaItem item;
        item.path = "/moved/plate.mov";
        item.frames = {1001, 40};
        return item;
    }());
    EXPECT_EQ(findMedia(relinked, shot.plate)->colorSpace, "S-Log3") << "the same pictures in another place";
}

TEST(Inputs, WhatIsGoneIsNamed)
{
    Shot shot;
    shot.lock(2, {LockedInput::From::Media, shot.paint, {}});
    std::erase_if(shot.project.media, [&](const MediaItem& item) { return item.id == shot.paint; });
    EXPECT_FALSE(shot.resolved(2));
    try {
        shot.run();
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_THAT(error.what(), HasSubstr("irradiance"));
    }
}

TEST(Inputs, LayersAreLookedForWhereTheyAreWritten)
{
    for (const char* name : {"a:b", "a/b", "sh010", ".hidden", "what?", "shot.####"}) {
        Take take;
        take.folder = "/layers";
        take.layerPrefix = name;
        std::string written = framePath(take.folder, name, "albedo", 1001, ".exr").string();
        written.replace(written.rfind("1001"), 4, "####");
        EXPECT_EQ(layerPattern(take, "albedo"), written) << name;
        // A new run names its files by the portable name from the start.
        EXPECT_EQ(shotName(shotName(name)), shotName(name)) << name;
    }
}

} // namespace
} // namespace unividx
