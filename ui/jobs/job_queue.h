#pragma once

#include "core/project/clip.h"
#include "ui/jobs/engine_source.h"
#include "ui/jobs/run_request.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace unividx::ui {

class BackgroundQueue;

enum class JobState { Queued, Running, Done, Failed, Cancelled };

/// A run, as it is shown.
struct JobStatus {
    int id = 0;
    JobState state = JobState::Queued;
    RunRequest run;
    Progress progress;
    QString sentence; ///< why it failed
    QImage preview;   ///< of the latest finished frame
    qint64 seconds = 0;
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
    /// The run's layers are on disk; `take` has no id yet.
    void takeReady(int id, const unividx::Take& take);

private:
    void work(int id, const RunRequest& run, const CancelToken& token);
    void post(int id, const std::function<void(JobStatus&)>& change);

    EngineSource engines_;
    std::vector<JobStatus> jobs_;
    std::map<int, std::shared_ptr<CancelToken>> tokens_;
    int lastId_ = 0;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui
