// Failures over the picture: what happened, why, what to do, a button that does it, and when they go.

#include "core/base/output_lock.h"
#include "tests/ui/studio.h"
#include "ui/common/failure_banner.h"
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

class Failures : public Studio {
protected:
    const Failure* find(const QString& topic) const
    {
        for (const Failure& failure : banner.failures()) {
            if (failure.topic == topic)
                return &failure;
        }
        return nullptr;
    }
    bool waitFor(const QString& topic)
    {
        return QTest::qWaitFor([&] { return find(topic) != nullptr; }, patience);
    }

    FailureBanner& banner = *window.findChild<FailureBanner*>();
};

TEST_F(Failures, AFailedSaveStaysUntilTheProjectIsSaved)
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

TEST_F(Failures, AProjectOfAnotherWindowIsOpenReadOnly)
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

TEST_F(Failures, AreLoggedAndDiagnosticsNameNoFiles)
{
    const fs::path logs = folder / "state" / "logs";
    Messages messages;
    QWidget parent;
    HelpController help(messages, logs, &parent);
    messages.fail({"action", "The export has failed", "/secret/plates/shot.exr cannot be read", {}, {}, false});
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

TEST_F(Failures, SeveralFailedImportsAreOneList)
{
    std::vector<fs::path> files;
    for (const char* name : {"a.mov", "b.mov", "c.mov"}) {
        files.push_back(folder / name);
        std::ofstream(files.back()) << "no movie";
    }
    window.mediaPool().import(files);
    ASSERT_TRUE(waitFor("import"));
    EXPECT_EQ(banner.failures().size(), 1u);
    const std::string why = find("import")->why.toStdString();
    for (const char* name : {"a.mov", "b.mov", "c.mov"})
        EXPECT_THAT(why, HasSubstr(name));
    EXPECT_EQ(find("import")->why.count('\n'), 2);
}

TEST_F(Failures, EndWithTheProjectTheyAreAbout)
{
    window.messages().fail({"here", "Something of this project", {}, {}, {}, true});
    window.messages().fail({"everywhere", "Something of the program", {}, {}, {}, false});
    ASSERT_EQ(banner.failures().size(), 2u);
    window.project().startNew();
    ASSERT_EQ(banner.failures().size(), 1u);
    EXPECT_EQ(banner.failures().front().topic, "everywhere");
}

TEST_F(Failures, OneOfATopicTakesThePlaceOfTheLast)
{
    window.messages().fail({"a", "First", {}, {}, {}, false});
    window.messages().fail({"a", "Second", {}, {}, {}, false});
    ASSERT_EQ(banner.failures().size(), 1u);
    EXPECT_EQ(banner.failures().front().what, "Second");
}

TEST_F(Failures, AButtonDoesWhatItSaysAndCloseTakesTheRowAway)
{
    int done = 0;
    window.messages().fail({"a", "Failed", "why", "what to do", {{"Do it", [&] { ++done; }}}, false});
    for (QPushButton* button : banner.findChildren<QPushButton*>())
        QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(done, 1);
    for (QToolButton* close : banner.findChildren<QToolButton*>())
        QTest::mouseClick(close, Qt::LeftButton);
    EXPECT_TRUE(banner.failures().empty());
    EXPECT_FALSE(banner.isVisible());
}

TEST_F(Failures, ALongPathGivesWaySoThatTheReasonIsRead)
{
    const QString path = "/mnt/show/" + QString("deep/").repeated(40) + "plate.####.exr";
    window.messages().fail({"a", "Failed", path + ": frame 12 cannot be decoded", {}, {}, false});
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
