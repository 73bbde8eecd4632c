// Which take a clip is made of, by real clicks and keys, and takes that are deleted from the disk.

#include "core/project/inputs.h"
#include "core/project/task_edits.h"
#include "tests/ui/studio.h"
#include "ui/common/report_banner.h"
#include "ui/frames/comp_files.h"
#include "ui/layers/layers_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/window/take_controller.h"

#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QToolButton>
#include <gmock/gmock.h>

namespace unividx::ui {
namespace {

using testing::HasSubstr;

class Takes : public Studio {
protected:
    Takes()
    {
        id = dropSample();
        window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, 6));
        run();
    }

    /// Decomposes the clip once more.
    void run()
    {
        const std::size_t before = clip(id).takes.size();
        action("run.start")->trigger();
        if (!waitForJobs() || !QTest::qWaitFor([&] { return clip(id).takes.size() == before + 1; }, patience))
            throw std::runtime_error("the run has made no take");
    }
    fs::path albedo() const
    {
        const Project& project = window.project().project();
        return compFilesOf(project, *findClip(project, id)).layers.at(CompLayer::Albedo);
    }
    template <typename Widget>
    Widget* find(const char* name) const
    {
        return window.layersPanel().findChild<Widget*>(name);
    }
    void press(const char* name)
    {
        for (QToolButton* button : window.layersPanel().findChildren<QToolButton*>()) {
            if (button->accessibleName().startsWith(name))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

    ClipId id;
};

TEST_F(Takes, ANewOneIsOfferedAndUsedByOneClick)
{
    const fs::path first = albedo();
    EXPECT_TRUE(find<QWidget>("newTake")->isHidden());
    run();
    EXPECT_EQ(albedo(), first) << "what composites and exports are made of stays";
    EXPECT_FALSE(find<QWidget>("newTake")->isHidden());
    EXPECT_THAT(window.messages().last().toStdString(), HasSubstr("New take ready"));
    EXPECT_FALSE(window.timeline().newTakeRect(id).isNull());
    screenshot("new-take");
    QTest::mouseClick(find<QPushButton>("newTake.use"), Qt::LeftButton);
    EXPECT_EQ(albedo(), layerPattern(clip(id).takes.front(), "albedo"));
    EXPECT_TRUE(find<QWidget>("newTake")->isHidden());
    EXPECT_TRUE(window.timeline().newTakeRect(id).isNull());
    action("edit.undo")->trigger();
    EXPECT_EQ(albedo(), first);
}

TEST_F(Takes, TheKeyUsesTheNewOneAndTheMarkOnTheClipToo)
{
    run();
    const fs::path second = layerPattern(clip(id).takes.front(), "albedo");
    QTest::keyClick(&window, Qt::Key_U);
    EXPECT_EQ(albedo(), second);
    run();
    const fs::path third = layerPattern(clip(id).takes.front(), "albedo");
    QTest::mouseClick(window.timeline().viewport(), Qt::LeftButton, {}, window.timeline().newTakeRect(id).center());
    EXPECT_EQ(albedo(), third);
    QTest::keyClick(&window, Qt::Key_U);
    EXPECT_THAT(window.messages().last().toStdString(), HasSubstr("no new take"));
}

TEST_F(Takes, KeepingTheCurrentOneTakesTheOfferAway)
{
    const fs::path first = albedo();
    run();
    QTest::mouseClick(find<QPushButton>("newTake.keep"), Qt::LeftButton);
    EXPECT_TRUE(find<QWidget>("newTake")->isHidden());
    EXPECT_EQ(albedo(), first);
    EXPECT_EQ(clip(id).takes.size(), 2u);
}

TEST_F(Takes, TheListSaysWhichAreUsedAndWhatTheyOccupy)
{
    run();
    TakesModel& model = window.layersPanel().model();
    EXPECT_EQ(model.index(0).data(TakesModel::UseRole).toString(), "New");
    EXPECT_EQ(model.index(1).data(TakesModel::UseRole).toString(), "In use");
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.index(0).data(TakesModel::DetailRole).toString().contains("iB"); },
                                patience));
    EXPECT_TRUE(QTest::qWaitFor([&] { return find<QLabel>("takes.sizes")->isVisible(); }, patience));
    EXPECT_THAT(find<QLabel>("takes.sizes")->text().toStdString(), HasSubstr("this clip"));
}

TEST_F(Takes, AreDeletedFromTheDiskAfterTheyWereListed)
{
    run();
    const Take current = clip(id).takes.back();
    const fs::path other = current.folder / "notes.txt";
    std::ofstream(other) << "mine";
    window.layersPanel().list().setCurrentIndex(window.layersPanel().model().index(1));
    std::string text;
    std::string details;
    answerNextDialog("Cancel", [&](QWidget& dialog) {
        text = static_cast<QMessageBox&>(dialog).informativeText().toStdString();
        details = static_cast<QMessageBox&>(dialog).detailedText().toStdString();
        screenshotOf(dialog, "delete-take");
    });
    press("Delete");
    ASSERT_TRUE(waitForFiles());
    EXPECT_THAT(text, HasSubstr("the take in use"));
    EXPECT_THAT(text, HasSubstr("1 other file"));
    EXPECT_THAT(details, HasSubstr("rgb_albedo.1001.exr"));
    EXPECT_TRUE(fs::exists(current.folder / "rgb_albedo.1001.exr")) << "it was cancelled";

    answerNextDialog("Delete");
    press("Delete");
    ASSERT_TRUE(waitForFiles());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !fs::exists(current.folder / "rgb_albedo.1001.exr"); }, patience));
    EXPECT_TRUE(fs::exists(other));
    ASSERT_EQ(clip(id).takes.size(), 1u);
    EXPECT_TRUE(clip(id).takes.front().pinned);
    EXPECT_TRUE(window.project().isModified());
    while (action("edit.undo")->isEnabled())
        action("edit.undo")->trigger();
    for (const Track& track : window.project().project().tracks) {
        for (const Clip& each : track.clips)
            EXPECT_TRUE(each.takes.empty()) << "no undo brings back what has no files";
    }
}

TEST_F(Takes, LayersOfOtherTakesAreLookedAtBesideTheCurrentOnes)
{
    Take matte;
    matte.name = "matte";
    matte.layers = {"alpha"};
    matte.frames = {1001, 6};
    matte.folder = folder / "matte";
    window.project().apply("matte", addTake(window.project().project(), id, matte).project);
    EXPECT_EQ(currentTake(clip(id))->name, "matte");
    window.viewer().setLayer("albedo");
    EXPECT_EQ(window.viewer().canvas().notice(), "") << "it is shown from the first take";
}

} // namespace
} // namespace unividx::ui
