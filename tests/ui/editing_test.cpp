#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/project/task_edits.h"
#include "core/run/run_fields.h"
#include "core/run/run_spec.h"
#include "tests/ui/studio.h"
#include "ui/common/language.h"
#include "ui/common/shortcut_presets.h"
#include "ui/common/words.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/jobs_panel.h"
#include "ui/queue/preview_strip.h"
#include "ui/task/task_panel.h"
#include "ui/timeline/linked_clips.h"
#include "ui/timeline/timeline_metrics.h"
#include "ui/window/history_panel.h"
#include "ui/window/inspector.h"
#include "ui/window/run_controller.h"

#include <QComboBox>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>

namespace unividx::ui {
namespace {

TEST(ShortcutPresets, HaveNoConflictsAndNameOnlyActionsThatAre)
{
    for (const ShortcutPreset& preset : shortcutPresets()) {
        SCOPED_TRACE(preset.name);
        for (const auto& [id, key] : preset.keys().keys)
            EXPECT_NE(findAction(QString::fromStdString(id)), nullptr) << id;
        for (const ShortcutConflict& conflict : findConflicts(effectiveKeys(preset.keys())))
            ADD_FAILURE() << conflict.key.toString().toStdString() << ": " << conflict.first.toStdString() << ", "
                          << conflict.second.toStdString();
    }
}

TEST(Languages, GermanSaysEveryActionOfTheTable)
{
    {
        const Language german("de");
        Actions actions;
        EXPECT_EQ(actions.get("edit.undo")->text(), QString::fromUtf8("Rückgängig"));
        int same = 0;
        for (const ActionRow& row : actionRows())
            same += actions.get(row.id)->text() == row.text;
        EXPECT_EQ(same, 0);
        EXPECT_EQ(taskSentence(runOfShot()), QString::fromUtf8("Aus der Aufnahme: Albedo, Beleuchtung und Normalen."));
    }
    const Language english("en");
    EXPECT_EQ(Actions().get("edit.undo")->text(), "Undo");
    EXPECT_EQ(Inspector::tr("%n frame(s)", nullptr, 1), "1 frame");
}

/// A project with a movie that has sound.
struct WithSound {
    Project project;
    MediaId media;
    TrackId video;
    TrackId audio;

