#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "tests/ui/studio.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/jobs_panel.h"
#include "ui/task/task_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/inspector.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unividx::ui {
namespace {

TEST_F(Studio, ADroppedClipIsImportedPlacedAndShown)
{
    screenshot("empty");
    QAbstractItemModelTester tester(&window.mediaPool().model(), Fatal::Fatal);
    const ClipId id = dropSample();
    ASSERT_TRUE(id);
    EXPECT_EQ(clip(id).place, (FrameRange{0, 43}));
    EXPECT_EQ(window.project().project().resolution, (Resolution{640, 480}));
    EXPECT_EQ(window.mediaPool().model().rowCount(), 1);
    EXPECT_TRUE(waitForPicture());
    EXPECT_EQ(window.viewer().canvas().shown().size(), QSize(640, 480));
    screenshot("dropped");
    // Both steps can be taken back.
    action("edit.undo")->trigger();
    action("edit.undo")->trigger();
    EXPECT_EQ(window.mediaPool().model().rowCount(), 0);
    EXPECT_FALSE(action("edit.undo")->isEnabled());
}

TEST_F(Studio, AFileIsInThePoolOnceHoweverOftenItIsDropped)
{
    const ClipId id = dropSample();
    QSignalSpy imported(window.findChild<MediaPool*>(), &MediaPool::imported);
    window.projects().open(sample);
    ASSERT_TRUE(QTest::qWaitFor([&] { return imported.count() == 1; }, patience));
    EXPECT_EQ(window.project().project().media.size(), 1U);
    EXPECT_EQ(imported.front().front().value<MediaId>(), clip(id).media);
}

TEST_F(Studio, NodesThatLackALayerDoNotMakeAFileMissing)
{
    const ClipId id = dropSample();
    ASSERT_TRUE(waitForPicture());
    bool thumbnailFailed = false;
    for (FrameStore* store : window.findChildren<FrameStore*>())
        QObject::connect(store, &FrameStore::failed, &window,
                         [&](const FrameKey& key) { thumbnailFailed |= key.thumbnailWidth > 0; });
    CompStack stack;
    RelightNode relight;
    relight.lights.push_back({});
    stack.nodes.push_back({{}, false, relight, {}});
    window.project().apply("Relight", setStack(window.project().project(), id, stack));
    action("view.composite")->trigger();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.viewer().canvas().notice().contains("albedo"); }, patience));
    ASSERT_TRUE(QTest::qWaitFor([&] { return thumbnailFailed; }, patience)) << "the timeline shows the composite too";
    EXPECT_FALSE(window.findChild<MediaPool*>()->model().isMissing(clip(id).media));
}

TEST_F(Studio, AFileThatIsNoClipIsSaidToBeNone)
{
    QFile file(temporary.filePath("notes.mov"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("no movie");
    file.close();
    window.projects().open(temporary.filePath("notes.mov").toStdString());
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.messages().last().contains("notes.mov"); }, patience));
    EXPECT_EQ(window.mediaPool().model().rowCount(), 0);
}

TEST_F(Studio, ThreeActionsLeadFromADropToLayers)
{
    const ClipId id = dropSample();
    QTest::mouseClick(window.taskPanel().findChild<QPushButton*>("preset.decompose"), Qt::LeftButton);
    EXPECT_EQ(window.taskPanel().sentence(), "From the shot, make albedo, irradiance and normals.");
    QAbstractItemModelTester jobs(&window.findChild<JobsPanel*>()->model(), Fatal::Fatal);
    QAbstractItemModelTester takes(&window.findChild<LayersPanel*>()->model(), Fatal::Fatal);
    action("run.start")->trigger();
    ASSERT_TRUE(window.queue().isWorking());
    ASSERT_TRUE(waitForJobs());
    ASSERT_EQ(lastItem().state, ItemState::Done) << lastItem().sentence;
    ASSERT_EQ(clip(id).takes.size(), 1u);
    const Take take = clip(id).takes[0];
    EXPECT_THAT(take.layers, testing::ElementsAre("albedo", "irradiance", "normal"));
    EXPECT_EQ(take.frames, (FrameRange{1001, 43}));
    EXPECT_TRUE(fs::exists(take.folder / "rgb_normal.1043.exr"));
    QFile header(QString::fromStdString((take.folder / "rgb_albedo.1001.exr").string()));
    ASSERT_TRUE(header.open(QIODevice::ReadOnly));
    const QByteArray start = header.read(8192);
    EXPECT_TRUE(start.contains("unividx/input_rgb") && start.contains("unividx/seed")) << "a take says how it was made";
    EXPECT_EQ(window.viewer().layer(), "albedo");
    EXPECT_TRUE(waitForPicture());
    screenshot("layers");
    action("view.wipe")->trigger();
    action("view.nextLayer")->trigger();
    action("view.nextLayer")->trigger();
    EXPECT_EQ(window.viewer().layer(), "normal");
    screenshot("wipe");
}

