#include "core/project/task_edits.h"
#include "core/queue/drop.h"
#include "ui/common/words.h"
#include "ui/jobs/clip_run.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/queue/desktop_notice.h"
#include "ui/queue/queue_panel.h"
#include "ui/queue/queue_takes.h"
#include "ui/task/task_panel.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace unividx::ui {

namespace fs = std::filesystem;

void MainWindow::connectQueue()
{
    connect(actions_->get("run.queue"), &QAction::triggered, this, [this] { attempt([this] { queueClip(); }); });
    QAction* run = actions_->get("queue.run");
    run->setEnabled(queue_->canRun());
    connect(run, &QAction::triggered, this, [this](bool on) { on ? queue_->start() : queue_->stop(); });
    connect(queue_, &QueueService::runningChanged, run, [this, run] { run->setChecked(queue_->isOn()); });
    connect(queue_, &QueueService::failed, this, &MainWindow::tell);
    connect(queue_, &QueueService::finished, this, &MainWindow::tellQueueEnd);
    connect(queue_, &QueueService::dropped, this, [this](int items, const QStringList& notes) {
        const QString added = tr("%n item(s) added to the queue", nullptr, items);
        tell(notes.isEmpty() ? added : added + ". " + notes.join(". "));
        queueDock_->raise();
    });
    connect(jobsPanel_, &JobsPanel::filesDropped, queuePanel_, &QueuePanel::drop);
    projectTime_ = fs::file_time_type::clock::now();
    connect(queue_, &QueueService::changed, this, &MainWindow::takeFromQueue);
    connect(project_, &ProjectModel::fileChanged, this, &MainWindow::noteProjectFile);
}

void MainWindow::noteProjectFile()
{
    if (project_->path() == projectFile_)
        return;
    projectFile_ = project_->path();
    std::error_code unknown;
    projectTime_ = fs::last_write_time(projectFile_, unknown);
    if (unknown) // it was never saved
        projectTime_ = fs::file_time_type::clock::now();
    takeFromQueue();
}

void MainWindow::queueClip()
{
    const Clip* clip = taskPanel_->clip();
    if (!clip)
        return;
    // Where a run at once would put its take, and checked as that one is.
    const ClipRun run = makeRun(project_->project(), *clip, layersFolder(project_->path()));
    queue_->add({withAbsolutePaths(run.spec)});
}

void MainWindow::takeFromQueue()
{
    if (project_->isReadOnly())
        return;
    // What was finished before was a take once, and is none any more because somebody deleted it.
    const auto isNews = [&](const QueuedTake& found) {
        std::error_code unknown;
        const auto finished = fs::last_write_time(found.take.folder, unknown);
        return !unknown && finished > projectTime_;
    };
    const Project& project = project_->project();
    for (const QueuedTake& found : takesOfQueue(queue_->view().items, project, layersFolder(project_->path()))) {
        if (!isNews(found) || !fromQueue_.insert(found.item).second)
            continue;
        attempt([&] {
            project_->apply(tr("Take %1 from the queue").arg(fromCore(found.take.name)),
                            addTake(project_->project(), found.clip, found.take).project);
            tell(tr("The queue has made %1 of %2")
                     .arg(fromCore(found.take.name), fromCore(findClip(project_->project(), found.clip)->name)));
        });
    }
}

void MainWindow::tellQueueEnd(const QueueSummary& summary)
{
    QString words = tr("%n item(s) done", nullptr, summary.done);
    if (summary.failed > 0)
        words += tr(", %n failed", nullptr, summary.failed);
    tell(tr("The queue has come to its end: %1").arg(words));
    QApplication::alert(this);
    if (settings_.notices.desktop)
        notifyDesktop(tr("The queue has come to its end"), words, settings_.notices.sound ? Sound::On : Sound::Off);
}

bool MainWindow::confirmLeavingQueue()
{
    if (!queue_->isWorking())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("The queue is running"),
                    tr("Closing the window stops it. What runs stays in the queue and goes on from its last finished "
                       "window when the queue is run again."),
                    QMessageBox::NoButton, this);
    box.setObjectName("queueRuns");
    QPushButton* stop = box.addButton(tr("Stop it and close"), QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(tr("Keep working"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() != stop)
        return false;
    queue_->stop();
    return true;
}

} // namespace unividx::ui
