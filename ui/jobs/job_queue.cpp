#include "ui/jobs/job_queue.h"

#include "core/image/resize.h"
#include "core/layers/open_layer.h"
#include "core/run/generate_job.h"
#include "core/run/layer_writer.h"
#include "core/run/provenance.h"
#include "core/run/run_setup.h"
#include "ui/common/words.h"
#include "ui/frames/background_queue.h"
#include "ui/frames/display.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int previewWidth = 160;
constexpr std::size_t mostPreviews = 4;

LayerWriterOptions writerOptions(const ClipRun& run, const RunSetup& setup, const Engine& engine)
{
    LayerWriterOptions options;
    options.family = setup.choice.task.family;
    options.rows = setup.choice.kept;
    options.folder = run.spec.out;
    options.shot = setup.shot;
    options.rate = run.rate;
    options.firstFrame = run.spec.frames->first;
    options.attributes =
        provenanceOf(setup.job.request, setup.inputs, engine, QCoreApplication::applicationVersion().toStdString());
    return options;
}

QImage previewOf(const FinishedFrame& frame, const TaskChoice& choice)
{
    for (std::size_t row = 0; row < 4; ++row) {
        const Image& layer = frame.layers[row];
        if (!choice.kept[row] || layer.empty())
            continue;
        const Decoding decoding = choice.task.family->modalities[row].decoding;
        const auto meaning = decoding == Decoding::Matte        ? PixelMeaning::Matte
                             : decoding == Decoding::UnitNormal ? PixelMeaning::Normal
                                                                : PixelMeaning::Display;
        return toDisplay(resizeArea(layer, fitInto(layer.resolution(), {previewWidth, previewWidth})), meaning);
    }
    return {};
}

/// The part of a run that is left to do. The frames a window shares with the one before are made once more, so that
/// the model sees what came before the first new one.
GenerateRequest restOf(GenerateRequest request, std::int64_t have)
{
    constexpr std::int64_t usualOverlap = 5;
    const std::int64_t again = std::min(have, request.windowOverlap.value_or(usualOverlap));
    request.frames.first += have - again;
    request.frames.count -= have - again;
    return request;
}

JobStatus statusOf(const std::shared_ptr<const OtherWork>& work)
{
    JobStatus status;
    status.run.title = work->title;
    status.run.clip = work->clip;
    status.other = work;
    status.what = work->what;
    return status;
}

QString logLine(const QString& text)
{
    return QDateTime::currentDateTime().toString("HH:mm:ss  ") + text;
}

} // namespace

/// How a running job is stopped and held, from the interface's thread.
class JobControl {
public:
    const CancelToken& token() const { return token_; }

    void cancel()
    {
        token_.cancel();
        wake_.notify_all();
    }
    void setPaused(bool paused)
    {
        {
            const std::lock_guard lock(mutex_);
            paused_ = paused;
        }
        wake_.notify_all();
    }
    /// Returns at once unless the job is paused; gives the milliseconds it was held.
    qint64 waitWhilePaused()
    {
        std::unique_lock lock(mutex_);
        if (!paused_)
            return 0;
        QElapsedTimer clock;
        clock.start();
        // A cancel does not take the lock, so it is looked for again now and then.
        while (paused_ && !token_.cancelled())
            wake_.wait_for(lock, std::chrono::milliseconds(100));
        return clock.elapsed();
    }

private:
    CancelToken token_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool paused_ = false;
};

JobQueue::JobQueue(EngineSource engines, QObject* parent)
    : QObject(parent), engines_(std::move(engines)), exports_(std::make_unique<BackgroundQueue>()),
      queue_(std::make_unique<BackgroundQueue>())
{
}

JobQueue::~JobQueue()
{
    for (auto& [id, control] : controls_)
        control->cancel();
    queue_.reset();
    exports_.reset();
}

int JobQueue::enqueue(ClipRun run)
{
    const TaskChoice choice = choiceOf(run.spec);
    JobStatus status;
    status.run = run;
    status.what = taskWord(*choice.task.family, choice.task.conditions, choice.kept);
    status.log.append(logLine(tr("Queued: %1, %2 frames from %3")
                                  .arg(fromCore(choice.task.name()))
                                  .arg(run.spec.frames->count - run.have)
                                  .arg(run.spec.frames->first + run.have)));
    const int id = add(std::move(status));
    launch(id, *queue_, [this, run = std::move(run)](JobContext& job, qint64& idle, int number) {
        this->run(number, run, job, idle);
    });
    return id;
}

int JobQueue::enqueue(const std::shared_ptr<const OtherWork>& work)
{
    JobStatus status = statusOf(work);
    status.log.append(logLine(tr("Queued: %1").arg(work->what)));
    const int id = add(std::move(status));
    launch(id, work);
    return id;
}

int JobQueue::list(const std::shared_ptr<const OtherWork>& work, std::int64_t have, std::int64_t total)
{
    JobStatus status = statusOf(work);
    status.state = JobState::CutOff;
    status.progress.framesDone = have;
    status.progress.framesTotal = total;
    status.log.append(logLine(tr("Cut off: %1, %2 of %3 frames are there").arg(work->what).arg(have).arg(total)));
    return add(std::move(status));
}

void JobQueue::goOn(int id)
{
    for (JobStatus& job : jobs_) {
        if (job.id != id || job.state != JobState::CutOff)
            continue;
        job.state = JobState::Queued;
        job.log.append(logLine(tr("Goes on")));
        launch(id, job.other);
        Q_EMIT changed(id);
    }
}

int JobQueue::add(JobStatus status)
{
    const int id = ++lastId_;
    status.id = id;
    jobs_.push_back(std::move(status));
    Q_EMIT added(id);
    return id;
}

void JobQueue::launch(int id, BackgroundQueue& queue, const Work& work)
{
    auto control = std::make_shared<JobControl>();
    controls_[id] = control;
    queue.push([this, id, work, control] { this->work(id, *control, work); });
}

void JobQueue::launch(int id, const std::shared_ptr<const OtherWork>& work)
{
    launch(id, work->asks ? *queue_ : *exports_, [this, work](JobContext& job, qint64&, int number) {
        const auto take = work->work(job, [&] {
            job.enter(Stage::LoadingModel);
            return engines_(work->model, work->device);
        });
        if (take)
            offer(number, *take);
    });
}

void JobQueue::cancel(int id)
{
    const auto control = controls_.find(id);
    if (control != controls_.end())
        control->second->cancel();
    for (JobStatus& job : jobs_) {
        if (job.id != id || job.state != JobState::CutOff)
            continue;
        job.state = JobState::Cancelled;
        Q_EMIT changed(id);
    }
}

void JobQueue::setPaused(int id, bool paused)
{
    const auto control = controls_.find(id);
    if (control == controls_.end())
        return;
    control->second->setPaused(paused);
    for (JobStatus& job : jobs_) {
        if (job.id != id || job.paused == paused)
            continue;
        job.paused = paused;
        job.log.append(logLine(paused ? tr("Paused") : tr("Goes on")));
        Q_EMIT changed(id);
    }
}

const JobStatus* JobQueue::find(int id) const
{
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const JobStatus& job) { return job.id == id; });
    return found == jobs_.end() ? nullptr : &*found;
}

bool JobQueue::isBusy() const
{
    return std::any_of(jobs_.begin(), jobs_.end(), [](const JobStatus& job) {
        return job.state == JobState::Queued || job.state == JobState::Running;
    });
}

void JobQueue::clearFinished()
{
    std::erase_if(jobs_, [](const JobStatus& job) {
        return job.state == JobState::Done || job.state == JobState::Failed || job.state == JobState::Cancelled;
    });
    Q_EMIT cleared();
}

void JobQueue::work(int id, JobControl& control, const Work& work)
{
    QElapsedTimer clock;
    clock.start();
    qint64 idle = 0; // milliseconds that went into loading and pauses
    const auto finish = [&](JobState state, const QString& sentence) {
        post(id, [state, sentence, total = clock.elapsed(), idle](JobStatus& job) {
            job.state = state;
            job.sentence = sentence;
            job.seconds = total / 1000;
            job.workSeconds = (total - idle) / 1000;
            job.paused = false;
            job.log.append(logLine(sentence.isEmpty() ? jobStateWord(state) : sentence));
        });
    };
    try {
        JobContext context(control.token(), [&](const Progress& progress) {
            idle += control.waitWhilePaused();
            post(id, [progress, total = clock.elapsed(), idle](JobStatus& job) {
                if (job.state != JobState::Running || job.progress.stage != progress.stage ||
                    job.progress.framesDone != progress.framesDone)
                    job.log.append(logLine(tr("%1, %2 of %3 frames done")
                                               .arg(stageWord(progress.stage))
                                               .arg(progress.framesDone)
                                               .arg(progress.framesTotal)));
                job.state = JobState::Running;
                job.progress = progress;
                job.seconds = total / 1000;
                job.workSeconds = (total - idle) / 1000;
            });
        });
        work(context, idle, id);
        finish(JobState::Done, {});
    } catch (const Cancelled&) {
        finish(JobState::Cancelled, {});
    } catch (const Error& error) {
        finish(JobState::Failed, errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    } catch (const std::exception& error) {
        finish(JobState::Failed, errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what()));
    }
}

void JobQueue::run(int id, const ClipRun& run, JobContext& context, qint64& idle)
{
    RunSetup setup = setUpRun(run.spec, [this, id](const std::string& sentence) {
        post(id, [sentence](JobStatus& job) { job.log.append(logLine(fromCore(sentence))); });
    });
    QElapsedTimer loading;
    loading.start();
    context.enter(Stage::LoadingModel);
    const std::shared_ptr<Engine> engine = engines_(run.spec.model, run.spec.device);
    idle += loading.elapsed();
    LayerWriter writer(writerOptions(run, setup, *engine));
    const FrameRange frames = *run.spec.frames;
    const FrameRange missing{frames.first + run.have, frames.count - run.have};
    writer.checkTargets(missing);
    setup.job.outputSize = run.outputSize;
    setup.job.request = restOf(setup.job.request, run.have);
    setup.job.shot = frames; // the clean plate is made of all of it
    runGenerateJob(
        setup.job, *engine,
        [&](const FinishedFrame& frame) {
            if (!missing.contains(frame.frame))
                return;
            writer.write(frame.frame, frame.layers, frame.excess);
            post(id, [preview = previewOf(frame, setup.choice)](JobStatus& status) {
                status.previews.push_back(preview);
                if (status.previews.size() > mostPreviews)
                    status.previews.erase(status.previews.begin());
            });
            const Take take = takeOf(run, frame.frame - frames.first + 1);
            QMetaObject::invokeMethod(
                this, [this, id, take] { Q_EMIT takeGrew(id, take); }, Qt::QueuedConnection);
        },
        context);
    writer.finish();
    offer(id, takeOf(run, frames.count));
}

void JobQueue::offer(int id, const Take& take)
{
    QMetaObject::invokeMethod(
        this, [this, id, take] { Q_EMIT takeReady(id, take); }, Qt::QueuedConnection);
}

void JobQueue::post(int id, const std::function<void(JobStatus&)>& change)
{
    QMetaObject::invokeMethod(
        this,
        [this, id, change] {
            for (JobStatus& job : jobs_) {
                if (job.id != id)
                    continue;
                change(job);
                Q_EMIT changed(id);
            }
        },
        Qt::QueuedConnection);
}

} // namespace unividx::ui
