#include "core/layers/frame_path.h"
#include "core/media/exr_writer.h"
#include "core/project/edits.h"
#include "core/project/inputs.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "core/queue/drop.h"
#include "core/run/layer_frames_file.h"
#include "core/run/run_fields.h"
#include "tests/ui/studio.h"
#include "ui/queue/jobs_panel.h"
#include "ui/queue/preview_strip.h"
#include "ui/queue/queue_takes.h"
#include "ui/task/clip_run.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDockWidget>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <gmock/gmock.h>

#include <fstream>

namespace unividx::ui {
namespace {

using testing::ElementsAre;

/// A window whose queue is run by a script that speaks as a worker does: it makes the run's folder, then waits for as
/// long as there is a file "wait", and fails while there is a file "fail".
class Queue : public Studio {
protected:
    Queue() : Studio(Worker::Scripted), panel(window.jobsPanel()), queue(window.queue()) { panel.list().show(); }

    void touch(const char* name) const { std::ofstream(folder / name) << "x"; }
    void remove(const char* name) const { fs::remove(folder / name); }

    /// A real drop of files onto a widget.
    static void dropOn(QWidget& target, const std::vector<fs::path>& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const fs::path& path : paths)
            urls.append(QUrl::fromLocalFile(QString::fromStdString(path.string())));
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &event);
    }
    void dropClips(const std::vector<std::string>& names)
    {
        const int before = panel.model().rowCount();
        for (const std::string& name : names) {
            std::ofstream(folder / name) << "x";
            dropOn(panel, {folder / name});
        }
        ASSERT_TRUE(waitForRows(before + static_cast<int>(names.size())));
    }
    bool waitForRows(int rows)
    {
        return QTest::qWaitFor([&] { return panel.model().rowCount() == rows; }, patience);
    }
    std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const QueueItem& item : queue.view().items)
            all.push_back(
                fs::path(inputsOf(parseRunSpec(item.description, "item")).front().input->path).stem().string());
        return all;
    }
    const QueueItem& item(int row) const { return queue.view().items.at(static_cast<std::size_t>(row)); }
    bool waitForState(int row, ItemState state) const
    {
        return QTest::qWaitFor([&] { return item(row).state == state; }, patience);
    }
    void choose(int row) { panel.list().setCurrentIndex(panel.model().index(row)); }
    QToolButton* button(const QString& name)
    {
        for (QToolButton* each : panel.findChildren<QToolButton*>()) {
            if (each->accessibleName() == name)
                return each;
        }
        throw std::runtime_error("there is no button " + name.toStdString());
    }
    void press(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }

    JobsPanel& panel;
    QueueService& queue;
};

TEST_F(Queue, FiftyDropsOfClipsFoldersSequencesAndProjectsBecomeItemsInTheirOrder)
{
    QAbstractItemModelTester tester(&panel.model(), Fatal::Fatal);
    const fs::path plates = folder / "plates";
    fs::create_directories(plates / "b");
    for (const char* name : {"one.mp4", "two.mov", "b/three.mkv", "notes.txt"})
        std::ofstream(plates / name) << "x";
    std::vector<fs::path> frames;
    for (int frame = 1001; frame < 1004; ++frame) {
        frames.push_back(folder / ("plate." + std::to_string(frame) + ".exr"));
        std::ofstream(frames.back()) << "x";
    }
    dropSample();
    window.projects().saveTo(folder / "show.uvx");
    ASSERT_TRUE(waitForFiles());
    for (int clip = 0; clip < 47; ++clip) {
        const fs::path file = folder / ("clip" + std::to_string(100 + clip) + ".mp4");
        std::ofstream(file) << "x";
        dropOn(panel, {file});
    }
    dropOn(panel, {plates});
    dropOn(panel, frames);
    dropOn(panel, {folder / "show.uvx"});
    ASSERT_TRUE(waitForRows(47 + 3 + 1 + 1));
    const std::vector<std::string> found = names();
    for (std::size_t clip = 0; clip < 47; ++clip)
        EXPECT_EQ(found[clip], "clip" + std::to_string(100 + clip));
    EXPECT_THAT(std::vector<std::string>(found.begin() + 47, found.end()),
                ElementsAre("three", "one", "two", "plate.####", "rgb"));
    EXPECT_TRUE(panel.model().index(50).data().toString().contains("Decompose"));
    screenshot("queue");
    // They are on the disk: another window finds them.
    const auto other = makeWindow();
    EXPECT_TRUE(QTest::qWaitFor([&] { return other->queue().view().items.size() == 52; }, patience));
}

