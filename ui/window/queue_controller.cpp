#include "ui/window/queue_controller.h"

#include "core/project/task_edits.h"
#include "core/queue/drop.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/jobs/clip_run.h"
#include "ui/queue/desktop_notice.h"
#include "ui/queue/queue_takes.h"
#include "ui/window/messages.h"
#include "ui/window/settings_controller.h"

#include <QAction>
#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

namespace unividx::ui {

namespace fs = std::filesystem;

QueueController::QueueController(const Parts& parts)
    : project_(parts.project), queue_(parts.queue), settings_(parts.settings), messages_(parts.messages),
      window_(parts.window), projectTime_(fs::file_time_type::clock::now())
{
    connect(&queue_, &QueueService::failed, &messages_, &Messages::tell);
    connect(&queue_, &QueueService::finished, this, &QueueController::tellEnd);
    connect(&queue_, &QueueService::changed, this, &QueueController::takeFinished);
    connect(&queue_, &QueueService::dropped, this, [this](int items, const QStringList& notes) {
        const QString added = tr("%n item(s) added to the queue", nullptr, items);
        messages_.tell(notes.isEmpty() ? added : added + ". " + notes.join(". "));
        Q_EMIT itemsAdded();
    });
    connect(&project_, &ProjectModel::fileChanged, this, &QueueController::noteProjectFile);
}

void QueueController::connectActions(const Actions& actions)
{
    QAction* run = actions.get("queue.run");
    run->setEnabled(queue_.canRun());
    connect(run, &QAction::triggered, this, [this](bool on) { on ? queue_.start() : queue_.stop(); });
    connect(&queue_, &QueueService::runningChanged, run, [this, run] { run->setChecked(queue_.isOn()); });
}

void QueueController::add(const Clip& clip)
{
    messages_.attempt([&] {
        // Where a run at once would put its take, and checked as that one is.
        const ClipRun run = makeRun(project_.project(), clip, layersFolder(project_.path()));
        queue_.add({withAbsolutePaths(run.spec)});
    });
}

void QueueController::noteProjectFile()
{
    if (project_.path() == projectFile_)
        return;
    projectFile_ = project_.path();
    std::error_code unknown;
    projectTime_ = fs::last_write_time(projectFile_, unknown);
    if (unknown) // it was never saved
        projectTime_ = fs::file_time_type::clock::now();
    takeFinished();
}

void QueueController::takeFinished()
{
    if (project_.isReadOnly())
        return;
    // What was finished before was a take once, and is none any more because somebody deleted it.
    const auto isNews = [&](const QueuedTake& found) {
        std::error_code unknown;
        const auto finished = fs::last_write_time(found.take.folder, unknown);
        return !unknown && finished > projectTime_;
    };
    for (const QueuedTake& found :
         takesOfQueue(queue_.view().items, project_.project(), layersFolder(project_.path()))) {
        if (!isNews(found) || !taken_.insert(found.item).second)
            continue;
        messages_.attempt([&] {
            project_.apply(tr("Take %1 from the queue").arg(fromCore(found.take.name)),
                           addTake(project_.project(), found.clip, found.take).project);
            messages_.tell(
                tr("The queue has made %1 of %2")
                    .arg(fromCore(found.take.name), fromCore(findClip(project_.project(), found.clip)->name)));
        });
    }
}

void QueueController::tellEnd(const QueueSummary& summary)
{
    QString words = tr("%n item(s) done", nullptr, summary.done);
    if (summary.failed > 0)
        words += tr(", %n failed", nullptr, summary.failed);
    messages_.tell(tr("The queue has come to its end: %1").arg(words));
    QApplication::alert(window_);
    const NoticeSettings& notices = settings_.settings().notices;
    if (notices.desktop)
        notifyDesktop(tr("The queue has come to its end"), words, notices.sound ? Sound::On : Sound::Off);
}

bool QueueController::confirmLeaving()
{
    if (!queue_.isWorking())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("The queue is running"),
                    tr("Closing the window stops it. What runs stays in the queue and goes on from its last finished "
                       "window when the queue is run again."),
                    QMessageBox::NoButton, window_);
    box.setObjectName("queueRuns");
    QPushButton* stop = box.addButton(tr("Stop it and close"), QMessageBox::AcceptRole);
    box.setDefaultButton(box.addButton(tr("Keep working"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() != stop)
        return false;
    queue_.stop();
    return true;
}

} // namespace unividx::ui