TEST_F(Studio, TheLockGridMakesEveryTaskAndRefusesFourLocks)
{
    const ClipId id = dropSample();
    const auto locks = window.taskPanel().findChildren<QToolButton*>();
    std::vector<QToolButton*> rows;
    for (QToolButton* button : locks) {
        if (button->accessibleName().contains("is locked") || button->accessibleName().contains("is open"))
            rows.push_back(button);
    }
    ASSERT_EQ(rows.size(), 4u);
    for (unsigned mask = 0; mask < 16; ++mask) {
        for (std::size_t row = 0; row < 4; ++row) {
            const bool wanted = (mask >> row) & 1u;
            if (clip(id).task.locks[row].has_value() != wanted)
                QTest::mouseClick(rows[row], Qt::LeftButton);
        }
        EXPECT_EQ(lockedModalities(clip(id).task).to_ulong(), mask);
        const auto task = taskOf(clip(id).task);
        EXPECT_EQ(task.has_value(), mask != 15);
        // A task that reads a prompt cannot run without one; four locks cannot at all.
        if (task && !task->usesText()) {
            EXPECT_TRUE(action("run.start")->isEnabled()) << mask;
        }
        if (!task) {
            EXPECT_FALSE(action("run.start")->isEnabled());
        }
    }
    screenshot("four-locks");
    for (int i = 0; i < 200 && action("edit.undo")->isEnabled(); ++i)
        action("edit.undo")->trigger();
    EXPECT_EQ(endOf(window.project().project()), 0);
}

