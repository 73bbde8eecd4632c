#include "core/export/export_spec.h"
#include "core/project/edits.h"
#include "core/project/project_file.h"
#include "tests/ui/compositing.h"
#include "ui/comp/comp_panel.h"
#include "ui/export/export_dialog.h"
#include "ui/window/run_controller.h"

#include <QClipboard>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>

#include <memory>

namespace unividx::ui {
namespace {

/// A record as a window of 0.1.0 kept one beside its autosaves: the project, with a note of what ran.
void writeOldRun(const fs::path& file)
{
    MediaItem item;
    item.path = fs::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample" / "room" / "rgb.mp4";
    item.frames = {1001, 43};
    item.resolution = {640, 480};
    auto media = addMedia(newProject(), item);
    TrackId video;
    for (const Track& track : media.project.tracks)
        video = track.kind == TrackKind::Video ? track.id : video;
    auto placed = addClip(std::move(media.project), video, media.id, 0);
    const QJsonObject note{{"clip", static_cast<qint64>(placed.id.value)},
                           {"project", ""},
                           {"folder", QString::fromStdString((file.parent_path() / "layers").string())},
                           {"prefix", "rgb"}};
    placed.project.extra =
        QJsonDocument(QJsonObject{{"unfinishedRun", note}}).toJson(QJsonDocument::Compact).toStdString();
    std::ofstream(file) << formatProject(placed.project, file.parent_path());
}

TEST_F(Compositing, AnExportIsChosenFromPresetsRunsAsAJobAndGoesOnAgain)
{
    decompose();
    raise("composite");
    window.compPanel().addNode("grade");
    action("file.export")->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    for (const ExportPreset& preset : exportPresets()) {
        dialog->choosePreset(preset.name);
        EXPECT_EQ(dialog->problem(), "") << preset.name;
        EXPECT_NE(dialog->preview(), "") << preset.name;
    }
    dialog->choosePreset("nuke");
    const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
    if (!target.isEmpty())
        dialog->grab().save(target + "/export_dialog.png");
    EXPECT_EQ(dialog->preview(), "rgb.1001.exr");
    const auto edit = [&](const QString& name, const QString& text) {
        for (QLineEdit* line : dialog->findChildren<QLineEdit*>()) {
            if (line->accessibleName() != name)
                continue;
            line->selectAll();
            QTest::keyClicks(line, text);
            return;
        }
        FAIL() << name.toStdString();
    };
    edit("File names", "{shot}.{extension}");
    EXPECT_NE(dialog->problem(), "") << "a sequence's names need the frame";
    dialog->choosePreset("png16");
    const fs::path out = folder / "out";
    edit("Folder", QString::fromStdString(out.string()));
    for (QSpinBox* box : dialog->findChildren<QSpinBox*>()) {
        if (box->accessibleName() == "Last frame")
            box->setValue(1003);
    }
    auto* layers = dialog->findChild<QListWidget*>();
    for (int i = 1; i < layers->count(); ++i)
        layers->item(i)->setCheckState(Qt::Unchecked);
    EXPECT_EQ(dialog->preview(), "rgb_picture.1001.png");
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == "Export")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(waitForJobs());
    ASSERT_EQ(lastItem().state, ItemState::Done) << lastItem().sentence;
    for (const char* name : {"rgb_picture.1001.png", "rgb_picture.1003.png", "rgb_png16.json"})
        EXPECT_TRUE(fs::exists(out / name)) << name;
    EXPECT_FALSE(fs::exists(out / "rgb_picture.1004.png"));
    // A frame is lost: run again makes it anew and leaves the others.
    fs::remove(out / "rgb_picture.1002.png");
    const auto written = fs::last_write_time(out / "rgb_picture.1001.png");
    window.runs().runAgain(lastItem().id);
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(lastItem().state, ItemState::Done) << lastItem().sentence;
    EXPECT_TRUE(fs::exists(out / "rgb_picture.1002.png"));
    EXPECT_EQ(fs::last_write_time(out / "rgb_picture.1001.png"), written);
}

TEST_F(Compositing, AnExportGoesOnAtTheNextStartAndKeepsWhatIsComplete)
{
    shorten(14);
    raise("composite");
    window.compPanel().addNode("grade");
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    action("file.export")->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    dialog->choosePreset("png16");
    dialog->accept();
    ASSERT_TRUE(waitForFrames(2));
    made.reset();
    const fs::path first = folder / "export" / "rgb_picture.1001.png";
    const auto written = fs::last_write_time(first);

    const auto next = makeWindow();
    next->show();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
            const auto& items = next->queue().view().items;
            return !items.empty() && items.back().state == ItemState::Done;
        },
        patience));
    EXPECT_EQ(fs::last_write_time(first), written) << "what was complete is kept";
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_picture.1014.png"));
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_png16.json"));
}

