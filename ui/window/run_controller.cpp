#include "ui/window/run_controller.h"

#include "core/project/task_edits.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/window/messages.h"
#include "ui/window/settings_controller.h"

#include <QAction>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

/// A name beside `folder` that nothing has yet.
fs::path freshFolder(const fs::path& folder)
{
    std::error_code ignored; // what cannot be looked at is found out when it is written
    fs::path next = folder;
    for (int number = 2; fs::exists(next, ignored); ++number)
        next = folder.string() + "-" + std::to_string(number);
    return next;
}

} // namespace

RunController::RunController(const Parts& parts, const fs::path& records)
    : project_(parts.project), jobs_(parts.jobs), settings_(parts.settings), messages_(parts.messages),
      window_(parts.window), unfinished_(records / "runs"), exports_(records / "exports", ".json")
{
    connect(&jobs_, &JobQueue::added, this, &RunController::showJob);
    connect(&jobs_, &JobQueue::changed, this, &RunController::showJob);
    connect(&jobs_, &JobQueue::takeGrew, this, &RunController::takeGrew);
    connect(&jobs_, &JobQueue::takeReady, this, &RunController::takeReady);
}

void RunController::connectActions(const Actions& actions)
{
    connect(actions.get("file.export"), &QAction::triggered, this,
            [this] { messages_.attempt([this] { exportClip(); }); });
}

void RunController::run(const Clip& clip, const std::optional<RunForecast>& forecast)
{
    messages_.attempt([&] {
        const int id = enqueue(makeRun(project_.project(), clip, layersFolder(project_.path())));
        if (forecast)
            work_[id] = forecast->work;
        Q_EMIT runStarted();
    });
}

int RunController::enqueue(const ClipRun& run)
{
    const int id = jobs_.enqueue(run);
    projects_[id] = project_.number();
    if (findClip(project_.project(), run.clip)) {
        try {
            unfinished_.keep(id, project_.project(), project_.path(), run);
        } catch (const Error& error) {
            messages_.tell(
                tr("If the program ends early, this run cannot go on: %1").arg(QString::fromUtf8(error.what())));
        }
    }
    Q_EMIT jobAdded();
    return id;
}

int RunController::enqueue(const std::shared_ptr<const OtherWork>& work, AfterTake after)
{
    const int id = jobs_.enqueue(work);
    projects_[id] = project_.number();
    if (after)
        afterTake_[id] = std::move(after);
    Q_EMIT jobAdded();
    return id;
}

void RunController::publishMatte()
{
    const Clip* clip = focusedClip(project_);
    if (!clip)
        return;
    messages_.attempt([&] {
        ClipWork matte = matteWork(project_, *clip);
        enqueue(matte.work, std::move(matte.after));
    });
}

void RunController::renderWithModel(ModelRenderKind kind, bool ratio)
{
    const Clip* clip = focusedClip(project_);
    if (!clip)
        return;
    messages_.attempt([&] {
        ClipWork render = modelRenderWork(project_, *clip, kind, ratio);
        enqueue(render.work, std::move(render.after));
    });
}

void RunController::exportClip()
{
    const Clip* clip = focusedClip(project_);
    const ClipExport made = clipExport(project_, clip ? *clip : Clip{});
    auto* dialog = new ExportDialog(made.subject, window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, spec = made.spec]() mutable {
        spec.asked = dialog->request();
        spec.asked.order = freshOrder();
        messages_.attempt([&] { startExport(spec); });
    });
    dialog->open();
}

void RunController::startExport(const ExportSpec& spec)
{
    const int id = enqueue(exportWork(spec));
    exportSpecs_[id] = spec;
    try {
        exports_.keep(id, exportRecord(spec, project_.path()));
    } catch (const Error& error) {
        messages_.tell(
            tr("If the program ends early, this export cannot go on: %1").arg(QString::fromUtf8(error.what())));
    }
}

void RunController::retry(int id)
{
    const JobStatus* job = jobs_.find(id);
    if (!job)
        return;
    messages_.withdraw(QString("job %1").arg(id));
    if (exportSpecs_.contains(id)) {
        exportAgain(id);
        return;
    }
    const auto project = projects_.find(id);
    int next = 0;
    if (job->other) {
        const auto after = afterTake_.find(id);
        next = enqueue(job->other, after == afterTake_.end() ? AfterTake() : after->second);
    } else {
        ClipRun run = job->run;
        run.have = 0;
        run.spec.out = freshFolder(run.spec.out);
        next = enqueue(run);
        if (const auto work = work_.find(id); work != work_.end())
            work_[next] = work->second;
    }
    if (project != projects_.end())
        projects_[next] = project->second;
}

void RunController::exportAgain(int job)
{
    ExportSpec spec = exportSpecs_.at(job);
    // What it has written stays, unless it was to replace what is there and had come to its end.
    if (jobs_.find(job)->state == JobState::Done && spec.asked.settings.existing == ExportExisting::Replace)
        spec.asked.order = freshOrder();
    startExport(spec);
}

std::vector<UnfinishedExport> RunController::findUnfinishedExports(const fs::path& project) const
{
    return unividx::ui::findUnfinishedExports(exports_, project);
}

void RunController::resume(const UnfinishedRun& run)
{
    enqueue(run.run);
    UnfinishedRuns::forget(run); // this window's own record stands in its place
}