TEST_F(Queue, TheLatestFramesOfWhatRunsAreShownWhoeverMakesThem)
{
    dropClips({"one.mp4", "two.mp4"});
    const fs::path out = parseRunSpec(item(0).description, "item").out;
    fs::create_directories(out);
    const Resolution size{32, 18};
    const auto write = [&](std::int64_t frame, float red) {
        std::vector<float> pixels;
        for (int i = 0; i < size.width * size.height; ++i)
            pixels.insert(pixels.end(), {red, 0.0f, 0.5f});
        ExrHeader header;
        header.frame = frame;
        writeExr(framePath(out, "one", "albedo", frame, ".exr"),
                 {{"albedo", {"albedo.R", "albedo.G", "albedo.B"}, Image(size, 3, pixels), false}}, header);
    };
    for (std::int64_t frame = 1001; frame <= 1006; ++frame)
        write(frame, frame == 1006 ? 1.0f : 0.0f);
    std::ofstream(out / ".one_albedo.1007.part-1-0.exr") << "half a file";
    EXPECT_EQ(panel.previews().shown(), 0);
    touch("wait");
    queue.start();
    ASSERT_TRUE(waitForState(0, ItemState::Running));
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel.previews().shown() == 4; }, patience));
    window.findChild<QDockWidget*>("jobs")->raise();
    screenshot("queue_previews");
    choose(1);
    EXPECT_TRUE(QTest::qWaitFor([&] { return panel.previews().shown() == 0; }, patience)) << "it has none yet";
    remove("wait");
}

TEST_F(Queue, TheLatestFramesOfMoviesAndOfFilesWithManyLayersAreShownToo)
{
    dropClips({"movie.mp4", "layers.mp4"});
    const auto setFormat = [&](int row, LayerFileFormat format) {
        RunSpec options = parseRunSpec(item(row).description, "item");
        options.format = format;
        const std::string text = formatRunSpec(options);
        queue.change([id = item(row).id, text](JobStore& store) { store.setDescription({id}, text); });
        EXPECT_TRUE(QTest::qWaitFor([&] { return item(row).description == text; }, patience));
        return options.out;
    };
    const Resolution size{32, 18};
    const auto picture = [&](float red) {
        std::vector<float> pixels;
        for (int i = 0; i < size.width * size.height; ++i)
            pixels.insert(pixels.end(), {red, 0.0f, 0.5f});
        return Image(size, 3, pixels);
    };
    // A movie is no file before its end; its frames are in what the run keeps.
    setFormat(0, LayerFileFormat::Mp4);
    const fs::path state = checkpointFolder(queue.folder(), item(0).id);
    fs::create_directories(state);
    for (std::int64_t frame = 1001; frame <= 1003; ++frame)
        saveLayerFrames(state / ("frame-" + std::to_string(frame) + ".layers"), {{frame, {{{}, picture(1), {}, {}}}}});
    std::ofstream(state / "frame-1004.layers") << "half a file";
    choose(0);
    EXPECT_TRUE(QTest::qWaitFor([&] { return panel.previews().shown() == 3; }, patience));
    const fs::path out = setFormat(1, LayerFileFormat::ExrMultilayer);
    fs::create_directories(out);
    ExrHeader header;
    for (header.frame = 1001; header.frame <= 1002; ++header.frame)
        writeExr(framePath(out, "layers", "layers", header.frame, ".exr"),
                 {{"albedo", {"albedo.R", "albedo.G", "albedo.B"}, picture(0), false},
                  {"N", {"N.X", "N.Y", "N.Z"}, picture(0), true}},
                 header);
    choose(1);
    EXPECT_TRUE(QTest::qWaitFor([&] { return panel.previews().shown() == 2; }, patience));
}

TEST_F(Queue, TheJobsPanelAndTheListTakeDropsToo)
{
    std::ofstream(folder / "a.mp4") << "x";
    dropOn(*window.findChild<JobsPanel*>(), {folder / "a.mp4"});
    ASSERT_TRUE(waitForRows(1));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString((folder / "a.mp4").string()))});
    EXPECT_TRUE(panel.model().canDropMimeData(&data, Qt::CopyAction, 1, 0, {}));
    panel.model().dropMimeData(&data, Qt::CopyAction, 1, 0, {});
    EXPECT_TRUE(waitForRows(2));
    dropOn(panel, {folder / "gone.mp4"});
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.messages().last().contains("gone.mp4"); }, patience));
}

