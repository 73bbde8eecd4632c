// Layers that follow their project to its first file, and projects that are collected in one folder.

#include "core/project/inputs.h"
#include "tests/ui/studio.h"
#include "ui/common/report_banner.h"
#include "ui/queue/item_results.h"
#include "ui/task/clip_run.h"
#include "ui/window/collect_controller.h"
#include "ui/window/run_controller.h"

#include <gmock/gmock.h>

namespace unividx::ui {
namespace {

using testing::HasSubstr;

class Saving : public Studio {
protected:
    Saving()
    {
        id = dropSample();
        window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, 4));
        action("run.start")->trigger();
        if (!waitForJobs() || !QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience))
            throw std::runtime_error("the run has made no take");
        before = clip(id).takes.front().folder;
    }
    const Report* find(const QString& topic) const
    {
        for (const Report& report : window.findChild<ReportBanner*>()->reports()) {
            if (report.topic == topic)
                return &report;
        }
        return nullptr;
    }

    ClipId id;
    fs::path before;
};

TEST_F(Saving, TheFirstSaveTakesTheLayersAlong)
{
    EXPECT_EQ(before.parent_path(), layersFolder({}));
    const fs::path file = folder / "show" / "shot.uvx";
    fs::create_directories(file.parent_path());
    window.projects().saveTo(file);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !fs::exists(before); }, patience)) << "nothing stays behind";
    const Take take = clip(id).takes.front();
    EXPECT_EQ(take.folder.parent_path(), folder / "show" / "shot_layers");
    EXPECT_TRUE(fs::exists(take.folder / "rgb_albedo.1001.exr"));
    EXPECT_FALSE(window.project().isModified());
    EXPECT_EQ(openProject(file).project, window.project().project());
    EXPECT_TRUE(QTest::qWaitFor([&] { return itemFolder(lastItem()) == take.folder; }, patience))
        << "the queue leads there";
    EXPECT_EQ(lastItem().origin.project, file.string());
    action("edit.undo")->trigger();
    action("edit.redo")->trigger();
    EXPECT_EQ(clip(id).takes.front().folder, take.folder) << "in every state of the history";
    window.runs().showResult(lastItem().id);
    EXPECT_EQ(window.project().selection(), id);
}

TEST_F(Saving, ASaveThatFailsLeavesTheLayersWhereTheyAre)
{
    fs::create_directories(folder / "taken.uvx" / "not-empty");
    window.projects().saveTo(folder / "taken.uvx");
    ASSERT_TRUE(QTest::qWaitFor([&] { return find("save") != nullptr; }, patience));
    EXPECT_TRUE(fs::exists(before / "rgb_albedo.1001.exr"));
    EXPECT_EQ(clip(id).takes.front().folder, before);
    EXPECT_FALSE(fs::exists(folder / "taken_layers" / before.filename()));
}

TEST_F(Saving, AnotherNameKeepsTheLayersAndSaysSo)
{
    window.projects().saveTo(folder / "one.uvx");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !fs::exists(before); }, patience));
    const fs::path layers = clip(id).takes.front().folder;
    window.projects().saveTo(folder / "two.uvx");
    ASSERT_TRUE(QTest::qWaitFor([&] { return find("layers") != nullptr; }, patience));
    EXPECT_THAT(find("layers")->why.toStdString(), HasSubstr("one_layers"));
    EXPECT_EQ(clip(id).takes.front().folder, layers);
    EXPECT_TRUE(fs::exists(layers / "rgb_albedo.1001.exr"));
    screenshot("save-as");
    window.project().startNew();
    EXPECT_EQ(find("layers"), nullptr) << "it was about the other project";
}

TEST_F(Saving, ACollectedProjectStandsAlone)
{
    window.collections().collectInto(folder / "all");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.collections().isBusy(); }, patience));
    ASSERT_NE(find("collect"), nullptr);
    EXPECT_EQ(find("collect")->kind, Report::Kind::Success) << find("collect")->why.toStdString();
    screenshot("collected");
    fs::rename(folder / "all", folder / "moved");
    const Project project = openProject(folder / "moved" / "project.uvx").project;
    EXPECT_EQ(project.media.front().path, folder / "moved" / "media" / "rgb.mp4");
    EXPECT_TRUE(fs::exists(project.media.front().path));
    const Take& take = project.tracks.back().clips.front().takes.front();
    EXPECT_TRUE(fs::exists(take.folder / "rgb_albedo.1001.exr"));
    EXPECT_EQ(take.folder.parent_path(), folder / "moved" / "project_layers");
    EXPECT_TRUE(fs::exists(before)) << "it is a copy";
}

TEST_F(Saving, AFolderThatIsNotEmptyIsNoPlaceForACollection)
{
    window.collections().collectInto(folder);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.collections().isBusy(); }, patience));
    ASSERT_NE(find("collect"), nullptr);
    EXPECT_EQ(find("collect")->kind, Report::Kind::Failure);
    EXPECT_THAT(find("collect")->why.toStdString(), HasSubstr("not empty"));
    EXPECT_EQ(find("collect")->acts.size(), 1u);
}

} // namespace
} // namespace unividx::ui
