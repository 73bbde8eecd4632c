#pragma once

#include "core/base/error.h"
#include "core/queue/job_store.h"
#include "core/queue/queue_runner.h"
#include "core/run/run_spec.h"
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
#include <utility>
#include <vector>

namespace unividx::ui {

/// Where the queue is, and what runs its items.
struct QueueSetup {
    std::filesystem::path folder;    ///< empty: there is none
    std::vector<std::string> worker; ///< the worker program and its arguments; empty: items can be kept, but not run
    WorkerLimits limits;
    int keepModelMinutes = 10; ///< for which an idle worker keeps its model loaded
    std::function<std::int64_t(const EngineDemand& demand)> memoryNeed; ///< as QueueRunnerOptions
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
/// worker processes: what was started at once always, the rest while it is told to. The command line may be at work on
/// the same queue.
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
    void drop(const std::vector<std::filesystem::path>& paths, const RunSpec& usual);

    /// Puts items at the end of the queue; dropped() follows.
    void add(std::vector<NewItem> items) { addItems(std::move(items), {}); }

    /// Puts an item into the queue that starts at once, before all others, held or not. `then` gets its number.
    void startNow(NewItem item, std::function<void(ItemId)> then = {});

    /// Changes the queue on its thread; changed() follows, or failed(). `then` is called after it.
    void change(std::function<void(JobStore& store)> act, std::function<void()> then = {});

    /// Runs what is queued, and what will be, until hold(). What was started at once runs either way.
    void start();
    /// What runs is finished; nothing else begins.
    void hold();
    /// Puts what runs back into the queue, at its last finished window, and begins nothing more: the window closes.
    void stop();
    bool isOn() const { return on_; }
    /// For how many minutes an idle worker keeps its model loaded, from now on.
    void keepModels(int minutes);
    bool isWorking() const; ///< whether items are running, or will at once, in this window's workers
    bool canRun() const { return !setup_.worker.empty() && !setup_.folder.empty(); }

Q_SIGNALS:
    void changed();
    void runningChanged();
    void dropped(int items, const QStringList& notes); ///< `notes`: what was left out, and why
    void failed(const QString& sentence);
    void finished(const unividx::ui::QueueSummary& summary); ///< it is on, and nothing is left to do

private:
    /// Does `work` with the store on its thread, then `then` here. `end` gets the sentence if that fails; failed() is
    /// emitted where there is none.
    template <typename Work, typename Then>
    void onStore(Work work, Then then, std::function<void(const QString& sentence)> end = {});
    void look();
    void show(QueueView view);
    void noteEnd();
    void setOn(bool on);
    void noteStates();
    void addItems(std::vector<NewItem> items, QStringList notes);
    QueueSetup setup_;
    QueueView view_;
    QString problem_;
    QTimer timer_;
    bool looking_ = false;
    bool on_ = false;
    int starting_ = 0; ///< items that are on their way into the queue to start at once
    bool hadWork_ = false;
    std::map<ItemId, ItemState> before_; ///< how items stood when there was last nothing to do
    struct Opened;
    std::shared_ptr<Opened> opened_;         ///< used by the store's thread only
    std::unique_ptr<BackgroundQueue> store_; // last: its thread posts to this object
};

} // namespace unividx::ui