TEST_F(Queue, RowsAreDraggedAndMovedByKeysAndStayChosen)
{
    QAbstractItemModelTester tester(&panel.model(), Fatal::Fatal);
    dropClips({"a.mp4", "b.mp4", "c.mp4", "d.mp4"});
    const auto waitForOrder = [&](const std::vector<std::string>& order) {
        return QTest::qWaitFor([&] { return names() == order; }, patience);
    };
    QueueModel& model = panel.model();
    const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(3), model.index(2)}));
    EXPECT_FALSE(model.dropMimeData(dragged.get(), Qt::MoveAction, 1, 0, {}));
    EXPECT_TRUE(waitForOrder({"a", "c", "d", "b"}));
    choose(3);
    window.activateWindow();
    panel.list().setFocus();
    QTest::keyClick(&panel.list(), Qt::Key_Up, Qt::AltModifier);
    EXPECT_TRUE(waitForOrder({"a", "c", "b", "d"}));
    EXPECT_EQ(panel.list().currentIndex().row(), 2) << "what is chosen stays chosen, wherever it goes";
    QTest::keyClick(&panel.list(), Qt::Key_Down, Qt::AltModifier);
    EXPECT_TRUE(waitForOrder({"a", "c", "d", "b"}));
    press("Earlier");
    press("Earlier");
    EXPECT_TRUE(waitForOrder({"a", "b", "c", "d"}));
}

TEST_F(Queue, ItemsArePausedHeldGivenPriorityCopiedAndRemoved)
{
    dropClips({"a.mp4", "b.mp4"});
    EXPECT_FALSE(button("Pause")->isEnabled()) << "nothing is chosen";
    choose(0);
    EXPECT_FALSE(button("Resume")->isEnabled());
    press("Pause");
    ASSERT_TRUE(waitForState(0, ItemState::Paused));
    press("Resume");
    ASSERT_TRUE(waitForState(0, ItemState::Queued));
    answerNextDialog("OK");
    press("Hold until...");
    ASSERT_TRUE(QTest::qWaitFor([&] { return item(0).holdUntil.has_value(); }, patience));
    EXPECT_TRUE(panel.model().index(0).data(QueueModel::TagsRole).toStringList().join(' ').contains("not before"));
    press("Duplicate");
    ASSERT_TRUE(waitForRows(3));
    EXPECT_THAT(names(), ElementsAre("a", "a", "b"));
    EXPECT_NE(parseRunSpec(item(0).description, "").out, parseRunSpec(item(1).description, "").out);
    choose(2);
    press("Cancel");
    ASSERT_TRUE(waitForState(2, ItemState::Cancelled));
    press("Try again");
    ASSERT_TRUE(waitForState(2, ItemState::Queued));
    press("Remove from the list");
    ASSERT_TRUE(waitForRows(2));
}

TEST_F(Queue, WhatIsDroppedTakesTheSettingsThatAreChosenForIt)
{
    auto* preset = panel.findChild<QComboBox*>();
    ASSERT_GE(preset->findText("Matte"), 0);
    EXPECT_LT(preset->findText("Relight"), 0) << "a clip alone does not suffice for it";
    preset->setCurrentIndex(preset->findText("Matte"));
    Q_EMIT preset->activated(preset->currentIndex());
    dropClips({"a.mp4"});
    EXPECT_EQ(parseRunSpec(item(0).description, "").task, "matte");
    choose(0);
    answerNextDialog("OK", [](QWidget& dialog) {
        for (QComboBox* box : dialog.findChildren<QComboBox*>()) {
            if (box->accessibleName() == "Make")
                box->setCurrentIndex(box->findText("Normals"));
        }
    });
    press("Settings...");
    ASSERT_TRUE(QTest::qWaitFor([&] { return parseRunSpec(item(0).description, "").task == "normals"; }, patience));
    EXPECT_TRUE(panel.model().index(0).data().toString().contains("Normals"));
}

TEST_F(Queue, RunsToItsEndSaysSoAndTriesAgainWhatFailed)
{
    dropClips({"a.mp4", "b.mp4"});
    touch("fail");
    QSignalSpy finished(&queue, &QueueService::finished);
    auto* run = panel.findChild<QPushButton*>();
    QTest::mouseClick(run, Qt::LeftButton);
    EXPECT_TRUE(queue.isOn());
    EXPECT_TRUE(action("queue.run")->isChecked());
    ASSERT_TRUE(waitForState(1, ItemState::Failed));
    EXPECT_TRUE(panel.model().index(1).data(QueueModel::DetailRole).toString().contains("is cut off"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return finished.count() == 1; }, patience));
    EXPECT_TRUE(window.messages().last().startsWith("The queue has come to its end: 0 item(s) done, 2 failed"));
    EXPECT_EQ(window.messages().last().count("is cut off"), 2) << "one report with a line for each";
    remove("fail");
    panel.list().selectAll();
    press("Try again"); // it is still on
    ASSERT_TRUE(waitForState(0, ItemState::Done));
    ASSERT_TRUE(waitForState(1, ItemState::Done));
    ASSERT_TRUE(QTest::qWaitFor([&] { return finished.count() == 2; }, patience));
    EXPECT_EQ(window.messages().last(), "The queue has come to its end: 2 item(s) done");
    choose(0);
    press("Log");
    auto* log = panel.findChild<QDialog*>("queueLog")->findChild<QPlainTextEdit*>();
    EXPECT_TRUE(log->toPlainText().contains("is cut off")) << log->toPlainText().toStdString();
    QTest::mouseClick(run, Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !queue.isOn(); }, patience));
}