    WithSound()
    {
        MediaItem item;
        item.path = "/shots/a.mov";
        item.frames = {1001, 100};
        item.resolution = {64, 48};
        item.hasAudio = true;
        auto added = addMedia(newProject(), item);
        project = added.project;
        media = added.id;
        for (const Track& track : project.tracks)
            (track.kind == TrackKind::Video ? video : audio) = track.id;
    }
};

TEST(LinkedClips, SoundGoesWithItsPictureForAsLongAsBothShowTheSame)
{
    WithSound start;
    auto placed = placeWithSound(start.project, start.video, start.media, 10);
    const auto partner = partnerOf(placed.project, placed.id);
    ASSERT_TRUE(partner);
    EXPECT_EQ(trackOf(placed.project, *partner)->id, start.audio);
    Project project = moveLinked(placed.project, placed.id, start.video, 30);
    EXPECT_EQ(findClip(project, *partner)->place.first, 30);
    auto split = splitLinked(project, placed.id, 50);
    EXPECT_EQ(findTrack(split.project, start.audio)->clips.size(), 2u);
    EXPECT_TRUE(partnerOf(split.project, split.id));
    project = editLinked(split.project, split.id, deleteClip);
    EXPECT_EQ(findTrack(project, start.audio)->clips.size(), 1u);
    EXPECT_THAT(findFaults(project), testing::IsEmpty());
    // Slipped alone, each goes its own way.
    project = slipClip(trimClip(project, *partner, ClipEdge::Start, 40), *partner, -3);
    EXPECT_FALSE(partnerOf(project, placed.id));
}

TEST_F(Studio, KeysTrimNudgeSlipAndGoAlongClipsAndMarkers)
{
    const ClipId id = dropSample();
    Timeline& timeline = window.timeline();
    timeline.setFocus();
    window.project().setPlayhead(10);
    QTest::keyClick(&timeline, Qt::Key_BracketLeft);
    EXPECT_EQ(clip(id).place, (FrameRange{10, 33}));
    window.project().setPlayhead(29);
    QTest::keyClick(&timeline, Qt::Key_BracketRight);
    EXPECT_EQ(clip(id).place, (FrameRange{10, 20}));
    QTest::keyClick(&timeline, Qt::Key_Right, Qt::AltModifier);
    EXPECT_EQ(clip(id).place.first, 11);
    QTest::keyClick(&timeline, Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
    EXPECT_EQ(clip(id).sourceIn, 1010);
    QTest::keyClick(&timeline, Qt::Key_M);
    window.project().setPlayhead(2);
    QTest::keyClick(&timeline, Qt::Key_M);
    QTest::keyClick(&timeline, Qt::Key_Down, Qt::ShiftModifier);
    EXPECT_EQ(window.project().playhead(), 29);
    QTest::keyClick(&timeline, Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_EQ(window.project().playhead(), 2);
    window.projects().placeMedia(clip(id).media);
    const ClipId second = window.project().selection();
    QTest::keyClick(&timeline, Qt::Key_Left, Qt::ControlModifier);
    EXPECT_EQ(window.project().selection(), id);
    QTest::keyClick(&timeline, Qt::Key_Right, Qt::ControlModifier);
    EXPECT_EQ(window.project().selection(), second);
}

TEST_F(Studio, AClickOnATracksIconMutesItAndAMarkerIsDragged)
{
    const ClipId id = dropSample();
    Timeline& timeline = window.timeline();
    const TrackId track = trackOf(window.project().project(), id)->id;
    QTest::mouseClick(timeline.viewport(), Qt::LeftButton, {}, timeline.headerRect(track).topLeft() + QPoint(16, 16));
    EXPECT_TRUE(findTrack(window.project().project(), track)->muted);
    EXPECT_EQ(window.project().clipAtPlayhead(), nullptr) << "what is muted is not shown";
    action("edit.undo")->trigger();
    action("track.addAudio")->trigger();
    EXPECT_EQ(window.project().project().tracks.size(), 3u);
    timeline.setScale(8, 100);
    timeline.horizontalScrollBar()->setValue(0);
    window.project().setPlayhead(5);
    action("edit.marker")->trigger();
    drag({timeline.xOf(5), 16}, {timeline.xOf(12), 16});
    ASSERT_EQ(window.project().project().markers.size(), 1u);
    EXPECT_EQ(window.project().project().markers[0].frame, 12);
}

TEST_F(Studio, TheHistoryGoesToAnyStepAndBack)
{
    const ClipId id = dropSample();
    HistoryModel& model = window.findChild<HistoryPanel*>()->model();
    QAbstractItemModelTester tester(&model, Fatal::Fatal);
    const Project placed = window.project().project();
    window.project().apply("Rename", renameClip(placed, id, "a"));
    window.project().apply("Rename again", renameClip(placed, id, "b"));
    ASSERT_EQ(model.rowCount(), 5); // start, import, place, and these
    EXPECT_EQ(model.current(), 4);
    window.project().jumpTo(2);
    EXPECT_EQ(window.project().project(), placed);
    EXPECT_EQ(model.current(), 2);
    window.project().jumpTo(4);
    EXPECT_EQ(clip(id).name, "b");
}

TEST_F(Studio, TheInspectorSaysWhatAClipIsAndRenamesIt)
{
    const ClipId id = dropSample();
    auto* inspector = window.findChild<Inspector*>();
    const auto value = [&](const char* what) {
        for (const auto& [name, text] : inspector->rows()) {
            if (name == what)
                return text.toStdString();
        }
        return std::string();
    };
    EXPECT_EQ(value("Size"), "640 x 480");
    EXPECT_EQ(value("Frames"), "1001 to 1043");
    auto* name = inspector->findChild<QLineEdit*>();
    name->setText("the room");
    Q_EMIT name->editingFinished();
    EXPECT_EQ(clip(id).name, "the room");
}

TEST_F(Studio, ALaneSaysWhichLayerItIsAndWhatState)
{
    const ClipId id = dropSample();
    action("run.start")->trigger();
    ASSERT_TRUE(waitForJobs());
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
    const QRect rect = window.timeline().clipRect(id);
    const auto tipAt = [&](int y) {
        const QPoint point(rect.center().x(), y);
        QWidget* view = window.timeline().viewport();
        QHelpEvent help(QEvent::ToolTip, point, view->mapToGlobal(point));
        QApplication::sendEvent(view, &help);
        return QToolTip::text();
    };
    EXPECT_TRUE(tipAt(rect.top() + videoHeight + lanesGap + 1).startsWith("Albedo, frames 1001 to 1043, made"));
    EXPECT_TRUE(tipAt(rect.top() + videoHeight + lanesGap + 2 * laneHeight + 1).startsWith("Normals"));
    EXPECT_TRUE(tipAt(rect.top() + 20).startsWith("rgb, 43 frames")) << QToolTip::text().toStdString();
}

TEST_F(Studio, AMissingFileIsSaidToBeAndRelinked)
{
    const ClipId id = dropSample();
    const fs::path gone = folder / "gone.mp4";
    const fs::path moved = folder / "moved" / "gone.mp4";
    fs::create_directories(moved.parent_path());
    fs::copy_file(sample, moved);
    MediaItem item = *findMedia(window.project().project(), clip(id).media);
    item.path = gone;
    window.project().apply("Move away", relinkMedia(window.project().project(), clip(id).media, item));
    window.projects().saveTo(folder / "p.uvx");
    ASSERT_TRUE(waitForFiles());
    window.projects().open(folder / "p.uvx");
    ASSERT_TRUE(waitForFiles());
    MediaPoolModel& model = window.mediaPool().model();
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.isMissing(item.id); }, patience));
    EXPECT_EQ(model.index(0).data(MediaPoolModel::StateRole).toInt(), static_cast<int>(MediaState::Missing));
    screenshot("missing");
    // A file that is none leaves it as it was.
    window.mediaPool().relink(item.id, folder / "settings.json");
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.messages().last().contains("settings.json"); }, patience));
    EXPECT_EQ(findMedia(window.project().project(), item.id)->path, gone);
    window.mediaPool().relink(item.id, moved);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !model.isMissing(item.id); }, patience));
    EXPECT_EQ(findMedia(window.project().project(), item.id)->path, moved);
    action("edit.undo")->trigger();
    EXPECT_EQ(findMedia(window.project().project(), item.id)->path, gone);
}

/// What a catalogue says of two models, one of which is too large for any machine.
ModelCatalog twoModels()
{
    ModelCatalog catalog;
    catalog.installed = [] {
        return std::vector<ModelCard>{{"mini", "Mini", {"intrinsic", "alpha"}, {}},
                                      {"huge", "Huge", {"intrinsic"}, {}}};
    };
    catalog.forecast = [](const std::string& model, const std::string&, const GenerateRequest& request) {
        RunForecast forecast;
        forecast.steps = 2;
        forecast.size = {128, 96};
        forecast.windows = request.frames.count;
        forecast.work = 1000.0 * static_cast<double>(request.frames.count);
        forecast.memoryNeed = model == "huge" ? std::int64_t{90'000'000'000} : 400'000'000;
        forecast.memoryFree = 8'000'000'000;
        return forecast;
    };
    return catalog;
}

class WithCatalog : public Studio {
protected:
    WithCatalog() : Studio(0, twoModels()) {}
};

TEST_F(WithCatalog, ModelsSayWhatTheyNeedBeforeARun)
{
    const ClipId id = dropSample();
    TaskPanel& panel = window.taskPanel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !panel.forecastText().isEmpty(); }, patience));
    EXPECT_TRUE(panel.forecastText().contains("43 window")) << panel.forecastText().toStdString();
    EXPECT_TRUE(panel.forecastText().contains("0.4 of 8.0 GB")) << panel.forecastText().toStdString();
    EXPECT_TRUE(panel.forecastText().contains("not known"));
    panel.setSpeeds({{"mini@cpu", 1000.0}});
    EXPECT_TRUE(panel.forecastText().contains("about 43 s")) << panel.forecastText().toStdString();
    QComboBox* models = nullptr;
    for (QComboBox* box : panel.findChildren<QComboBox*>()) {
        if (box->accessibleName() == "Model")
            models = box;
    }
    ASSERT_NE(models, nullptr);
    ASSERT_EQ(models->count(), 2);
    const int huge = models->itemText(0).startsWith("Huge") ? 0 : 1;
    EXPECT_TRUE(models->itemText(huge).contains("does not fit"));
    models->setCurrentIndex(huge);
    Q_EMIT models->activated(huge);
    EXPECT_EQ(clip(id).task.model, "huge");
    const auto labels = panel.findChildren<QLabel*>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text().contains("more memory than is free");
    }));
    screenshot("does-not-fit");
}

TEST_F(Studio, LayersAppearFrameByFrameAndAreNoPartOfTheProjectUntilTheEnd)
{
    const ClipId id = dropSample();
    const std::size_t before = window.project().history().position();
    std::vector<std::int64_t> counts;
    QObject::connect(&window.project(), &ProjectModel::growingChanged, &window, [&] {
        const Take* take = window.project().shownLayers(clip(id));
        if (take && !take->id) {
            counts.push_back(take->frames.count);
            EXPECT_TRUE(fs::exists(take->folder / "rgb_albedo.1001.exr"));
            EXPECT_EQ(window.project().history().position(), before);
        }
    });
    action("run.start")->trigger();
    ASSERT_TRUE(waitForJobs());
    ASSERT_FALSE(counts.empty());
    EXPECT_LE(counts.back(), 43);
    EXPECT_TRUE(std::is_sorted(counts.begin(), counts.end()));
    EXPECT_EQ(window.project().history().position(), before + 1) << "one step: the take";
    EXPECT_TRUE(window.project().shownLayers(clip(id))->id);
    auto* panel = window.findChild<JobsPanel*>();
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return panel->previews().isVisible() || panel->previews().shown() > 0; }, patience));
    panel->showLog(lastItem().id);
    auto* log = panel->findChild<QDialog*>("queueLog");
    ASSERT_NE(log, nullptr);
    EXPECT_FALSE(log->findChild<QPlainTextEdit*>()->toPlainText().isEmpty());
}

/// Steps that take a while, so that something can be done in the middle.
class SlowEditing : public Studio {
protected:
    SlowEditing() : Studio(60) {}
};

TEST_F(SlowEditing, APausedItemKeepsItsFramesAndGoesOn)
{
    const ClipId id = dropSample();
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(1));
    const ItemId item = lastItem().id;
    window.queue().change([item](JobStore& store) { store.pause({item}); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return lastItem().state == ItemState::Paused; }, patience));
    EXPECT_GE(lastItem().progress.framesDone, 1);
    window.queue().change([item](JobStore& store) { store.resume({item}); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
    EXPECT_EQ(lastItem().state, ItemState::Done);
}

TEST_F(SlowEditing, ClosingWithAJobAsksOnceAndTheNextStartGoesOnFromTheLastFrame)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(2));
    const fs::path takeFolder = parseRunSpec(lastItem().description, "item").out;
    answerNextDialog("Keep working");
    window.close();
    EXPECT_TRUE(window.isVisible());
    EXPECT_TRUE(window.queue().isWorking());
    answerNextDialog("Resume at the next start");
    window.close();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.isVisible(); }, patience));
    made.reset(); // the end of the program
    ASSERT_TRUE(fs::exists(takeFolder / "rgb_albedo.1001.exr"));
    const auto firstWritten = fs::last_write_time(takeFolder / "rgb_albedo.1001.exr");

    const auto next = makeWindow();
    next->show();
    next->start({folder / "shot.uvx"});
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            const Clip* resumed = findClip(next->project().project(), id);
            return resumed && resumed->takes.size() == 1;
        },
        patience));
    const Clip& resumed = *findClip(next->project().project(), id);
    EXPECT_EQ(resumed.takes[0].folder, takeFolder);
    EXPECT_EQ(resumed.takes[0].frames, (FrameRange{1001, 43}));
    EXPECT_TRUE(fs::exists(takeFolder / "rgb_normal.1043.exr"));
    EXPECT_EQ(fs::last_write_time(takeFolder / "rgb_albedo.1001.exr"), firstWritten) << "what was done is kept";
}

TEST_F(SlowEditing, ARunArrivesAsATakeAlthoughItsProjectWasClosedMeanwhile)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(1));
    window.project().startNew();
    ASSERT_TRUE(waitForJobs());
    EXPECT_TRUE(window.project().project().media.empty());
    // The row leads to it.
    window.runs().showResult(lastItem().id);
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.project().path() == folder / "shot.uvx"; }, patience));
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
    EXPECT_EQ(clip(id).takes[0].frames, (FrameRange{1001, 43}));
}

TEST_F(SlowEditing, EscAsksBeforeItCancelsFramesAndThoseThatAreDoneBecomeAPartialTake)
{
    const ClipId id = dropSample();
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(2));
    answerNextDialog("Keep working");
    action("run.cancel")->trigger();
    EXPECT_TRUE(window.queue().isWorking());
    answerNextDialog("Cancel it");
    action("run.cancel")->trigger();
    ASSERT_TRUE(QTest::qWaitFor([&] { return lastItem().state == ItemState::Cancelled; }, patience));
    ASSERT_EQ(clip(id).takes.size(), 1u);
    const Take& take = clip(id).takes[0];
    EXPECT_THAT(take.name, testing::HasSubstr("partial"));
    EXPECT_GE(take.frames.count, 2);
    EXPECT_LT(take.frames.count, 43);
    EXPECT_TRUE(fs::exists(take.folder / ("rgb_albedo." + std::to_string(take.frames.last()) + ".exr")));
}

TEST_F(Studio, WhatIsUnsavedIsAskedAboutOnceAndSavedBeforeTheWindowGoes)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    window.project().apply("Rename", renameClip(window.project().project(), id, "renamed"));
    answerNextDialog("Cancel");
    window.close();
    EXPECT_TRUE(window.isVisible());
    answerNextDialog("Save");
    window.close();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.isVisible(); }, patience));
    EXPECT_EQ(findClip(openProject(folder / "shot.uvx").project, id)->name, "renamed");
}

TEST_F(Studio, AnEditWhileTheProjectIsSavedStaysAChange)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "shot.uvx");
    window.project().apply("Rename", renameClip(window.project().project(), id, "later"));
    ASSERT_TRUE(waitForFiles());
    EXPECT_TRUE(window.project().isModified());
    EXPECT_NE(findClip(openProject(folder / "shot.uvx").project, id)->name, "later");
}

TEST_F(Studio, AFullDiskDuringAutosaveIsSaidAndLosesNothing)
{
    const ClipId id = dropSample();
    window.project().apply("Rename", renameClip(window.project().project(), id, "one"));
    window.projects().autosave();
    ASSERT_TRUE(waitForFiles());
    fs::path file;
    for (const auto& entry : fs::directory_iterator(folder / "autosave")) {
        if (entry.path().extension() == ".uvx")
            file = entry.path();
    }
    ASSERT_FALSE(file.empty());
    // A folder that takes no new file is as full as a disk gets for an atomic write. Root may write anywhere, so the
    // temporary file's place is taken instead.
    const fs::path aside = folder / "aside";
    fs::rename(folder / "autosave", aside);
    std::ofstream(folder / "autosave") << "no folder";
    window.project().apply("Rename", renameClip(window.project().project(), id, "two"));
    window.projects().autosave();
    ASSERT_TRUE(waitForFiles());
    EXPECT_TRUE(window.messages().last().contains("autosave failed")) << window.messages().last().toStdString();
    EXPECT_EQ(findClip(openProject(aside / file.filename()).project, id)->name, "one") << "the last one stands";
    fs::remove(folder / "autosave");
    fs::rename(aside, folder / "autosave");
    window.projects().autosave();
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(findClip(openProject(file).project, id)->name, "two") << "it is tried again";
}

TEST_F(Studio, AProjectCutInHalfIsRefusedByNameAndItsEarlierSaveIsOffered)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "shot.uvx");
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    fs::resize_file(folder / "shot.uvx", fs::file_size(folder / "shot.uvx") / 2);
    answerNextDialog("Cancel", [](QWidget& dialog) {
        EXPECT_EQ(dialog.objectName(), "damaged");
        EXPECT_TRUE(qobject_cast<QMessageBox*>(&dialog)->informativeText().contains("shot.uvx"));
    });
    window.projects().open(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_TRUE(window.messages().last().contains("shot.uvx")) << window.messages().last().toStdString();
    EXPECT_EQ(clip(id).place.count, 43) << "what was open stays";
    window.project().startNew();
    answerNextDialog("Open the earlier save");
    window.projects().open(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    ASSERT_NE(findClip(window.project().project(), id), nullptr);
    EXPECT_EQ(clip(id).place.count, 43);
    EXPECT_TRUE(window.isWindowModified());
    window.projects().saveTo(window.project().path());
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(findClip(openProject(folder / "shot.uvx").project, id)->place.count, 43);
    EXPECT_THROW(openProject(folder / "shot.uvx.1"), Error) << "the damaged file is kept as a version";
}

TEST_F(Studio, AProjectMovedWithItsFilesFindsThem)
{
    fs::create_directories(folder / "here");
    fs::copy_file(sample, folder / "here" / "clip.mp4");
    window.projects().open(folder / "here" / "clip.mp4");
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.project().selectedClip() != nullptr; }, patience));
    window.projects().saveTo(folder / "here" / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    fs::rename(folder / "here", folder / "there");
    window.projects().open(folder / "there" / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(window.project().project().media.at(0).path, folder / "there" / "clip.mp4");
    ASSERT_TRUE(waitForPicture());
    EXPECT_FALSE(window.mediaPool().model().isMissing(window.project().project().media[0].id));
}

TEST_F(Studio, TwoHundredRandomEditsUndoToTheStart)
{
    const ClipId first = dropSample();
    window.projects().placeMedia(clip(first).media);
    const Project start = window.project().project();
    const std::size_t before = window.project().history().position();
    Timeline& timeline = window.timeline();
    timeline.setFocus();
    std::mt19937 random(20240607);
    const char* keys[] = {"edit.split",      "edit.delete",   "edit.rippleDelete", "edit.marker",    "mark.in",
                          "mark.out",        "mark.clear",    "edit.trimStart",    "edit.trimEnd",   "edit.nudgeLeft",
                          "edit.nudgeRight", "edit.slipLeft", "edit.slipRight",    "track.addVideo", "track.addAudio",
                          "track.mute",      "edit.nextClip", "edit.previousClip"};
    for (int i = 0; i < 200; ++i) {
        window.project().setPlayhead(static_cast<qint64>(random() % 120));
        if (endOf(window.project().project()) == 0)
            window.projects().placeMedia(start.media[0].id);
        if (random() % 4 == 0) {
            const QPoint from(100 + static_cast<int>(random() % 900), 40 + static_cast<int>(random() % 150));
            drag(from, from + QPoint(static_cast<int>(random() % 300) - 150, static_cast<int>(random() % 80) - 40),
                 random() % 3 == 0 ? Qt::AltModifier : Qt::NoModifier);
        } else {
            action(keys[random() % std::size(keys)])->trigger();
        }
        ASSERT_THAT(findFaults(window.project().project()), testing::IsEmpty()) << "after edit " << i;
    }
    const Project end = window.project().project();
    while (window.project().history().position() > before)
        action("edit.undo")->trigger();
    EXPECT_EQ(window.project().project(), start);
    while (action("edit.redo")->isEnabled())
        action("edit.redo")->trigger();
    EXPECT_EQ(window.project().project(), end);
}

TEST_F(Studio, TheWindowIsReachedByTabAloneAndTheRunButtonIsAmongIt)
{
    dropSample();
    window.activateWindow();
    window.mediaPool().setFocus();
    std::set<QWidget*> reached;
    for (int i = 0; i < 150; ++i) {
        QWidget* focus = QApplication::focusWidget();
        if (focus && !reached.insert(focus).second && i > 5 && reached.size() > 60)
            break;
        QTest::keyClick(focus ? focus : &window, Qt::Key_Tab);
    }
    const auto isReached = [&](const QString& text) {
        return std::any_of(reached.begin(), reached.end(), [&](QWidget* widget) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            return (button && button->text() == text) || widget->accessibleName() == text;
        });
    };
    for (const char* name : {"Run", "Decompose", "Albedo is open", "Quality", "Model", "Seed", "Layer that is shown",
                             "Timeline", "Media pool"})
        EXPECT_TRUE(isReached(name)) << name;
}

} // namespace
} // namespace unividx::ui
