#pragma once

#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/file_tasks.h"
#include "ui/window/main_window.h"
#include "ui/window/project_controller.h"

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

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace unividx::ui {

namespace fs = std::filesystem;
using Fatal = QAbstractItemModelTester::FailureReportingMode;

inline constexpr int patience = 180'000; // milliseconds until something that has to happen counts as not happening

/// A window with an engine without a model, on folders of its own.
class Studio : public testing::Test {
protected:
    enum class Worker { Fake, Scripted };

    explicit Studio(int stepMilliseconds = 0, const ModelCatalog& catalog = {})
        : Studio(Worker::Fake, stepMilliseconds, catalog)
    {
    }
    /// `stepMilliseconds`: that the fake engine takes for a step.
    explicit Studio(Worker worker, int stepMilliseconds = 0, const ModelCatalog& catalog = {})
        : made(makeWindow(worker == Worker::Fake ? fakeWorker(stepMilliseconds) : scriptedWorker(), catalog)),
          window(*made)
    {
        window.setWindowState(Qt::WindowNoState); // whatever the screen's size is
        window.resize(1440, 860);
        window.show();
    }

    /// Another window on the same folders: what the next start of the program finds.
    std::unique_ptr<MainWindow> makeWindow() const { return makeWindow(fakeWorker(0), {}); }
    std::unique_ptr<MainWindow> makeWindow(const std::vector<std::string>& worker, const ModelCatalog& catalog) const
    {
        return std::make_unique<MainWindow>(
            WindowFolders{folder / "settings.json", folder / "autosave", {folder / "queue", worker, {}}}, catalog);
    }

    /// The program's worker with the engine without a model.
    static std::vector<std::string> fakeWorker(int stepMilliseconds)
    {
        return {"/usr/bin/env",
                "UNIVIDX_ENGINE=fake",
                "UNIVIDX_FAKE_STEP_MS=" + std::to_string(stepMilliseconds),
                std::string(UNIVIDX_BINARY_DIR) + "/unividx",
                "worker",
                "--supervisor",
                std::to_string(QCoreApplication::applicationPid())};
    }

    /// A script that speaks as a worker does: it makes the run's folder, waits for as long as there is a file "wait",
    /// and fails while there is a file "fail".
    std::vector<std::string> scriptedWorker() const
    {
        const fs::path script = folder / "worker.sh";
        std::ofstream(script) << R"sh(cd "$1"
            echo '{"event":"hello","protocol":1,"version":"test"}'
            read -r command
            if [[ -e fail ]]; then echo '{"event":"error","kind":"input","message":"the clip is cut off"}'; exit 3; fi
            mkdir -p "$(sed 's/.*"out":"\([^"]*\)".*/\1/' <<< "$command")"
            echo '{"event":"progress","stage":"denoising","done":2,"total":8,"step":3,"steps":4,"frames_done":2,"frames_total":8}'
            while [[ -e wait ]]; do
                echo '{"event":"heartbeat","cpu_seconds":1}'
                if read -r -t 0.1 command; then echo '{"event":"cancelled"}'; exit 0; fi
            done
            echo '{"event":"done","files":[]}')sh";
        return {"/bin/bash", script.string(), folder.string()};
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
        return QTest::qWaitFor([&] { return !window.queue().isWorking(); }, patience);
    }
    /// The item that was added last.
    const QueueItem& lastItem() const
    {
        const std::vector<QueueItem>& items = window.queue().view().items;
        if (items.empty())
            throw std::runtime_error("there is no item");
        return *std::max_element(items.begin(), items.end(),
                                 [](const QueueItem& a, const QueueItem& b) { return a.id < b.id; });
    }
    bool waitForFrames(std::int64_t count)
    {
        return QTest::qWaitFor(
            [&] { return !window.queue().view().items.empty() && lastItem().progress.framesDone >= count; }, patience);
    }
    bool waitForFiles()
    {
        return QTest::qWaitFor([&] { return !window.files().isBusy(); }, patience);
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
        screenshotOf(window, name);
    }
    static void screenshotOf(QWidget& widget, const QString& name)
    {
        const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
        if (!target.isEmpty())
            widget.grab().save(target + "/" + name + ".png");
    }

    QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    const fs::path sample = fs::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample" / "room" / "rgb.mp4";
    std::unique_ptr<MainWindow> made;
    MainWindow& window;
};

/// Presses a button of the next dialog that comes up, by the words on it, ampersands aside; `fill` is done before.
inline void answerNextDialog(const QString& words, const std::function<void(QWidget& dialog)>& fill = {})
{
    auto* timer = new QTimer(qApp);
    timer->setInterval(20);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, words, fill] {
        QWidget* dialog = QApplication::activeModalWidget();
        if (!dialog)
            return;
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->text().remove('&') == words) {
                timer->stop();
                timer->deleteLater();
                if (fill)
                    fill(*dialog);
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
    });
    timer->start();
}

} // namespace unividx::ui
