#include "ui/window/recovery_controller.h"

#include "core/project/layer_move.h"
#include "ui/common/words.h"
#include "ui/queue/old_records.h"
#include "ui/queue/queue_model.h"
#include "ui/task/clip_run.h"
#include "ui/window/file_tasks.h"
#include "ui/window/messages.h"
#include "ui/window/project_controller.h"

#include <QMessageBox>
#include <QPushButton>

#include <chrono>
#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

RecoveryController::RecoveryController(const Parts& parts, fs::path autosaves)
    : project_(parts.project), projects_(parts.projects), queue_(parts.queue), files_(parts.files),
      messages_(parts.messages), window_(parts.window), autosaves_(std::move(autosaves))
{
}

void RecoveryController::start(const std::vector<fs::path>& files)
{
    files_.run(
        [this] {
            finishLayerMoves(unsavedLayersFolder());
            return findRecoveries(autosaves_);
        },
        [this, files](const std::vector<Recovery>& recoveries) {
            const auto recovered = offerProjects(recoveries);
            std::error_code unknown; // then it is another one
            for (const fs::path& file : files) {
                // A project may be saved, or saved automatically, anywhere.
                if (!recovered || !fs::equivalent(file, *recovered, unknown))
                    projects_.open(fs::absolute(file));
            }
            if (queue_.folder().empty())
                return;
            // Behind whatever the files are opened with.
            files_.run([] {},
                       [this] {
                           queue_.change([folder = autosaves_](JobStore& store) { importOldRecords(store, folder); },
                                         [this] { offerItems(); });
                       });
        });
}

std::optional<fs::path> RecoveryController::offerProjects(const std::vector<Recovery>& recoveries)
{
    for (const Recovery& recovery : recoveries) {
        switch (ask(recovery)) {
        case Answer::Recover:
            projects_.recover(recovery);
            return recovery.project;
        case Answer::Delete:
            removeRecovery(recovery);
            break;
        case Answer::Later:
            break;
        }
    }
    return std::nullopt;
}

RecoveryController::Answer RecoveryController::ask(const Recovery& recovery)
{
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - recovery.savedAt);
    const QString name = recovery.project.empty() ? tr("an unsaved project") : fromPath(recovery.project.filename());
    QMessageBox box(QMessageBox::NoIcon, tr("Recover"),
                    tr("UniVidX Studio ended without closing %1. It was last saved automatically %2.")
                        .arg(name, ageWords(age.count())),
                    QMessageBox::NoButton, window_);
    box.setObjectName("recovery");
    if (!recovery.damage.empty())
        box.setInformativeText(tr("It cannot be read: %1").arg(fromCore(recovery.damage)));
    else if (recovery.difference)
        box.setInformativeText(tr("It differs from the saved project: %1.").arg(differenceWords(*recovery.difference)));
    QPushButton* recover = recovery.damage.empty() ? box.addButton(tr("Recover"), QMessageBox::AcceptRole) : nullptr;
    box.addButton(tr("Not now"), QMessageBox::RejectRole);
    QPushButton* discard = box.addButton(tr("Delete it"), QMessageBox::DestructiveRole);
    if (recover)
        box.setDefaultButton(recover);
    box.exec();
    if (recover && box.clickedButton() == recover)
        return Answer::Recover;
    return box.clickedButton() == discard ? Answer::Delete : Answer::Later;
}

void RecoveryController::offerItems()
{
    const std::vector<QueueItem> items = queue_.view().items; // a dialog lets the view change
    for (const QueueItem& item : items) {
        if (item.state != ItemState::Interrupted || !item.startNow)
            continue;
        Q_EMIT itemsFound();
        if (item.kind == "run")
            offerRun(item);
        else
            messages_.tell(tr("%1 was interrupted; press Resume in the jobs panel").arg(itemTitle(item)));
    }
}

void RecoveryController::offerRun(const QueueItem& item)
{
    QMessageBox box(QMessageBox::NoIcon, tr("Resume"),
                    tr("A run on %1 was interrupted; %2 of its %3 frames are done.")
                        .arg(itemTitle(item))
                        .arg(item.progress.framesDone)
                        .arg(item.progress.framesTotal),
                    QMessageBox::NoButton, window_);
    box.setObjectName("unfinished");
    QPushButton* resumeButton = box.addButton(tr("Resume"), QMessageBox::AcceptRole);
    box.addButton(tr("Not now"), QMessageBox::RejectRole);
    QPushButton* forget = box.addButton(tr("Forget it"), QMessageBox::DestructiveRole);
    box.setDefaultButton(resumeButton);
    box.exec();
    if (box.clickedButton() == forget)
        queue_.change([id = item.id](JobStore& store) { store.cancel({id}); });
    if (box.clickedButton() == resumeButton)
        resume(item);
}

void RecoveryController::resume(const QueueItem& item)
{
    const auto begin = [this, id = item.id] { queue_.change([id](JobStore& store) { store.resume({id}); }); };
    const fs::path project = item.origin.project;
    std::error_code unknown; // a project that cannot be looked at is not opened
    if (project.empty() || project == project_.path() || !fs::exists(project, unknown))
        begin();
    else
        projects_.resolveUnsavedChanges([this, project, begin] { projects_.openProject(project, begin); });
}

} // namespace unividx::ui
