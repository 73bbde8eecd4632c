#include "ui/window/recovery_controller.h"

#include "ui/common/words.h"
#include "ui/window/file_tasks.h"
#include "ui/window/project_controller.h"
#include "ui/window/run_controller.h"

#include <QMessageBox>
#include <QPushButton>

#include <chrono>
#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

RecoveryController::RecoveryController(const Parts& parts, fs::path autosaves)
    : project_(parts.project), projects_(parts.projects), runs_(parts.runs), files_(parts.files), window_(parts.window),
      autosaves_(std::move(autosaves))
{
    connect(&projects_, &ProjectController::opened, this, &RecoveryController::listExports);
}

void RecoveryController::start(const std::vector<fs::path>& files)
{
    struct Left {
        std::vector<Recovery> recoveries;
        std::vector<UnfinishedRun> runs;
    };
    files_.run(
        [this] {
            return Left{findRecoveries(autosaves_), runs_.findUnfinishedRuns()};
        },
        [this, files](const Left& left) {
            const auto recovered = offerProjects(left.recoveries);
            std::error_code unknown; // then it is another one
            for (const fs::path& file : files) {
                // A project may be saved, or saved automatically, anywhere.
                if (!recovered || !fs::equivalent(file, *recovered, unknown))
                    projects_.open(fs::absolute(file));
            }
            // Behind whatever the files are opened with.
            files_.run([] {},
                       [this, runs = left.runs] {
                           listExports();
                           offerRuns(runs);
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

void RecoveryController::offerRuns(const std::vector<UnfinishedRun>& runs)
{
    for (const UnfinishedRun& unfinished : runs) {
        QMessageBox box(QMessageBox::NoIcon, tr("Resume"),
                        tr("A run on %1 was cut off; %2 of its %3 frames are done.")
                            .arg(fromCore(unfinished.run.title))
                            .arg(unfinished.run.have)
                            .arg(unfinished.run.spec.frames->count),
                        QMessageBox::NoButton, window_);
        box.setObjectName("unfinished");
        QPushButton* resumeButton = box.addButton(tr("Resume"), QMessageBox::AcceptRole);
        box.addButton(tr("Not now"), QMessageBox::RejectRole);
        QPushButton* forget = box.addButton(tr("Forget it"), QMessageBox::DestructiveRole);
        box.setDefaultButton(resumeButton);
        box.exec();
        if (box.clickedButton() == forget)
            UnfinishedRuns::forget(unfinished);
        if (box.clickedButton() == resumeButton)
            resume(unfinished);
    }
}

void RecoveryController::resume(const UnfinishedRun& unfinished)
{
    std::error_code unknown; // a project that cannot be looked at is taken from the record
    if (unfinished.project.empty() || !fs::exists(unfinished.project, unknown)) {
        projects_.resolveUnsavedChanges([this, unfinished] {
            project_.show(unfinished.snapshot, {}, tr("Take up a run"));
            runs_.resume(unfinished);
        });
    } else if (unfinished.project == project_.path()) {
        runs_.resume(unfinished);
    } else {
        projects_.resolveUnsavedChanges([this, unfinished] {
            projects_.openProject(unfinished.project, [this, unfinished] { runs_.resume(unfinished); });
        });
    }
}

void RecoveryController::listExports()
{
    files_.run([this, path = project_.path()] { return runs_.findUnfinishedExports(path); },
               [this](const std::vector<UnfinishedExport>& exports) {
                   for (const UnfinishedExport& cut : exports)
                       runs_.list(cut);
               });
}

} // namespace unividx::ui