TEST_F(Compositing, RecordsOfTheFirstVersionBecomeInterruptedItemsOnce)
{
    const fs::path autosaves = folder / "autosave";
    const fs::path old = fs::path(UNIVIDX_SOURCE_DIR) / "tests" / "core" / "run" / "data" / "0.1.0";
    fs::create_directories(autosaves / "exports");
    std::ifstream order(old / "unfinished_export.json");
    const std::string text{std::istreambuf_iterator<char>(order), {}};
    std::ofstream(autosaves / "exports" / "1.json")
        << QJsonDocument(QJsonObject{{"project", ""}, {"order", QString::fromStdString(text)}}).toJson().toStdString();
    std::ofstream(autosaves / "exports" / "2.json") << "{\"project\": \"\", \"order\": \"{\"}"; // cut in half
    fs::create_directories(autosaves / "runs");
    writeOldRun(autosaves / "runs" / "1.uvx");
    answerNextDialog("Not now");
    window.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.queue().view().items.size() == 2; }, patience));
    for (const QueueItem& item : window.queue().view().items)
        EXPECT_EQ(item.state, ItemState::Interrupted) << item.kind;
    EXPECT_FALSE(fs::exists(autosaves / "exports" / "1.json"));
    EXPECT_TRUE(fs::exists(autosaves / "exports" / "2.json")) << "a record that cannot be read stays";
    EXPECT_FALSE(fs::exists(autosaves / "runs" / "1.uvx"));
}

TEST_F(Compositing, ASheetIsSaidToStartAgainOnceItWasCutOff)
{
    action("file.export")->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    const auto saysSo = [&] {
        const auto labels = dialog->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [](const QLabel* label) { return label->text().contains("starts again"); });
    };
    dialog->choosePreset("png16");
    EXPECT_FALSE(saysSo());
    dialog->choosePreset("h264");
    EXPECT_FALSE(saysSo());
    dialog->choosePreset("contact-sheet");
    EXPECT_TRUE(saysSo());
}

TEST_F(Compositing, AFileThatWasNamedFromTheFolderOneStoodInIsFoundFromAnyOther)
{
    const fs::path copy = folder / "shot.mp4";
    fs::copy_file(sample, copy);
    window.start({fs::relative(copy)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.project().project().media.size() == 2; }, patience));
    const fs::path found = window.project().project().media.back().path;
    EXPECT_TRUE(found.is_absolute()) << found;
    EXPECT_TRUE(fs::equivalent(found, copy));
}

TEST_F(Compositing, AFrameIsCopiedAndALayerIsDraggedOutAsItsFile)
{
    decompose();
    Viewer& viewer = window.viewer();
    ASSERT_TRUE(waitForPicture());
    viewer.canvas().setFocus();
    QTest::keyClick(&viewer.canvas(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->image().convertToFormat(QImage::Format_RGB32),
              viewer.canvas().shown().convertToFormat(QImage::Format_RGB32));
    const std::unique_ptr<QMimeData> layer(viewer.makeDragData());
    ASSERT_EQ(layer->urls().size(), 1);
    EXPECT_TRUE(layer->urls().front().toLocalFile().endsWith("_albedo.1001.exr"));
    EXPECT_TRUE(fs::exists(layer->urls().front().toLocalFile().toStdString()));
    window.compPanel().addNode("grade");
    ASSERT_TRUE(waitForFull());
    const std::unique_ptr<QMimeData> composite(viewer.makeDragData());
    const fs::path file = composite->urls().front().toLocalFile().toStdString();
    EXPECT_TRUE(fs::exists(file));
    fs::remove(file);
}

} // namespace
} // namespace unividx::ui
