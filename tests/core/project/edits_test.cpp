#include "core/project/edits.h"

#include "core/base/error.h"
#include "core/project/difference.h"
#include "core/project/history.h"
#include "core/project/task_edits.h"
#include "tests/core/project/random_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unividx {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace testing_project;

/// One video track with clips of 100 frames at 0 and 100, both of the movie 1001-1100.
struct Pair {
    Project project = newProject();
    TrackId track = project.tracks.back().id;
    MediaId media;
    ClipId first;
    ClipId second;

    Pair()
    {
        auto withMedia = addMedia(project, movie("a.mov"));
        media = withMedia.id;
        auto one = addClip(withMedia.project, track, media, 0);
        first = one.id;
        auto two = addClip(one.project, track, media, 100);
        second = two.id;
        project = two.project;
    }

    static FrameRange place(const Project& project, ClipId id) { return findClip(project, id)->place; }
};

TEST(Edits, AClipIsAsLongAsItsSourceLasts)
{
    Project project = newProject();
    auto media = addMedia(project, movie("b.mov", {1, 240}, {60000, 1001}));
    auto clip = addClip(media.project, project.tracks.back().id, media.id, 10);
    // 240 frames of 59.94 last 4.004 s: 96.096 frames of 24, so 97 places are touched.
    EXPECT_EQ(findClip(clip.project, clip.id)->place, (FrameRange{10, 97}));
    EXPECT_EQ(sourceFrameAt(clip.project, *findClip(clip.project, clip.id), 106), 240);
}

TEST(Edits, AddingOverAClipTrimsAndSplitsIt)
{
    Pair pair;
    const auto added = addClip(pair.project, pair.track, pair.media, 40, FrameRange{1001, 20});
    const auto& clips = findTrack(added.project, pair.track)->clips;
    ASSERT_EQ(clips.size(), 4u);
    EXPECT_EQ(clips[0].place, (FrameRange{0, 40}));
    EXPECT_EQ(clips[1].id, added.id);
    EXPECT_EQ(clips[2].place, (FrameRange{60, 40}));
    EXPECT_EQ(clips[2].sourceIn, 1061);
}

TEST(Edits, InsertingMovesWhatIsBehind)
{
    Pair pair;
    const auto added = addClip(pair.project, pair.track, pair.media, 40, FrameRange{1001, 20}, Placing::Insert);
    const auto& clips = findTrack(added.project, pair.track)->clips;
    ASSERT_EQ(clips.size(), 4u);
    EXPECT_EQ(clips[2].place, (FrameRange{60, 60}));
    EXPECT_EQ(clips[2].sourceIn, 1041);
    EXPECT_EQ(Pair::place(added.project, pair.second), (FrameRange{120, 100}));
}

TEST(Edits, TrimmingStopsAtTheSourceAndTheNeighbour)
{
    Pair pair;
    Project project = trimClip(pair.project, pair.second, ClipEdge::Start, 130);
    EXPECT_EQ(Pair::place(project, pair.second), (FrameRange{130, 70}));
    EXPECT_EQ(findClip(project, pair.second)->sourceIn, 1031);
    project = trimClip(project, pair.second, ClipEdge::Start, 0);
    EXPECT_EQ(Pair::place(project, pair.second), (FrameRange{100, 100}));
    project = trimClip(project, pair.first, ClipEdge::End, 500);
    EXPECT_EQ(Pair::place(project, pair.first), (FrameRange{0, 100}));
    project = trimClip(project, pair.first, ClipEdge::End, -500);
    EXPECT_EQ(Pair::place(project, pair.first), (FrameRange{0, 1}));
}

TEST(Edits, SplittingKeepsEveryFrameAndItsMarker)
{
    Pair pair;
    Project project = addMarker(pair.project, pair.first, 1060, "smile").project;
    project = addTake(project, pair.first, {}).project;
    const auto split = splitClip(project, pair.first, 30);
    const Clip& left = *findClip(split.project, pair.first);
    const Clip& right = *findClip(split.project, split.id);
    EXPECT_EQ(left.place, (FrameRange{0, 30}));
    EXPECT_EQ(right.place, (FrameRange{30, 70}));
    EXPECT_EQ(right.sourceIn, 1031);
    EXPECT_THAT(left.markers, IsEmpty());
    ASSERT_EQ(right.markers.size(), 1u);
    EXPECT_EQ(right.takes.size(), 1u);
    EXPECT_THAT(findFaults(split.project), IsEmpty());
    EXPECT_THROW(splitClip(project, pair.first, 0), Error);
    EXPECT_THROW(splitClip(project, pair.first, 100), Error);
}

TEST(Edits, RippleDeleteClosesTheGapAndDeleteLeavesIt)
{
    Pair pair;
    EXPECT_EQ(Pair::place(rippleDeleteClip(pair.project, pair.first), pair.second).first, 0);
    EXPECT_EQ(Pair::place(deleteClip(pair.project, pair.first), pair.second).first, 100);
}

TEST(Edits, SlippingStopsAtBothEndsOfTheSource)
{
    Pair pair;
    Project project = trimClip(pair.project, pair.first, ClipEdge::End, 40);
    EXPECT_EQ(findClip(slipClip(project, pair.first, 10), pair.first)->sourceIn, 1011);
    EXPECT_EQ(findClip(slipClip(project, pair.first, 1000), pair.first)->sourceIn, 1061);
    EXPECT_EQ(findClip(slipClip(project, pair.first, -1000), pair.first)->sourceIn, 1001);
}

TEST(Edits, AClipDoesNotMoveToAnAudioTrack)
{
    Pair pair;
    EXPECT_THROW(moveClip(pair.project, pair.first, pair.project.tracks.front().id, 0), Error);
    EXPECT_EQ(Pair::place(moveClip(pair.project, pair.second, pair.track, -7), pair.second).first, 0);
}

TEST(Edits, SnappingTakesTheNearestPointWithinReach)
{
    Pair pair;
    Project project = addMarker(pair.project, {}, 210, "m").project;
    EXPECT_THAT(snapPoints(project), ElementsAre(0, 100, 200, 210));
    EXPECT_THAT(snapPoints(project, {pair.second}), ElementsAre(0, 100, 210));
    const auto points = snapPoints(project);
    EXPECT_EQ(snap(points, 206, 5), 210);
    EXPECT_EQ(snap(points, 205, 5), 200);
    EXPECT_EQ(snap(points, 150, 5), std::nullopt);
    // The end of a clip of 8 frames at 200 - 8 + 1 is nearer to 200 than its start is to anything.
    EXPECT_EQ(snapClip(points, 193, 8, 3), 192);
    EXPECT_EQ(snapClip(points, 150, 8, 3), 150);
}

TEST(Edits, ADeletedTakeOpensTheLocksThatUseIt)
{
    Pair pair;
    Take take;
    take.layers = {"albedo", "irradiance", "normal"};
    auto added = addTake(pair.project, pair.first, take);
    Project project = applyPreset(added.project, pair.first, *findPreset("relight"));
    const RunSpec settings = findClip(project, pair.first)->task;
    EXPECT_EQ(taskOf(settings)->name(), "AIN2R");
    EXPECT_EQ(settings.locks[1], (LockedInput{LockedInput::From::Take, {}, added.id}));
    project = deleteTake(project, pair.first, added.id);
    EXPECT_EQ(lockedModalities(findClip(project, pair.first)->task), ModalitySet(0));
    // The take's own settings come back without what is gone.
    project = setRunSettings(project, pair.first, settings);
    EXPECT_EQ(lockedModalities(findClip(project, pair.first)->task), ModalitySet(0));
}

Take takeOf(std::vector<std::string> layers)
{
    Take take;
    take.layers = std::move(layers);
    return take;
}

TEST(Edits, ANewTakeOfALayerWaitsUntilItIsUsed)
{
    Pair pair;
    const auto one = addTake(pair.project, pair.first, takeOf({"albedo", "normal"}));
    EXPECT_TRUE(findTake(*findClip(one.project, pair.first), one.id)->pinned) << "the first one is used at once";
    const auto two = addTake(one.project, pair.first, takeOf({"albedo", "normal"}));
    const Clip& before = *findClip(two.project, pair.first);
    EXPECT_EQ(currentTake(before)->id, one.id);
    EXPECT_EQ(currentTakeOf(before, "albedo")->id, one.id);
    ASSERT_NE(freshTake(before), nullptr);
    EXPECT_EQ(freshTake(before)->id, two.id);

    const Project used = useTake(two.project, pair.first, two.id);
    const Clip& after = *findClip(used, pair.first);
    EXPECT_EQ(currentTake(after)->id, two.id);
    EXPECT_EQ(currentTakeOf(after, "normal")->id, two.id);
    EXPECT_FALSE(findTake(after, one.id)->pinned);
    EXPECT_EQ(freshTake(after), nullptr);

    const Project kept = keepCurrentTake(two.project, pair.first);
    EXPECT_EQ(currentTake(*findClip(kept, pair.first))->id, one.id);
    EXPECT_EQ(freshTake(*findClip(kept, pair.first)), nullptr);
}