TEST_F(Queue, ARunningItemShowsItsStepAndIsPausedAndTheWindowAsksBeforeItCloses)
{
    touch("wait");
    dropClips({"a.mp4"});
    queue.start();
    ASSERT_TRUE(QTest::qWaitFor([&] { return item(0).progress.framesDone == 2; }, patience));
    const QString detail = panel.model().index(0).data(QueueModel::DetailRole).toString();
    EXPECT_TRUE(detail.contains("step 3 of 4") && detail.contains("2 of 8 frames")) << detail.toStdString();
    EXPECT_TRUE(queue.isWorking());
    screenshot("queue-running");
    answerNextDialog("Keep working");
    window.close();
    EXPECT_TRUE(window.isVisible());
    EXPECT_EQ(item(0).state, ItemState::Running);
    answerNextDialog("Resume at the next start");
    window.close();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.isVisible(); }, patience));
    ASSERT_TRUE(waitForState(0, ItemState::Queued)) << "it goes on when the queue is run again";
}

TEST_F(Queue, AClipsRunBecomesATakeOnceItIsDoneAndADeletedOneStaysDeleted)
{
    const ClipId id = dropSample();
    window.projects().saveTo(folder / "show.uvx");
    ASSERT_TRUE(waitForFiles());
    action("run.queue")->trigger();
    ASSERT_TRUE(waitForRows(1));
    EXPECT_TRUE(clip(id).takes.empty());
    queue.start();
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
    const Take take = clip(id).takes.front();
    EXPECT_THAT(take.layers, ElementsAre("albedo", "irradiance", "normal"));
    EXPECT_EQ(take.frames, (FrameRange{1001, 43}));
    EXPECT_EQ(take.settings, clip(id).task) << "what can be copied back is what was asked for";
    action("edit.undo")->trigger();
    EXPECT_TRUE(clip(id).takes.empty());
    QTest::qWait(1000); // two looks at the queue
    EXPECT_TRUE(clip(id).takes.empty());
    action("edit.redo")->trigger();
    EXPECT_EQ(clip(id).takes.size(), 1U);
}

TEST_F(Queue, WhatIsNoQueueIsSaidAndLeftAsItIs)
{
    window.queue(); // the fixture's own is fine
    const fs::path broken = folder / "broken";
    fs::create_directories(broken);
    std::ofstream(queueFile(broken)) << "this is no database, whatever its name says, and it is to stay what it is";
    QueueService other({broken, {}, {}});
    FrameStore thumbnails(1 << 20);
    JobsPanel shown(other, thumbnails);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !other.problem().isEmpty(); }, patience));
    EXPECT_TRUE(other.problem().contains(QString::fromStdString(queueFile(broken).filename().string())));
    EXPECT_FALSE(shown.findChild<QPushButton*>()->isEnabled());
    std::string text;
    std::getline(std::ifstream(queueFile(broken)), text);
    EXPECT_EQ(text.substr(0, 20), "this is no database,");
}

TEST(QueueTakes, SettingsAreReadBackFromARun)
{
    MediaItem item;
    item.path = "/plates/shot.mov";
    item.frames = {1001, 40};
    item.resolution = {64, 48};
    auto media = addMedia(newProject(), item);
    TrackId video;
    for (const Track& track : media.project.tracks)
        video = track.kind == TrackKind::Video ? track.id : video;
    auto placed = addClip(std::move(media.project), video, media.id, 0);
    Take albedo;
    albedo.name = "R2AIN";
    albedo.frames = {1001, 40};
    albedo.folder = "/plates/show_layers/first";
    albedo.layerPrefix = "shot";
    albedo.layers = {"albedo"};
    auto taken = addTake(std::move(placed.project), placed.id, albedo);
    for (const int quality : {0, 1, 2, 3}) {
        RunSpec settings = runOfShot();
        settings.locks[1] = LockedInput{LockedInput::From::Take, {}, taken.id};
        settings.kept = ModalitySet(0b1011);
        settings.ownNumbers = quality == 3;
        if (!settings.ownNumbers)
            settings.quality = static_cast<Quality>(quality);
        settings.seed = 7;
        settings.negativePrompt = "blur";
        settings.steps = 9; // remembered, or meant
        const Project project = setRunSettings(taken.project, placed.id, settings);
        const Clip& clip = *findClip(project, placed.id);
        const RunSpec run = resolvedRun(project, clip, "/plates/show_layers/second");
        EXPECT_EQ(settingsOf(run, project, clip), settings) << quality;
    }
}

} // namespace
} // namespace unividx::ui