void RunController::list(const UnfinishedExport& cut)
{
    const int id = jobs_.list(exportWork(cut.order), cut.have, cut.order.asked.frames.count);
    exportSpecs_[id] = cut.order;
    exports_.adopt(id, cut.record);
    Q_EMIT jobAdded();
    messages_.tell(
        tr("An export of %1 was cut off; it can be resumed in the jobs panel").arg(fromCore(cut.order.asked.shot)));
}

bool RunController::confirmLeaving()
{
    if (!jobs_.isBusy())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("A job is running"), tr("Its finished frames stay on disk either way."),
                    QMessageBox::NoButton, window_);
    QPushButton* leave = box.addButton(tr("Resume at the next start"), QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(tr("Cancel it"), QMessageBox::DestructiveRole);
    QPushButton* stay = box.addButton(tr("Keep working"), QMessageBox::RejectRole);
    box.setDefaultButton(stay);
    box.exec();
    if (box.clickedButton() == leave) {
        unfinished_.leave();
        exports_.leave();
    } else if (box.clickedButton() == cancel) {
        for (const JobStatus& job : jobs_.jobs()) {
            unfinished_.drop(job.id);
            if (job.state != JobState::CutOff)
                exports_.drop(job.id);
        }
    }
    return box.clickedButton() == leave || box.clickedButton() == cancel;
}

bool RunController::isOfThisProject(int job) const
{
    const JobStatus* status = jobs_.find(job);
    const auto project = projects_.find(job);
    return status && project != projects_.end() && project->second == project_.number() &&
           findClip(project_.project(), status->run.clip);
}

void RunController::takeGrew(int job, const Take& take)
{
    const JobStatus* status = jobs_.find(job);
    if (!isOfThisProject(job) || (status->state != JobState::Queued && status->state != JobState::Running))
        return;
    project_.setGrowing(status->run.clip, take);
    // The first frames are shown as soon as they are there; after that the user looks at what the user likes.
    const Clip* seen = project_.clipAtPlayhead();
    if (growing_.insert(job).second && seen && seen->id == status->run.clip && !take.layers.empty())
        Q_EMIT layerReady(take.layers.front());
}

void RunController::takeReady(int job, const Take& take)
{
    if (!isOfThisProject(job)) {
        messages_.tell(tr("The layers of a clip that is no longer open are in %1").arg(fromPath(take.folder)));
        return;
    }
    messages_.attempt([&] {
        const ClipId clip = jobs_.find(job)->run.clip;
        auto added = addTake(project_.project(), clip, take);
        if (const auto after = afterTake_.find(job); after != afterTake_.end())
            added.project = after->second(std::move(added.project), clip, added.id);
        project_.apply(tr("New take %1").arg(fromCore(take.name)), std::move(added.project));
        project_.setGrowing(clip, std::nullopt);
        Q_EMIT takeAdded();
        if (!growing_.contains(job) && !take.layers.empty())
            Q_EMIT layerReady(take.layers.front());
    });
}

void RunController::showJob(int id)
{
    const JobStatus* job = jobs_.find(id);
    if (!job)
        return;
    if (job->other) { // it is no run on a clip's media
        showOther(*job);
        return;
    }
    switch (job->state) {
    case JobState::Queued:
        Q_EMIT mediaStateChanged(job->run.media, MediaState::Queued);
        break;
    case JobState::Running:
        Q_EMIT mediaStateChanged(job->run.media, MediaState::Running);
        Q_EMIT framesAsked(job->run.clip, job->run.spec.frames);
        break;
    default:
        Q_EMIT mediaStateChanged(job->run.media,
                                 job->state == JobState::Failed ? MediaState::Failed : MediaState::Imported);
        Q_EMIT framesAsked(job->run.clip, std::nullopt);
        if (isOfThisProject(id))
            project_.setGrowing(job->run.clip, std::nullopt);
        unfinished_.drop(id);
        if (job->state == JobState::Done)
            noteSpeed(*job);
        if (job->state == JobState::Failed)
            tellFailure(*job, tr("The run on %1 has failed").arg(fromCore(job->run.title)));
    }
}

void RunController::showOther(const JobStatus& job)
{
    if (job.state == JobState::Failed)
        tellFailure(job, tr("%1 of %2 has failed").arg(job.what, fromCore(job.run.title)));
    if (job.state == JobState::Done || job.state == JobState::Failed || job.state == JobState::Cancelled)
        exports_.drop(job.id);
}

void RunController::tellFailure(const JobStatus& job, const QString& what)
{
    messages_.fail({QString("job %1").arg(job.id),
                    what,
                    job.sentence,
                    {},
                    {{tr("Log"), [this, id = job.id] { Q_EMIT logWanted(id); }},
                     {tr("Run again"), [this, id = job.id] { retry(id); }}},
                    false});
}

void RunController::noteSpeed(const JobStatus& job)
{
    const auto work = work_.find(job.id);
    if (work == work_.end() || job.workSeconds < 1)
        return;
    settings_.noteSpeed(job.run.spec.model + "@" + job.run.spec.device,
                        work->second / static_cast<double>(job.workSeconds));
    work_.erase(work);
}

} // namespace unividx::ui