TEST_F(Studio, ALockedRowTakesTheFileThatHasItsName)
{
    const ClipId id = dropSample();
    for (const char* layer : {"albedo", "irradiance", "normal"})
        window.projects().open(sample.parent_path() / (std::string(layer) + ".mp4"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.project().project().media.size() == 4; }, patience));
    for (QToolButton* button : window.taskPanel().findChildren<QToolButton*>()) {
        if (button->accessibleName().contains("is open"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    for (std::size_t row = 1; row < 4; ++row) {
        ASSERT_TRUE(clip(id).task.locks[row]);
        const MediaItem* media = findMedia(window.project().project(), clip(id).task.locks[row]->media);
        ASSERT_NE(media, nullptr);
        EXPECT_EQ(media->path.stem(), std::string(intrinsicFamily.modalities[row].name));
    }
}

TEST_F(Studio, APresetOfTheAlphaFamilyAsksForTwoPrompts)
{
    const ClipId id = dropSample();
    QTest::mouseClick(window.taskPanel().findChild<QPushButton*>("preset.swap-background"), Qt::LeftButton);
    EXPECT_EQ(clip(id).task.family, &alphaFamily);
    EXPECT_EQ(taskOf(clip(id).task)->name(), "PF2RB");
    screenshot("swap-background");
}

TEST_F(Studio, DraggingAClipIsOneStepAndUndoPutsItBack)
{
    const ClipId id = dropSample();
    Timeline& timeline = window.timeline();
    timeline.setSnapping(false);
    timeline.setScale(8, 100);
    timeline.horizontalScrollBar()->setValue(0);
    const std::size_t before = window.project().history().position();
    const QPoint grip = timeline.clipRect(id).topLeft() + QPoint(120, 30);
    drag(grip, grip + QPoint(80, 0));
    EXPECT_EQ(clip(id).place, (FrameRange{10, 43}));
    EXPECT_EQ(window.project().history().position(), before + 1);
    action("edit.undo")->trigger();
    EXPECT_EQ(clip(id).place, (FrameRange{0, 43}));
}

TEST_F(Studio, EdgesTrimAndAltSlips)
{
    const ClipId id = dropSample();
    Timeline& timeline = window.timeline();
    timeline.setSnapping(false);
    timeline.setScale(8, 100);
    timeline.horizontalScrollBar()->setValue(0);
    QRect rect = timeline.clipRect(id);
    drag({rect.left() + 1, rect.top() + 30}, {rect.left() + 81, rect.top() + 30});
    EXPECT_EQ(clip(id).place, (FrameRange{10, 33}));
    EXPECT_EQ(clip(id).sourceIn, 1011);
    rect = timeline.clipRect(id);
    drag({rect.right() - 1, rect.top() + 30}, {rect.right() - 81, rect.top() + 30});
    EXPECT_EQ(clip(id).place, (FrameRange{10, 23}));
    rect = timeline.clipRect(id);
    drag(rect.center(), rect.center() + QPoint(40, 0), Qt::AltModifier);
    EXPECT_EQ(clip(id).sourceIn, 1006);
    EXPECT_EQ(clip(id).place, (FrameRange{10, 23}));
}

TEST_F(Studio, ADraggedClipSnapsToItsNeighbour)
{
    const ClipId first = dropSample();
    window.projects().placeMedia(clip(first).media);
    const ClipId second = window.project().selection();
    ASSERT_NE(first, second);
    Timeline& timeline = window.timeline();
    timeline.setScale(4, 100);
    timeline.horizontalScrollBar()->setValue(0);
    window.project().setPlayhead(0);
    const QPoint grip = timeline.clipRect(second).topLeft() + QPoint(60, 30);
    drag(grip, grip + QPoint(100, 0));
    EXPECT_EQ(clip(second).place.first, 43 + 25);
    const QPoint again = timeline.clipRect(second).topLeft() + QPoint(60, 30);
    drag(again, again - QPoint(95, 0)); // 1.25 frames short of the neighbour's end
    EXPECT_EQ(clip(second).place.first, 43);
}

TEST_F(Studio, KeysSplitDeleteMarkAndMoveThePlayhead)
{
    const ClipId id = dropSample();
    window.project().setPlayhead(20);
    action("edit.split")->trigger();
    const Track& track = *trackOf(window.project().project(), id);
    ASSERT_EQ(track.clips.size(), 2u);
    window.timeline().setFocus();
    window.project().select(id);
    QTest::keyClick(&window.timeline(), Qt::Key_Delete, Qt::ShiftModifier);
    EXPECT_EQ(trackOf(window.project().project(), window.project().project().tracks.back().clips[0].id)->clips[0].place,
              (FrameRange{0, 23}));
    window.project().setPlayhead(5);
    action("mark.in")->trigger();
    window.project().setPlayhead(9);
    action("mark.out")->trigger();
    EXPECT_EQ(window.project().project().range, (FrameRange{5, 5}));
    QTest::keyClick(&window.timeline(), Qt::Key_M);
    ASSERT_EQ(window.project().project().markers.size(), 1u);
    EXPECT_EQ(window.project().project().markers[0].frame, 9);
    action("play.stepForward")->trigger();
    EXPECT_EQ(window.project().playhead(), 10);
    screenshot("edited");
}

TEST_F(Studio, ZoomingKeepsTheFrameUnderTheCursor)
{
    dropSample();
    Timeline& timeline = window.timeline();
    timeline.setScale(10, 300);
    const std::int64_t frame = timeline.frameAt(300);
    for (const double scale : {20.0, 40.0, 15.0}) {
        timeline.setScale(scale, 300);
        EXPECT_NEAR(static_cast<double>(timeline.frameAt(300)), static_cast<double>(frame), 1.0) << scale;
    }
}

TEST_F(Studio, TheViewerIsolatesZoomsAndReadsPixels)
{
    dropSample();
    ASSERT_TRUE(waitForPicture());
    ViewerCanvas& canvas = window.viewer().canvas();
    EXPECT_TRUE(canvas.isFitting());
    const QRectF fitted = canvas.pictureRect();
    EXPECT_TRUE(QRectF(canvas.rect()).contains(fitted));
    const auto readout = canvas.readoutAt(fitted.center());
    ASSERT_TRUE(readout);
    EXPECT_EQ(readout->x, 320);
    EXPECT_EQ(readout->y, 240);
    EXPECT_EQ(qRed(readout->display), std::lround(readout->values[0] * 255));

    QSignalSpy finished(&canvas, &ViewerCanvas::finished);
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_R);
    ASSERT_TRUE(finished.wait(patience));
    const QRgb pixel = canvas.shown().pixel(320, 240);
    EXPECT_EQ(qRed(pixel), qBlue(pixel));
    EXPECT_EQ(canvas.settings().channel, Channel::Red);

    const QPointF anchor = fitted.center() + QPointF(40, 20);
    const auto before = canvas.readoutAt(anchor);
    canvas.setZoom(4, anchor);
    EXPECT_FALSE(canvas.isFitting());
    EXPECT_NEAR(canvas.readoutAt(anchor)->x, before->x, 1);
    EXPECT_NEAR(canvas.readoutAt(anchor)->y, before->y, 1);
    action("view.fit")->trigger();
    EXPECT_EQ(canvas.pictureRect(), fitted);
}

TEST_F(Studio, SavesOpensAndAutosaves)
{
    const ClipId id = dropSample();
    window.projects().autosave();
    ASSERT_TRUE(waitForFiles());
    const auto entries = [&] {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(folder / "autosave"))
            count += entry.path().extension() == ".uvx";
        return count;
    };
    EXPECT_EQ(entries(), 1);
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_FALSE(window.isWindowModified());
    const Project saved = window.project().project();
    window.project().apply("Rename", renameClip(saved, id, "other"));
    EXPECT_TRUE(window.isWindowModified());
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(entries(), 0) << "what is saved needs no autosave";
    window.projects().open(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(clip(id).name, "other");
    EXPECT_TRUE(window.windowTitle().contains("shot.uvx"));
    // What is no project is said to be none, and the open one stays.
    QFile file(temporary.filePath("cut.uvx"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("{\"uvx\": 1, \"na");
    file.close();
    answerNextDialog("OK");
    window.projects().open(temporary.filePath("cut.uvx").toStdString());
    ASSERT_TRUE(waitForFiles());
    EXPECT_TRUE(window.messages().last().contains("cut.uvx"));
    EXPECT_EQ(clip(id).name, "other");
}

TEST_F(Studio, AProjectThatWasSavedIsOfferedAmongTheRecentOnes)
{
    dropSample();
    const fs::path file = folder / "a & b.uvx";
    window.projects().saveTo(file);
    ASSERT_TRUE(waitForFiles());
    window.project().startNew();
    QMenu* recent = nullptr;
    for (QAction* entry : window.menuBar()->actions().front()->menu()->actions()) {
        if (entry->text().remove('&') == "Open recent")
            recent = entry->menu();
    }
    ASSERT_NE(recent, nullptr);
    ASSERT_EQ(recent->actions().size(), 1);
    recent->actions().front()->trigger();
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.project().path() == file; }, patience));
}