TEST(Edits, TheFirstTakeOfALayerIsUsedBesideTheOthers)
{
    Pair pair;
    const auto layers = addTake(pair.project, pair.first, takeOf({"albedo", "normal"}));
    const auto matte = addTake(layers.project, pair.first, takeOf({"alpha"}));
    const Clip& clip = *findClip(matte.project, pair.first);
    EXPECT_EQ(currentTake(clip)->id, matte.id);
    EXPECT_EQ(currentTakeOf(clip, "alpha")->id, matte.id);
    EXPECT_EQ(currentTakeOf(clip, "albedo")->id, layers.id);
    // Another matte changes neither.
    const auto other = addTake(matte.project, pair.first, takeOf({"alpha", "foreground"}));
    const Clip& later = *findClip(other.project, pair.first);
    EXPECT_EQ(currentTakeOf(later, "alpha")->id, matte.id);
    EXPECT_EQ(currentTakeOf(later, "foreground")->id, other.id) << "there was none before";
    EXPECT_EQ(freshTake(later)->id, other.id);
}

TEST(Edits, WhatCameOutOfTheNodesDoesNotGoIntoThem)
{
    Pair pair;
    const auto made = addTake(pair.project, pair.first, takeOf({"alpha"}));
    Take matte = takeOf({"alpha"});
    matte.edited = true;
    const auto edited = addTake(made.project, pair.first, matte);
    const Project used = useTake(edited.project, pair.first, edited.id);
    const Clip& clip = *findClip(used, pair.first);
    EXPECT_EQ(currentTake(clip)->id, edited.id);
    EXPECT_EQ(currentTakeOf(clip, "alpha")->id, made.id);
}

TEST(Edits, ADeletedTakeGivesItsPlaceToTheNewestOther)
{
    Pair pair;
    const auto one = addTake(pair.project, pair.first, takeOf({"albedo"}));
    const auto two = addTake(one.project, pair.first, takeOf({"albedo"}));
    const Project project = deleteTake(two.project, pair.first, one.id);
    const Clip& clip = *findClip(project, pair.first);
    EXPECT_TRUE(findTake(clip, two.id)->pinned);
    EXPECT_EQ(currentTakeOf(clip, "albedo")->id, two.id);
}

TEST(Edits, ASplitClipKeepsWhatItIsMadeOf)
{
    Pair pair;
    const auto one = addTake(pair.project, pair.first, takeOf({"albedo"}));
    const auto two = addTake(one.project, pair.first, takeOf({"albedo"}));
    const auto split = splitClip(two.project, pair.first, 10);
    const Clip& right = *findClip(split.project, split.id);
    EXPECT_EQ(currentTakeOf(right, "albedo")->id, right.takes.back().id) << "the copy of the first take";
    EXPECT_TRUE(findFaults(split.project).empty());
}

TEST(Edits, AClipThatPinsNothingGoesByTheNewestTake)
{
    Clip clip; // as projects of 0.1.0 have them
    clip.takes = {takeOf({"alpha"}), takeOf({"albedo"}), takeOf({"albedo"})};
    for (std::size_t i = 0; i < clip.takes.size(); ++i)
        clip.takes[i].id = TakeId{static_cast<std::int64_t>(10 + i)};
    EXPECT_EQ(currentTake(clip), &clip.takes[0]);
    EXPECT_EQ(currentTakeOf(clip, "albedo"), &clip.takes[1]);
    clip.takes[2].pinned = true;
    EXPECT_EQ(currentTakeOf(clip, "albedo"), &clip.takes[2]);
}

TEST(Edits, EveryPresetGivesItsTask)
{
    Pair pair;
    for (const TaskPreset& preset : taskPresets()) {
        const Project project = applyPreset(pair.project, pair.first, preset);
        const RunSpec& settings = findClip(project, pair.first)->task;
        EXPECT_EQ(taskOf(settings), preset.task()) << preset.name;
        const ModalitySet given = modalitiesOf(*preset.family, preset.needs);
        EXPECT_EQ(settings.kept & ~given, modalitiesOf(*preset.family, preset.makes)) << preset.name;
        EXPECT_EQ(applyPreset(project, pair.first, preset), project) << preset.name << " holds already";
    }
}

