#include "core/export/export_spec.h"
#include "tests/ui/compositing.h"
#include "ui/comp/comp_panel.h"
#include "ui/export/export_dialog.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/jobs/unfinished_exports.h"

#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>

#include <memory>

namespace unividx::ui {
namespace {

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
    ASSERT_EQ(window.jobs().jobs().back().state, JobState::Done) << window.jobs().jobs().back().sentence.toStdString();
    for (const char* name : {"rgb_picture.1001.png", "rgb_picture.1003.png", "rgb_png16.json"})
        EXPECT_TRUE(fs::exists(out / name)) << name;
    EXPECT_FALSE(fs::exists(out / "rgb_picture.1004.png"));
    // A frame is lost: run again makes it anew and leaves the others.
    fs::remove(out / "rgb_picture.1002.png");
    const auto written = fs::last_write_time(out / "rgb_picture.1001.png");
    for (QPushButton* button : window.findChildren<QPushButton*>()) {
        if (button->text() == "Run again")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::Done) << window.jobs().jobs().back().sentence.toStdString();
    EXPECT_TRUE(fs::exists(out / "rgb_picture.1002.png"));
    EXPECT_EQ(fs::last_write_time(out / "rgb_picture.1001.png"), written);
}

TEST_F(Compositing, AnExportThatWasCutOffIsListedWithItsProjectAndGoesOn)
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
    const int job = window.jobs().jobs().back().id;
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.jobs().find(job)->progress.framesDone >= 2; }, patience));
    ASSERT_TRUE(window.jobs().isBusy());
    made.reset(); // as a crash leaves it: the record stays
    const fs::path first = folder / "export" / "rgb_picture.1001.png";
    const auto written = fs::last_write_time(first);

    const auto next = makeWindow();
    next->resize(1440, 860);
    next->show();
    next->start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->files().isBusy(); }, patience));
    EXPECT_TRUE(next->jobs().jobs().empty()) << "it is another project's";
    next->projects().open(folder / "shot.uvx");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->jobs().jobs().empty(); }, patience));
    const JobStatus& cut = next->jobs().jobs().back();
    EXPECT_EQ(cut.state, JobState::CutOff);
    EXPECT_GE(cut.progress.framesDone, 2);
    EXPECT_EQ(cut.progress.framesTotal, 14);
    next->jobs().clearFinished();
    EXPECT_EQ(next->jobs().jobs().size(), 1u) << "nothing is lost by tidying up";
    const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
    QTest::qWait(target.isEmpty() ? 0 : 600);
    if (!target.isEmpty())
        next->grab().save(target + "/export_cut_off.png");
    const auto press = [&](const QString& words) {
        for (QPushButton* button : next->findChildren<QPushButton*>()) {
            if (button->text() == words && button->isVisible())
                return QTest::mouseClick(button, Qt::LeftButton);
        }
        FAIL() << words.toStdString();
    };
    press("Resume");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->jobs().isBusy(); }, patience));
    ASSERT_EQ(next->jobs().jobs().back().state, JobState::Done) << next->jobs().jobs().back().sentence.toStdString();
    EXPECT_EQ(fs::last_write_time(first), written) << "what was complete is kept";
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_picture.1014.png"));
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_png16.json"));
    EXPECT_TRUE(findUnfinishedExports({folder / "autosave" / "exports", ".json"}, folder / "shot.uvx").empty());
}

TEST_F(Compositing, AnExportThatWasCutOffAndIsNotWantedIsForgotten)
{
    ExportSpec order;
    order.files.source = sample;
    order.asked.settings = findExportPreset("png16")->settings;
    order.asked.layers = {{"picture", PictureKind::Color}};
    order.asked.folder = folder / "out";
    order.asked.frames = {1001, 43};
    order.asked.order = freshOrder();
    const fs::path records = folder / "autosave" / "exports";
    RecordFolder(records, ".json").keep(1, exportRecord(order, {}));
    RecordFolder(records, ".json").keep(2, "{\"project\": \"\", \"order\": \"{\"}"); // cut in half
    window.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.jobs().jobs().empty(); }, patience));
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::CutOff);
    EXPECT_EQ(window.jobs().jobs().back().progress.framesDone, 0);
    window.jobs().cancel(window.jobs().jobs().back().id);
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::Cancelled);
    EXPECT_TRUE(findUnfinishedExports({records, ".json"}, {}).empty());
}

TEST_F(Compositing, ASheetThatWasCutOffIsSaidToStartAgainAndAMovieGoesOn)
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
    dialog->reject();

    ExportSpec order;
    order.files.source = sample;
    order.asked.layers = {{"picture", PictureKind::Color}};
    order.asked.folder = folder / "out";
    order.asked.frames = {1001, 43};
    order.asked.order = freshOrder();
    for (const char* preset : {"contact-sheet", "h264"}) {
        order.asked.settings = findExportPreset(preset)->settings;
        RecordFolder(folder / "autosave" / "exports", ".json").keep(1, exportRecord(order, {}));
    }
    window.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.jobs().jobs().size() == 2; }, patience));
    auto* list = window.findChild<JobsPanel*>()->findChild<QListView*>();
    ASSERT_NE(list, nullptr);
    int sheets = 0;
    for (int row = 0; row < 2; ++row) {
        list->setCurrentIndex(list->model()->index(row, 0));
        const JobStatus& cut = *window.jobs().find(list->currentIndex().data(JobsModel::JobIdRole).toInt());
        EXPECT_EQ(cut.state, JobState::CutOff);
        const bool sheet = progressWords(cut).contains("starts again");
        sheets += sheet;
        const auto buttons = window.findChildren<QPushButton*>();
        EXPECT_TRUE(std::any_of(buttons.begin(), buttons.end(), [&](const QPushButton* button) {
            return button->text() == (sheet ? "Start again" : "Resume") && button->isEnabled();
        }));
    }
    EXPECT_EQ(sheets, 1);
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
