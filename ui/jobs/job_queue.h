#pragma once

#include "core/base/job_context.h"
#include "core/engine/engine.h"
#include "core/project/clip.h"
#include "ui/jobs/clip_run.h"
#include "ui/jobs/engine_source.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unividx::ui {

class BackgroundQueue;
class JobControl;

enum class JobState {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
    CutOff, ///< by the end of an earlier window: it waits until one lets it go on
};
QString jobStateWord(JobState state);

/// Work that is no run of a task: an export, a layer that is published, a render with lights.
struct OtherWork {
    std::string title;
    QString what;         ///< what it is, for people
    ClipId clip;          ///< whose take it makes; none if it makes none
    bool oneFile = false; ///< all of it is one small file, which is made from the start once it was cut off
    bool asks = false;    ///< whether it asks a model; else it goes beside the runs, on a thread for exports
    std::string model;    ///< which, and where
    std::string device;
    /// Gives the take whose layers it made, without id. `engine`: loads the model; throws where none is asked.
    std::function<std::optional<Take>(JobContext& job, const std::function<std::shared_ptr<Engine>()>& engine)> work;
};

/// A run, as it is shown.
struct JobStatus {
    int id = 0;
    JobState state = JobState::Queued;
    bool paused = false;                    ///< between two steps; it keeps its memory
    ClipRun run;                            ///< of other work only title and clip
    std::shared_ptr<const OtherWork> other; ///< null for a run of a task
    QString what;                           ///< a task's name, or what else is done
    Progress progress;
    QString sentence;             ///< why it failed
    std::vector<QImage> previews; ///< of the latest finished frames, newest last; a few
    QStringList log;              ///< what happened, a line each, with the time
    qint64 seconds = 0;           ///< since it began
    qint64 workSeconds = 0;       ///< of these, without loading the model and without pauses
};

/// Runs the model on a thread of its own, one run after another, and what needs none on another one.
///
/// Thread: the interface's. All signals come in it.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(EngineSource engines, QObject* parent = nullptr);

    /// Cancels what runs, and waits until it has noticed: at most one denoising step.
    ~JobQueue() override;

    int enqueue(ClipRun run);
    int enqueue(const std::shared_ptr<const OtherWork>& work);

    /// Lists work that was cut off after `have` of `total` frames; goOn() puts it into the queue.
    int list(const std::shared_ptr<const OtherWork>& work, std::int64_t have, std::int64_t total);
    void goOn(int id);

    void cancel(int id);                 ///< what was cut off is not wanted any more
    void setPaused(int id, bool paused); ///< takes effect within one step

    /// Everything there was, oldest first.
    const std::vector<JobStatus>& jobs() const { return jobs_; }
    const JobStatus* find(int id) const; ///< null if there is none
    bool isBusy() const;

    /// Takes finished ones off the list.
    void clearFinished();

Q_SIGNALS:
    void added(int id);
    void changed(int id);
    void cleared();
    /// More frames are on disk: `take` holds those there are so far, and has no id.
    void takeGrew(int id, const unividx::Take& take);
    /// The run's layers are on disk; `take` has no id yet.
    void takeReady(int id, const unividx::Take& take);

private:
    using Work = std::function<void(JobContext& job, qint64& idle, int id)>;

    int add(JobStatus status);
    void launch(int id, BackgroundQueue& queue, const Work& work);
    void launch(int id, const std::shared_ptr<const OtherWork>& work);
    void work(int id, JobControl& control, const Work& work);
    void run(int id, const ClipRun& run, JobContext& context, qint64& idle);
    void offer(int id, const Take& take);
    void post(int id, const std::function<void(JobStatus&)>& change);

    EngineSource engines_;
    std::vector<JobStatus> jobs_;
    std::map<int, std::shared_ptr<JobControl>> controls_;
    int lastId_ = 0;
    std::unique_ptr<BackgroundQueue> exports_;
    std::unique_ptr<BackgroundQueue> queue_; // last, like the one before it: their threads post to this object
};

} // namespace unividx::ui