TEST_F(Studio, TheWindowComesBackAsLargeAsItWas)
{
    window.resize(1300, 760);
    window.close();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.isVisible(); }, patience));
    const auto next = makeWindow();
    next->show();
    EXPECT_EQ(next->size(), QSize(1300, 760));
}

TEST_F(Studio, ANewWindowIsNoLargerThanItsScreen)
{
    const auto fresh = makeWindow();
    const QSize room = fresh->screen()->availableSize();
    if (room.width() < 1440 || room.height() < 860)
        EXPECT_TRUE(fresh->isMaximized());
    else
        EXPECT_EQ(fresh->size(), QSize(1440, 860).expandedTo(room * 3 / 4));
}

TEST_F(Studio, TakesAreRenamedCopiedBackAndRemovedWithUndo)
{
    const ClipId id = dropSample();
    TakesModel& model = window.findChild<LayersPanel*>()->model();
    QAbstractItemModelTester tester(&model, Fatal::Fatal);
    Take take;
    take.name = "one";
    take.layers = {"albedo"};
    take.frames = {1001, 43};
    take.folder = folder / "none";
    take.settings.seed = 77;
    window.project().apply("Take", addTake(window.project().project(), id, take).project);
    ASSERT_EQ(model.rowCount(), 1);
    EXPECT_TRUE(model.setData(model.index(0), "better", Qt::EditRole));
    EXPECT_EQ(clip(id).takes[0].name, "better");
    const auto press = [&](const char* name) {
        for (QToolButton* button : window.findChild<LayersPanel*>()->findChildren<QToolButton*>()) {
            if (button->accessibleName().startsWith(name))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    EXPECT_TRUE(clip(id).takes[0].pinned) << "the first take is used at once";
    press("Copy");
    EXPECT_EQ(clip(id).task.seed, 77u);
    press("Remove");
    EXPECT_EQ(model.rowCount(), 0);
    action("edit.undo")->trigger();
    EXPECT_EQ(model.rowCount(), 1);
}

/// Steps that take a while, so that a cancel comes in the middle.
class SlowStudio : public Studio {
protected:
    SlowStudio() : Studio(250) {}
};

TEST_F(SlowStudio, ACancelledRunLeavesTheProjectAsItWas)
{
    const ClipId id = dropSample();
    action("run.start")->trigger();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            return !window.queue().view().items.empty() && lastItem().isRunning() &&
                   lastItem().progress.stage == Stage::Denoising;
        },
        patience));
    screenshot("running");
    action("run.cancel")->trigger();
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(lastItem().state, ItemState::Cancelled);
    EXPECT_TRUE(clip(id).takes.empty());
    for (const QLabel* label : window.findChild<Inspector*>()->findChildren<QLabel*>())
        EXPECT_TRUE(label->isHidden() || label->text() != "Take") << "the inspector has not heard of the end";
}

TEST_F(SlowStudio, EveryControlHasANameAndIsReachedByTheKeyboard)
{
    dropSample();
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget);
        const bool isPart = widget->objectName().startsWith("qt_") || !widget->isVisible();
        if (!isControl || isPart)
            continue;
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const QString name = !widget->accessibleName().isEmpty() ? widget->accessibleName()
                             : button                            ? button->text()
                                                                 : QString();
        EXPECT_FALSE(name.isEmpty()) << widget->metaObject()->className() << " " << widget->toolTip().toStdString();
        EXPECT_TRUE(widget->focusPolicy() & Qt::TabFocus) << name.toStdString();
    }
}

} // namespace
} // namespace unividx::ui
