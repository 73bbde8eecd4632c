// Projects that are switched in every state of the window: nothing of the one stays in the other, and what was being
// made arrives.

#include "core/project/comp_edits.h"
#include "tests/ui/studio.h"
#include "ui/common/report_banner.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/jobs_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/composite_view.h"

#include <QLabel>
#include <QStatusBar>
#include <gmock/gmock.h>

namespace unividx::ui {
namespace {

/// Two projects with a clip each, whose ids are the same: the sample's room and another of its movies.
class Switching : public Studio {
protected:
    explicit Switching(Worker worker = Worker::Fake, int stepMilliseconds = 0) : Studio(worker, stepMilliseconds)
    {
        id = dropSample();
        save(one);
        window.project().startNew();
        window.projects().open(fs::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample" / "room" / "normal.mp4");
        if (!QTest::qWaitFor([&] { return window.project().selectedClip() != nullptr; }, patience))
            throw std::runtime_error("the second project has no clip");
        save(two);
        plainHeight = window.timeline().clipRect(id).height();
        open(one);
    }

    void save(const fs::path& file)
    {
        window.projects().saveTo(file);
        if (!QTest::qWaitFor([&] { return window.project().path() == file && !window.files().isBusy(); }, patience))
            throw std::runtime_error("the project was not saved");
    }
    /// By the recent list's way, unsaved changes and all.
    void open(const fs::path& file)
    {
        window.projects().open(file);
        if (!QTest::qWaitFor([&] { return window.project().path() == file && !window.files().isBusy(); }, patience))
            throw std::runtime_error("the project was not opened");
    }
    std::vector<std::string> textsOf(const QWidget& widget) const
    {
        std::vector<std::string> texts;
        for (const QLabel* label : widget.findChildren<QLabel*>()) {
            if (label->isVisible())
                texts.push_back(label->text().toStdString());
        }
        return texts;
    }
    /// What is seen of the first project, wherever; empty is good.
    std::string leftovers()
    {
        std::string found;
        const auto note = [&found](bool isThere, const char* what) {
            if (isThere)
                found += std::string(what) + "; ";
        };
        const ProjectModel& project = window.project();
        note(project.path() != two, "the path");
        note(project.project().media.size() != 1 || project.project().media[0].path.filename() != "normal.mp4",
             "the media");
        MediaPoolModel& pool = window.mediaPool().model();
        note(pool.rowCount() != 1 || pool.isMissing(project.project().media[0].id), "the pool");
        note(pool.index(0).data(MediaPoolModel::StateRole).toInt() != static_cast<int>(MediaState::Imported),
             "the state of its media");
        note(window.layersPanel().model().rowCount() != 0, "the takes");
        note(window.timeline().clipRect(id).height() != plainHeight, "the lanes");
        note(!window.viewer().canvas().notice().isEmpty(), "the viewer's notice");
        note(window.viewer().isPlaying(), "the playback");
        note(!window.findChild<ReportBanner*>()->reports().empty(), "a report");
        note(window.statusBar()->currentMessage().contains("one.uvx"), "the status bar");
        note(project.shownLayers(*findClip(project.project(), id)) != nullptr, "growing layers");
        return found;
    }
    /// The picture of the second project, once it is there.
    bool waitForSecondPicture()
    {
        return QTest::qWaitFor([&] { return !window.viewer().canvas().shown().isNull(); }, patience);
    }

    const fs::path one = folder / "one.uvx";
    const fs::path two = folder / "two.uvx";
    ClipId id;
    int plainHeight = 0; ///< of a clip without layers
};

TEST_F(Switching, Idle)
{
    ASSERT_TRUE(waitForPicture());
    const QImage first = window.viewer().canvas().shown();
    open(two);
    EXPECT_EQ(leftovers(), "");
    ASSERT_TRUE(waitForSecondPicture());
    EXPECT_NE(window.viewer().canvas().shown(), first);
}

TEST_F(Switching, WithATakeAndAComposite)
{
    window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, 4));
    action("run.start")->trigger();
    ASSERT_TRUE(waitForJobs());
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
    window.project().apply("look", setStack(window.project().project(), id, findStackPreset("three-point")->stack));
    action("view.composite")->trigger();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.viewer().composite().isCurrent(); }, patience));
    save(one);
    open(two);
    EXPECT_EQ(leftovers(), "");
    open(one);
    EXPECT_EQ(clip(id).takes.size(), 1u);
}

TEST_F(Switching, WhilePlaying)
{
    QTest::keyClick(&window, Qt::Key_Space);
    ASSERT_TRUE(window.viewer().isPlaying());
    QTest::qWait(200);
    open(two);
    EXPECT_EQ(leftovers(), "");
    EXPECT_EQ(window.project().playhead(), 0);
}

TEST_F(Switching, WithUnsavedChanges)
{
    window.project().apply("rename", renameClip(window.project().project(), id, "renamed"));
    answerNextDialog("Cancel");
    window.projects().open(two);
    EXPECT_EQ(window.project().path(), one);
    EXPECT_EQ(clip(id).name, "renamed");
    answerNextDialog("Discard");
    open(two);
    EXPECT_EQ(leftovers(), "");
    open(one);
    EXPECT_NE(clip(id).name, "renamed");
}

TEST_F(Switching, WithMediaThatIsOffline)
{
    const fs::path movie = folder / "gone.mp4";
    const fs::path offline = folder / "offline.uvx";
    Project project = window.project().project();
    project.media.front().path = movie;
    saveProject(project, offline);
    open(offline);
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.mediaPool().model().isMissing(clip(id).media); }, patience));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.viewer().canvas().notice().isEmpty(); }, patience));
    open(two);
    EXPECT_EQ(leftovers(), "");
    fs::copy_file(sample, movie);
    open(offline);
    ASSERT_TRUE(waitForPicture());
    EXPECT_EQ(window.viewer().canvas().notice(), "") << "the file is there again";
    EXPECT_FALSE(window.mediaPool().model().isMissing(clip(id).media));
}

TEST_F(Switching, WhileFilesAreImported)
{
    window.mediaPool().import({sample.parent_path() / "albedo.mp4", folder / "no-such.mov"});
    window.project().startNew(); // before anything of it has been seen
    QTest::qWait(500);
    EXPECT_TRUE(window.project().project().media.empty());
    EXPECT_TRUE(window.findChild<ReportBanner*>()->reports().empty());
    open(two);
    EXPECT_EQ(leftovers(), "");
}

class SwitchingSlowly : public Switching {
protected:
    SwitchingSlowly() : Switching(Worker::Fake, 100) {}
};

TEST_F(SwitchingSlowly, WhileItRunsAndTheTakeArrives)
{
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(1));
    open(two);
    EXPECT_EQ(leftovers(), "");
    ASSERT_TRUE(waitForFrames(5));
    EXPECT_EQ(leftovers(), "") << "while it goes on";
    open(one);
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.timeline().clipRect(id).height() > plainHeight; }, patience))
        << "its progress is seen again";
    open(two);
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(leftovers(), "") << "after its end";
    open(one);
    EXPECT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience));
}

class SwitchingFailed : public Switching {
protected:
    SwitchingFailed() : Switching(Worker::Scripted) {}
};

TEST_F(SwitchingFailed, AfterAFailure)
{
    std::ofstream(folder / "fail") << "";
    action("run.start")->trigger();
    ASSERT_TRUE(waitForJobs());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.findChild<ReportBanner*>()->reports().empty(); }, patience));
    open(two);
    EXPECT_EQ(leftovers(), "");
}

} // namespace
} // namespace unividx::ui
