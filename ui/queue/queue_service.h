#pragma once

#include "core/base/error.h"
#include "core/queue/job_store.h"
#include "core/queue/supervisor.h"
#include "core/run/run_options.h"
#include "ui/frames/background_queue.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace unividx::ui {

/// Where the queue is, and what runs its items.
struct QueueSetup {
    std::filesystem::path folder;    ///< empty: there is none
    std::vector<std::string> worker; ///< the worker program and its arguments; empty: items can be kept, but not run
    WorkerLimits limits;
};

/// The queue as it stood when it was last looked at.
struct QueueView {
    std::vector<QueueItem> items; ///< in order of place
    std::map<Lane, int> widths;
    std::optional<double> secondsLeft; ///< until nothing is left to do; nothing where it is not known
};

/// What a queue that was run came to.
struct QueueSummary {
    int done = 0;
    int failed = 0;
};

/// The queue on disk for the window: looks at it now and then on a thread of its own, changes it there, and runs it in
/// worker processes while it is told to. The command line may be at work on the same queue.
///
/// Thread: the interface's. Nothing here waits but the destructor: for the running items to reach the end of a step.
class QueueService : public QObject {
    Q_OBJECT
public:
    explicit QueueService(QueueSetup setup, QObject* parent = nullptr);
    ~QueueService() override;

    const QueueView& view() const { return view_; }
    const QueueItem* find(ItemId id) const; ///< null if there is none
    const std::filesystem::path& folder() const { return setup_.folder; }

    /// Why the queue cannot be used; empty while it can.
    const QString& problem() const { return problem_; }

    /// Puts what was dropped into the queue: clips with what `usual` says, folders clip by clip, projects with their
    /// own settings. dropped() follows.
    void drop(const std::vector<std::filesystem::path>& paths, const RunOptions& usual);

    /// Puts runs at the end of the queue; dropped() follows.
    void add(const std::vector<RunOptions>& runs);

    /// Changes the queue on its thread; changed() follows, or failed().
    void change(std::function<void(JobStore& store)> act);

    /// Runs what is queued, and what will be, until stop().
    void start();
    /// What runs goes back to the queue at its last finished window.
    void stop();
    bool isOn() const { return wanted_; }
    bool isStopping() const { return !wanted_ && runner_.joinable(); }
    bool isWorking() const; ///< whether items of this window's runner are running
    bool canRun() const { return !setup_.worker.empty() && !setup_.folder.empty(); }

Q_SIGNALS:
    void changed();
    void runningChanged();
    void dropped(int items, const QStringList& notes); ///< `notes`: what was left out, and why
    void failed(const QString& sentence);
    void finished(const unividx::ui::QueueSummary& summary); ///< it is on, and nothing is left to do

private:
    /// Does `work` with the store on its thread, then `then` here.
    template <typename Work, typename Then>
    void onStore(Work work, Then then);
    void look();
    void show(QueueView view);
    void noteEnd();
    void noteStates();
    void addItems(std::vector<RunOptions> runs, QStringList notes);
    void runnerEnded(const QString& sentence);

    QueueSetup setup_;
    QueueView view_;
    QString problem_;
    QTimer timer_;
    bool looking_ = false;
    bool wanted_ = false;
    bool hadWork_ = false;
    std::map<ItemId, ItemState> before_; ///< how items stood when there was last nothing to do
    std::shared_ptr<CancelToken> stop_;
    std::thread runner_;
    struct Opened;
    std::shared_ptr<Opened> opened_;         ///< used by the store's thread only
    std::unique_ptr<BackgroundQueue> store_; // last: its thread posts to this object
};

} // namespace unividx::ui
