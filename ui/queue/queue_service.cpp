#include "ui/queue/queue_service.h"

#include "core/queue/drop.h"
#include "core/queue/estimate.h"
#include "core/queue/item_kind.h"
#include "core/queue/queue_runner.h"
#include "ui/common/words.h"
#include "ui/frames/later.h"
#include "ui/media_pool/media_importer.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int lookMilliseconds = 400;

bool isWaitingOrRunning(const QueueItem& item)
{
    return item.isWaiting() || item.isRunning();
}

/// Numbered pictures as their sequence, each once; folders and projects as they are.
std::vector<std::filesystem::path> withSequences(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::filesystem::path> all;
    for (const std::filesystem::path& path : paths) {
        std::error_code unknown; // then it is no folder, and its error comes when it is opened
        if (std::filesystem::is_directory(path, unknown)) {
            all.push_back(path);
            continue;
        }
        for (const std::filesystem::path& clip : clipsAmong({path})) {
            if (std::find(all.begin(), all.end(), clip) == all.end())
                all.push_back(clip);
        }
    }
    return all;
}

QueueView viewOf(const JobStore& store)
{
    QueueView view;
    view.items = store.list();
    for (const Lane lane : allLanes)
        view.widths[lane] = store.laneWidth(lane);
    view.secondsLeft = estimateSeconds(view.items, view.widths);
    return view;
}

} // namespace

/// The store, opened when it is first needed.
struct QueueService::Opened {
    std::unique_ptr<JobStore> store;
    std::int64_t version = -1; ///< of the last look

    JobStore& get(const std::filesystem::path& folder)
    {
        if (!store) {
            store = std::make_unique<JobStore>(queueFile(folder));
            store->recover();
        }
        return *store;
    }
};

