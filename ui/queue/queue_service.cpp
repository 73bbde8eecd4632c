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
#include <chrono>
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
    std::unique_ptr<QueueRunner> runner;

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
void QueueService::onStore(Work work, Then then, std::function<void(const QString& sentence)> end)
{
    if (!end)
        end = [this](const QString& sentence) { Q_EMIT failed(sentence); };
    later(
        *store_, this,
        [opened = opened_, folder = setup_.folder, work = std::move(work)] { return work(opened->get(folder)); },
        std::move(then), std::move(end));
}

QueueService::QueueService(QueueSetup setup, QObject* parent)
    : QObject(parent), setup_(std::move(setup)), opened_(std::make_shared<Opened>()),
      store_(std::make_unique<BackgroundQueue>())
{
    if (setup_.folder.empty())
        return;
    connect(&timer_, &QTimer::timeout, this, &QueueService::look);
    timer_.start(lookMilliseconds);
    if (!canRun())
        return;
    QueueRunnerOptions options;
    options.folder = setup_.folder;
    options.worker.command = setup_.worker;
    options.worker.limits = setup_.limits;
    options.memoryNeed = setup_.memoryNeed;
    options.untilEmpty = false;
    options.claims = Claims::StartedNow;
    options.keepEngine = std::chrono::minutes(setup_.keepModelMinutes);
    const QueueObserver observe = [this](const QueueItem&) {
        QMetaObject::invokeMethod(this, &QueueService::look, Qt::QueuedConnection);
    };
    later(
        *store_, this,
        [opened = opened_, options, observe] { opened->runner = std::make_unique<QueueRunner>(options, observe); },
        [this] { look(); }, [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

QueueService::~QueueService()
{
    store_.reset();
    opened_->runner.reset(); // its threads post to this object
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
    if (hadWork_ && on_ && summary.done + summary.failed > 0)
        Q_EMIT finished(summary);
    hadWork_ = false;
}

void QueueService::drop(const std::vector<std::filesystem::path>& paths, const RunSpec& usual)
{
    struct Found {
        std::vector<NewItem> items;
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
                    for (const RunSpec& run : dropped.runs)
                        found.items.push_back(newItem(run));
                    for (const std::string& note : dropped.notes)
                        found.notes.append(fromCore(note));
                } catch (const Error& error) {
                    found.notes.append(QString::fromUtf8(error.what()));
                }
            }
            return found;
        },
        [this](const Found& found) { addItems(found.items, found.notes); },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void QueueService::addItems(std::vector<NewItem> items, QStringList notes)
{
    onStore(
        [opened = opened_, items = std::move(items)](JobStore& store) {
            store.add(items);
            if (opened->runner)
                opened->runner->wake();
            return std::pair(items.size(), viewOf(store));
        },
        [this, notes = std::move(notes)](const auto& added) {
            show(added.second);
            Q_EMIT dropped(static_cast<int>(added.first), notes);
        });
}

void QueueService::startNow(NewItem item, std::function<void(ItemId)> then)
{
    item.startNow = true;
    ++starting_;
    const auto end = [this](const QString& sentence) {
        --starting_;
        Q_EMIT failed(sentence);
    };
    onStore(
        [opened = opened_, item = std::move(item)](JobStore& store) {
            const ItemId id = store.add({item}).front();
            if (opened->runner)
                opened->runner->wake();
            return std::pair(id, viewOf(store));
        },
        [this, then = std::move(then)](const std::pair<ItemId, QueueView>& added) {
            --starting_;
            if (then)
                then(added.first);
            show(added.second);
        },
        end);
}

void QueueService::change(std::function<void(JobStore& store)> act, std::function<void()> then)
{
    onStore(
        [opened = opened_, act = std::move(act)](JobStore& store) {
            act(store);
            if (opened->runner)
                opened->runner->wake();
            return viewOf(store);
        },
        [this, then = std::move(then)](const QueueView& view) {
            show(view);
            if (then)
                then();
        });
}

bool QueueService::isWorking() const
{
    return starting_ > 0 || std::any_of(view_.items.begin(), view_.items.end(), [](const QueueItem& item) {
               return (item.isRunning() && item.owner == currentProcess()) || (item.startNow && item.isWaiting());
           });
}

void QueueService::start()
{
    setOn(true);
}

void QueueService::hold()
{
    setOn(false);
}

void QueueService::stop()
{
    if (!canRun())
        return;
    onStore(
        [opened = opened_](JobStore&) {
            if (opened->runner)
                opened->runner->stop();
        },
        [] {});
}

void QueueService::keepModels(int minutes)
{
    if (minutes == std::exchange(setup_.keepModelMinutes, minutes) || !canRun())
        return;
    onStore(
        [opened = opened_, minutes](JobStore&) {
            if (opened->runner)
                opened->runner->setKeepEngine(std::chrono::minutes(minutes));
        },
        [] {});
}

void QueueService::setOn(bool on)
{
    if (on == on_ || !canRun())
        return;
    on_ = on;
    noteStates();
    onStore(
        [opened = opened_, on](JobStore&) {
            if (opened->runner)
                opened->runner->setClaims(on ? Claims::Everything : Claims::StartedNow);
        },
        [] {});
    Q_EMIT runningChanged();
}

} // namespace unividx::ui
