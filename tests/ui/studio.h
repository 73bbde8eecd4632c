#pragma once

#include "core/engine/fake_engine.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/main_window.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;
using Fatal = QAbstractItemModelTester::FailureReportingMode;

inline constexpr int patience = 180'000; // milliseconds until something that has to happen counts as not happening

/// A window with an engine without a model, on folders of its own.
class Studio : public testing::Test {
protected:
    explicit Studio(int stepMilliseconds = 0, ModelCatalog catalog = {})
        : made(makeWindow(stepMilliseconds, std::move(catalog))), window(*made)
    {
        window.resize(1440, 860);
        window.show();
    }

    /// Another window on the same folders: what the next start of the program finds.
    std::unique_ptr<MainWindow> makeWindow(int stepMilliseconds = 0, ModelCatalog catalog = {})
    {
        return std::make_unique<MainWindow>(
            [stepMilliseconds](const std::string&, const std::string&) {
                return std::make_shared<FakeEngine>(stepMilliseconds);
            },
            WindowFolders{folder / "settings.json", folder / "autosave"}, std::move(catalog));
    }

    /// The sample's 43 frames of 640 x 480 on the timeline, from a real drop.
    ClipId dropSample()
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(sample.string()))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
        if (!QTest::qWaitFor([&] { return window.project().selectedClip() != nullptr; }, patience))
            throw std::runtime_error("the dropped clip is not on the timeline");
        return window.project().selection();
    }

    const Clip& clip(ClipId id) { return *findClip(window.project().project(), id); }
    QAction* action(const char* id) { return window.actions().get(id); }
    bool waitForJobs()
    {
        return QTest::qWaitFor([&] { return !window.jobs().isBusy(); }, patience);
    }
    bool waitForFiles()
    {
        return QTest::qWaitFor([&] { return !window.isBusyWithFiles(); }, patience);
    }
    bool waitForPicture()
    {
        return QTest::qWaitFor([&] { return !window.viewer().canvas().shown().isNull(); }, patience);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget* view = window.timeline().viewport();
        QTest::mousePress(view, Qt::LeftButton, modifiers, from);
        QMouseEvent half(QEvent::MouseMove, (from + to) / 2, view->mapToGlobal((from + to) / 2), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(view, &half);
        QMouseEvent move(QEvent::MouseMove, to, view->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, modifiers, to);
    }
    /// Writes a picture of the window where UNIVIDX_SCREENSHOTS says; for people to look at.
    void screenshot(const QString& name)
    {
        const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
        if (target.isEmpty())
            return;
        QTest::qWait(400); // thumbnails that are under way
        window.grab().save(target + "/" + name + ".png");
    }

    QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    const fs::path sample = fs::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample" / "room" / "rgb.mp4";
    std::unique_ptr<MainWindow> made;
    MainWindow& window;
};

/// Presses a button of the next dialog that comes up, by the words on it, ampersands aside.
inline void answerNextDialog(const QString& words)
{
    auto* timer = new QTimer(qApp);
    timer->setInterval(20);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, words] {
        QWidget* dialog = QApplication::activeModalWidget();
        if (!dialog)
            return;
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->text().remove('&') == words) {
                timer->stop();
                timer->deleteLater();
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
    });
    timer->start();
}

} // namespace unividx::ui