template <typename Work, typename Then>
void QueueService::onStore(Work work, Then then)
{
    later(
        *store_, this,
        [opened = opened_, folder = setup_.folder, work = std::move(work)] { return work(opened->get(folder)); },
        std::move(then), [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

QueueService::QueueService(QueueSetup setup, QObject* parent)
    : QObject(parent), setup_(std::move(setup)), opened_(std::make_shared<Opened>()),
      store_(std::make_unique<BackgroundQueue>())
{
    if (setup_.folder.empty())
        return;
    connect(&timer_, &QTimer::timeout, this, &QueueService::look);
    timer_.start(lookMilliseconds);
}

QueueService::~QueueService()
{
    if (stop_)
        stop_->cancel();
    if (runner_.joinable())
        runner_.join();
    store_.reset();
}

const QueueItem* QueueService::find(ItemId id) const
{
    const auto found =
        std::find_if(view_.items.begin(), view_.items.end(), [id](const QueueItem& item) { return item.id == id; });
    return found == view_.items.end() ? nullptr : &*found;
}

void QueueService::look()
{
    if (looking_)
        return;
    looking_ = true;
    later(
        *store_, this,
        [opened = opened_, folder = setup_.folder]() -> std::optional<QueueView> {
            JobStore& store = opened->get(folder);
            const std::int64_t version = store.version();
            if (version == opened->version)
                return std::nullopt;
            opened->version = version;
            return viewOf(store);
        },
        [this](const std::optional<QueueView>& view) {
            looking_ = false;
            if (view)
                show(*view);
        },
        [this](const QString& sentence) {
            looking_ = false;
            if (sentence == problem_)
                return; // it has been said
            problem_ = sentence;
            Q_EMIT failed(sentence);
            Q_EMIT changed();
        });
}

void QueueService::noteStates()
{
    before_.clear();
    for (const QueueItem& item : view_.items)
        before_[item.id] = item.state;
}

void QueueService::show(QueueView view)
{
    view_ = std::move(view);
    problem_.clear();
    noteEnd();
    Q_EMIT changed();
}

void QueueService::noteEnd()
{
    const bool hasWork = std::any_of(view_.items.begin(), view_.items.end(), isWaitingOrRunning);
    if (hasWork) {
        hadWork_ = true;
        return;
    }
    QueueSummary summary;
    for (const QueueItem& item : view_.items) {
        const auto was = before_.find(item.id);
        if (was != before_.end() && was->second == item.state)
            continue;
        summary.done += item.state == ItemState::Done;
        summary.failed += item.state == ItemState::Failed || item.state == ItemState::Quarantined;
    }
    noteStates();
    if (hadWork_ && wanted_ && summary.done + summary.failed > 0)
        Q_EMIT finished(summary);
    hadWork_ = false;
}

void QueueService::drop(const std::vector<std::filesystem::path>& paths, const RunSpec& usual)
{
    struct Found {
        std::vector<RunSpec> runs;
        QStringList notes;
    };
    // Looking into folders and projects takes its time; one that is of no use does not stop the others.
    later(
        *store_, this,
        [paths, usual] {
            Found found;
            for (const std::filesystem::path& path : withSequences(paths)) {
                try {
                    Dropped dropped = runsFor(path, usual);
                    std::move(dropped.runs.begin(), dropped.runs.end(), std::back_inserter(found.runs));
                    for (const std::string& note : dropped.notes)
                        found.notes.append(fromCore(note));
                } catch (const Error& error) {
                    found.notes.append(QString::fromUtf8(error.what()));
                }
            }
            return found;
        },
        [this](const Found& found) { addItems(found.runs, found.notes); },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void QueueService::add(const std::vector<RunSpec>& runs)
{
    addItems(runs, {});
}

void QueueService::addItems(std::vector<RunSpec> runs, QStringList notes)
{
    onStore(
        [runs = std::move(runs)](JobStore& store) {
            std::vector<NewItem> items;
            items.reserve(runs.size());
            for (const RunSpec& run : runs)
                items.push_back(newItem(run));
            store.add(items);
            return std::pair(items.size(), viewOf(store));
        },
        [this, notes = std::move(notes)](const auto& added) {
            show(added.second);
            Q_EMIT dropped(static_cast<int>(added.first), notes);
        });
}

void QueueService::change(std::function<void(JobStore& store)> act)
{
    onStore(
        [act = std::move(act)](JobStore& store) {
            act(store);
            return viewOf(store);
        },
        [this](const QueueView& view) { show(view); });
}

bool QueueService::isWorking() const
{
    return runner_.joinable() && std::any_of(view_.items.begin(), view_.items.end(), [](const QueueItem& item) {
               return item.state == ItemState::Running && item.owner == currentProcess();
           });
}

void QueueService::start()
{
    if (wanted_ || !canRun())
        return;
    wanted_ = true;
    noteStates();
    if (!runner_.joinable()) { // else it begins anew once it has stopped
        stop_ = std::make_shared<CancelToken>();
        QueueRunnerOptions options;
        options.folder = setup_.folder;
        options.worker.command = setup_.worker;
        options.worker.limits = setup_.limits;
        options.untilEmpty = false;
        runner_ = std::thread([this, options, stop = stop_] {
            QString sentence;
            try {
                runQueue(options, *stop, {});
            } catch (const std::exception& error) {
                sentence = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(
                this, [this, sentence] { runnerEnded(sentence); }, Qt::QueuedConnection);
        });
    }
    Q_EMIT runningChanged();
}

void QueueService::stop()
{
    if (!wanted_)
        return;
    wanted_ = false;
    stop_->cancel();
    Q_EMIT runningChanged();
}

void QueueService::runnerEnded(const QString& sentence)
{
    runner_.join();
    const bool again = wanted_ && sentence.isEmpty();
    wanted_ = false;
    if (again)
        start();
    else
        Q_EMIT runningChanged();
    if (!sentence.isEmpty())
        Q_EMIT failed(sentence);
}

} // namespace unividx::ui
