#pragma once

#include "core/project/clip.h"
#include "ui/jobs/engine_source.h"
#include "ui/jobs/run_request.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace unividx::ui {

class BackgroundQueue;
class JobControl;

enum class JobState { Queued, Running, Done, Failed, Cancelled };
QString jobStateWord(JobState state);

/// A run, as it is shown.
struct JobStatus {
    int id = 0;
    JobState state = JobState::Queued;
    bool paused = false; ///< between two steps; it keeps its memory
    RunRequest run;
    Progress progress;
    QString sentence;             ///< why it failed
    std::vector<QImage> previews; ///< of the latest finished frames, newest last; a few
    QStringList log;              ///< what happened, a line each, with the time
    qint64 seconds = 0;           ///< since it began
    qint64 workSeconds = 0;       ///< of these, without loading the model and without pauses
};

/// Runs the model on a thread of its own, one run after another.
///
/// Thread: the interface's. All signals come in it.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(EngineSource engines, QObject* parent = nullptr);

    /// Cancels what runs, and waits until it has noticed: at most one denoising step.
    ~JobQueue() override;

    int enqueue(RunRequest run);
    void cancel(int id);
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
    void work(int id, const RunRequest& run, JobControl& control);
    void post(int id, const std::function<void(JobStatus&)>& change);

    EngineSource engines_;
    std::vector<JobStatus> jobs_;
    std::map<int, std::shared_ptr<JobControl>> controls_;
    int lastId_ = 0;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui
