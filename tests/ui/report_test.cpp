// Reports over the picture: what happened, why, what to do, a button that does it, and when they go.

#include "core/base/output_lock.h"
#include "tests/ui/studio.h"
#include "ui/common/report_banner.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"
#include "ui/window/help_controller.h"

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <gmock/gmock.h>

namespace unividx::ui {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class Reports : public Studio {
protected:
    const Report* find(const QString& topic) const
    {
        for (const Report& report : banner.reports()) {
            if (report.topic == topic)
                return &report;
        }
        return nullptr;
    }
    bool waitFor(const QString& topic)
    {
        return QTest::qWaitFor([&] { return find(topic) != nullptr; }, patience);
    }

    ReportBanner& banner = *window.findChild<ReportBanner*>();
};

TEST_F(Reports, AFailedSaveStaysUntilTheProjectIsSaved)
{
    dropSample();
    EXPECT_FALSE(banner.isVisible());
    fs::create_directories(folder / "taken.uvx" / "not-empty");
    window.projects().saveTo(folder / "taken.uvx");
    ASSERT_TRUE(waitFor("save"));
    EXPECT_TRUE(banner.isVisible());
    EXPECT_EQ(find("save")->what, "taken.uvx was not saved");
    EXPECT_FALSE(find("save")->advice.isEmpty());
    screenshot("failed-save");
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_EQ(find("save"), nullptr);
    EXPECT_FALSE(banner.isVisible());
}

TEST_F(Reports, AProjectOfAnotherWindowIsOpenReadOnly)
{
    window.projects().saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    window.projects().saveTo(folder / "mine.uvx");
    ASSERT_TRUE(waitForFiles());
    {
        const OutputLock other(folder, {folder / "shot.uvx"}); // given back when this window's project moved on
        window.projects().openProject(folder / "shot.uvx");
        ASSERT_TRUE(waitForFiles());
        EXPECT_TRUE(window.project().isReadOnly());
        window.projects().saveTo(folder / "shot.uvx");
        ASSERT_TRUE(waitFor("save"));
        EXPECT_EQ(find("save")->why, "It is open in another window.");
    }
    window.projects().openProject(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    EXPECT_FALSE(window.project().isReadOnly());
    EXPECT_THROW(OutputLock(folder, {folder / "shot.uvx"}), NameTaken);
}

TEST_F(Reports, AreLoggedAndDiagnosticsNameNoFiles)
{
    const fs::path logs = folder / "state" / "logs";
    Messages messages;
    QWidget parent;
    HelpController help(messages, logs, &parent);
    messages.report({"action", "The export has failed", "/secret/plates/shot.exr cannot be read", {}, {}, false});
    std::ofstream(logs / "worker.log") << "2026-01-31T12:00:00Z 1 warning: /secret/plates\n";
    EXPECT_THAT(help.diagnostics().toStdString(), HasSubstr("studio.log: 1 errors, 0 warnings"));
    EXPECT_THAT(help.diagnostics().toStdString(), HasSubstr("worker.log: 0 errors, 1 warnings"));
    EXPECT_FALSE(help.diagnostics().contains("secret"));
    help.showLog();
    auto* dialog = parent.findChild<QDialog*>("log");
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->findChild<QPlainTextEdit*>()->toPlainText().contains("error: The export has failed: /secret"));
    dialog->close();
}

TEST_F(Reports, SeveralFailedImportsAreOneList)
{
    std::vector<fs::path> files;
    for (const char* name : {"a.mov", "b.mov", "c.mov"}) {
        files.push_back(folder / name);
        std::ofstream(files.back()) << "no movie";
    }
    window.mediaPool().import(files);
    ASSERT_TRUE(waitFor("import"));
    EXPECT_EQ(banner.reports().size(), 1u);
    const std::string why = find("import")->why.toStdString();
    for (const char* name : {"a.mov", "b.mov", "c.mov"})
        EXPECT_THAT(why, HasSubstr(name));
    EXPECT_EQ(find("import")->why.count('\n'), 2);
}

TEST_F(Reports, EndWithTheProjectTheyAreAbout)
{
    window.messages().report({"here", "Something of this project", {}, {}, {}, true});
    window.messages().report({"everywhere", "Something of the program", {}, {}, {}, false});
    ASSERT_EQ(banner.reports().size(), 2u);
    window.project().startNew();
    ASSERT_EQ(banner.reports().size(), 1u);
    EXPECT_EQ(banner.reports().front().topic, "everywhere");
}

TEST_F(Reports, OneOfATopicTakesThePlaceOfTheLast)
{
    window.messages().report({"a", "First", {}, {}, {}, false});
    window.messages().report({"a", "Second", {}, {}, {}, false});
    ASSERT_EQ(banner.reports().size(), 1u);
    EXPECT_EQ(banner.reports().front().what, "Second");
}

TEST_F(Reports, AButtonDoesWhatItSaysAndCloseTakesTheRowAway)
{
    int done = 0;
    window.messages().report({"a", "Failed", "why", "what to do", {{"Do it", [&] { ++done; }}}, false});
    for (QPushButton* button : banner.findChildren<QPushButton*>())
        QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(done, 1);
    for (QToolButton* close : banner.findChildren<QToolButton*>())
        QTest::mouseClick(close, Qt::LeftButton);
    EXPECT_TRUE(banner.reports().empty());
    EXPECT_FALSE(banner.isVisible());
}

TEST_F(Reports, ALongPathGivesWaySoThatTheReasonIsRead)
{
    const QString path = "/mnt/show/" + QString("deep/").repeated(40) + "plate.####.exr";
    window.messages().report({"a", "Failed", path + ": frame 12 cannot be decoded", {}, {}, false});
    QStringList shown;
    for (const QLabel* label : banner.findChildren<QLabel*>())
        shown.append(label->text());
    const std::string text = shown.join('|').toStdString();
    EXPECT_THAT(text, HasSubstr("plate.####.exr: frame 12 cannot be decoded"));
    EXPECT_THAT(text, testing::Not(HasSubstr(path.toStdString())));
}

TEST(MiddleElided, KeepsBothEndsWithinTheLength)
{
    EXPECT_EQ(middleElided("short", 10), "short");
    const QString text = middleElided(QString("a").repeated(50) + "end.exr", 20);
    EXPECT_EQ(text.size(), 20);
    EXPECT_THAT(text.toStdString(), EndsWith("end.exr"));
}

} // namespace
} // namespace unividx::ui