TEST(Edits, FourLockedLayersLeaveNoTask)
{
    Pair pair;
    Project project = pair.project;
    for (std::size_t row = 0; row < 4; ++row)
        project = lockModality(project, pair.first, row, {});
    EXPECT_EQ(taskOf(findClip(project, pair.first)->task), std::nullopt);
}

TEST(Edits, AnIdThatIsNotThereIsAFaultOfTheProgram)
{
    Pair pair;
    try {
        deleteClip(pair.project, ClipId{999});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Internal);
    }
}

TEST(Edits, RandomEditsKeepAProjectValid)
{
    std::set<std::string> names;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        Project project = filledProject();
        for (int i = 0; i < 200; ++i) {
            auto edit = randomEdit(project, random);
            names.insert(edit.name);
            const auto faults = findFaults(edit.project);
            ASSERT_THAT(faults, IsEmpty()) << edit.name << " at step " << i;
            project = std::move(edit.project);
        }
    }
    // Every edit was taken at least once, so that the rule above was tried on all of them.
    std::erase_if(names, [](const std::string& name) { return name.ends_with("refused"); });
    EXPECT_EQ(names.size(), randomEditKinds());
}

TEST(History, UndoingRandomEditsGivesTheStartAndRedoingThemTheEnd)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        const Project start = filledProject();
        History history(start, 1000);
        std::vector<Project> seen{start};
        for (int i = 0; i < 200; ++i) {
            auto edit = randomEdit(history.current(), random);
            const bool changes = !(edit.project == history.current());
            history.apply(edit.name, edit.project);
            if (changes)
                seen.push_back(history.current());
        }
        const Project end = history.current();
        ASSERT_EQ(history.steps().size() + 1, seen.size());
        while (history.canUndo()) {
            history.undo();
            ASSERT_EQ(history.current(), seen[history.position()]);
        }
        EXPECT_EQ(history.current(), start);
        while (history.canRedo())
            history.redo();
        EXPECT_EQ(history.current(), end);
    }
}

TEST(History, AGestureIsOneStepAndNoneIfItEndsWhereItBegan)
{
    Pair pair;
    History history(pair.project);
    for (const std::int64_t at : {210, 220, 230})
        history.apply("Move", moveClip(history.current(), pair.second, pair.track, at), 7);
    EXPECT_EQ(history.steps().size(), 1u);
    history.apply("Move", pair.project, 7);
    EXPECT_FALSE(history.canUndo());
    EXPECT_EQ(history.current(), pair.project);
}

TEST(History, TheOldestStepsAreForgottenFirst)
{
    History history(newProject(), 3);
    for (int i = 0; i < 5; ++i)
        history.apply("Mark", addMarker(history.current(), {}, i, "").project);
    EXPECT_EQ(history.steps().size(), 3u);
    history.jumpTo(0);
    EXPECT_EQ(history.current().markers.size(), 2u);
    EXPECT_THROW(history.jumpTo(4), Error);
}

TEST(History, AProjectIsModifiedUntilItIsAsItWasSaved)
{
    History history(newProject());
    history.apply("Mark", addMarker(history.current(), {}, 5, "").project);
    EXPECT_TRUE(history.isModified());
    history.markSaved(history.current());
    EXPECT_FALSE(history.isModified());
    history.undo();
    EXPECT_TRUE(history.isModified());
    history.redo();
    EXPECT_FALSE(history.isModified());
}

TEST(Difference, CountsWhatWasAddedChangedAndRemoved)
{
    Pair pair;
    Project after = deleteClip(pair.project, pair.first);
    after = renameClip(after, pair.second, "other");
    after = addTake(after, pair.second, {}).project;
    const ProjectDifference difference = compare(pair.project, after);
    EXPECT_EQ(difference.clips, (ProjectDifference::Count{0, 1, 1}));
    EXPECT_EQ(difference.takes, (ProjectDifference::Count{1, 0, 0}));
    EXPECT_FALSE(difference.media.any());
    EXPECT_FALSE(compare(after, after).any());
}

} // namespace
} // namespace unividx
