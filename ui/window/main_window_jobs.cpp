#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "ui/common/words.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/task/task_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/main_window.h"

#include <QDockWidget>

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

void MainWindow::connectJobs()
{
    connect(actions_->get("run.start"), &QAction::triggered, this, [this] { attempt([this] { run(); }); });
    connect(jobs_, &JobQueue::added, this, &MainWindow::showJob);
    connect(jobs_, &JobQueue::changed, this, &MainWindow::showJob);
    connect(jobs_, &JobQueue::takeGrew, this, &MainWindow::takeGrew);
    connect(jobs_, &JobQueue::takeReady, this, &MainWindow::takeReady);
    connect(jobsPanel_, &JobsPanel::retried, this, [this](int id) {
        const JobStatus* job = jobs_->find(id);
        if (!job)
            return;
        const auto project = jobProjects_.find(id);
        if (exportSpecs_.contains(id)) {
            exportAgain(id);
            return;
        }
        if (job->other) {
            const auto after = afterTake_.find(id);
            const int next = enqueue(job->other, after == afterTake_.end() ? AfterTake() : after->second);
            if (project != jobProjects_.end())
                jobProjects_[next] = project->second;
            return;
        }
        ClipRun run = job->run;
        run.have = 0;
        run.spec.out = freshFolder(run.spec.out);
        const int next = enqueue(run);
        if (project != jobProjects_.end())
            jobProjects_[next] = project->second;
    });
}

void MainWindow::run()
{
    const Clip* clip = taskPanel_->clip();
    if (!clip)
        return;
    enqueue(makeRun(project_->project(), *clip, layersFolder(project_->path())));
    docks_[3]->raise(); // the jobs: what was started is seen at work
    autosave();
}

int MainWindow::enqueue(const ClipRun& run)
{
    const int id = jobs_->enqueue(run);
    jobProjects_[id] = projectNumber_;
    if (run.have == 0 && taskPanel_->clip() && taskPanel_->clip()->id == run.clip && taskPanel_->forecast())
        jobWork_[id] = taskPanel_->forecast()->work;
    if (findClip(project_->project(), run.clip)) {
        try {
            unfinished_.keep(id, project_->project(), project_->path(), run);
        } catch (const Error& error) {
            tell(tr("If the program ends early, this run cannot go on: %1").arg(QString::fromUtf8(error.what())));
        }
    }
    return id;
}

bool MainWindow::isOfThisProject(int job) const
{
    const JobStatus* status = jobs_->find(job);
    const auto project = jobProjects_.find(job);
    return status && project != jobProjects_.end() && project->second == projectNumber_ &&
           findClip(project_->project(), status->run.clip);
}

void MainWindow::takeGrew(int job, const Take& take)
{
    const JobStatus* status = jobs_->find(job);
    if (!isOfThisProject(job) || (status->state != JobState::Queued && status->state != JobState::Running))
        return;
    project_->setGrowing(status->run.clip, take);
    // The first frames are shown as soon as they are there; after that the user looks at what the user likes.
    const Clip* seen = project_->clipAtPlayhead();
    if (growing_.insert(job).second && seen && seen->id == status->run.clip && !take.layers.empty())
        viewer_->setLayer(take.layers.front());
}

void MainWindow::takeReady(int job, const Take& take)
{
    if (!isOfThisProject(job)) {
        tell(tr("The layers of a clip that is no longer open are in %1").arg(fromPath(take.folder)));
        return;
    }
    attempt([&] {
        const ClipId clip = jobs_->find(job)->run.clip;
        auto added = addTake(project_->project(), clip, take);
        if (const auto after = afterTake_.find(job); after != afterTake_.end())
            added.project = after->second(std::move(added.project), clip, added.id);
        project_->apply(tr("New take %1").arg(fromCore(take.name)), std::move(added.project));
        project_->setGrowing(clip, std::nullopt);
        docks_[2]->raise();
        if (!growing_.contains(job) && !take.layers.empty())
            viewer_->setLayer(take.layers.front());
    });
}

void MainWindow::showJob(int job)
{
    const JobStatus* status = jobs_->find(job);
    if (!status)
        return;
    if (status->other) { // it is no run on a clip's media
        if (status->state == JobState::Failed)
            tell(status->sentence);
        if (status->state == JobState::Done || status->state == JobState::Failed ||
            status->state == JobState::Cancelled)
            exports_.drop(job);
        return;
    }
    const FrameRange frames = *status->run.spec.frames;
    switch (status->state) {
    case JobState::Queued:
        mediaPool_->model().setJobState(status->run.media, MediaState::Queued);
        break;
    case JobState::Running:
        mediaPool_->model().setJobState(status->run.media, MediaState::Running);
        timeline_->setRunning(status->run.clip, frames);
        break;
    default:
        mediaPool_->model().setJobState(status->run.media,
                                        status->state == JobState::Failed ? MediaState::Failed : MediaState::Imported);
        timeline_->setRunning(status->run.clip, std::nullopt);
        if (isOfThisProject(job))
            project_->setGrowing(status->run.clip, std::nullopt);
        unfinished_.drop(job);
        if (status->state == JobState::Done)
            noteSpeed(*status);
        if (status->state == JobState::Failed)
            tell(status->sentence);
    }
}

void MainWindow::noteSpeed(const JobStatus& job)
{
    const auto work = jobWork_.find(job.id);
    if (work == jobWork_.end() || job.workSeconds < 1)
        return;
    settings_.speeds.workPerSecond[job.run.spec.model + "@" + job.run.spec.device] =
        work->second / static_cast<double>(job.workSeconds);
    jobWork_.erase(work);
    taskPanel_->setSpeeds(settings_.speeds.workPerSecond);
}

} // namespace unividx::ui
