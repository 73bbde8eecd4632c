#include "ui/queue/queue_model.h"

#include "core/run/run_fields.h"
#include "ui/common/icons.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/item_results.h"

#include <QDateTime>
#include <QLocale>
#include <QMimeData>

#include <algorithm>
#include <array>
#include <utility>

namespace unividx::ui {

namespace {

constexpr const char* itemsMimeType = "application/x-unividx-queue-items";

const char* const stateWords[] = {
    QT_TRANSLATE_NOOP("QueueModel", "Queued"),      QT_TRANSLATE_NOOP("QueueModel", "Held"),
    QT_TRANSLATE_NOOP("QueueModel", "Running"),     QT_TRANSLATE_NOOP("QueueModel", "Paused"),
    QT_TRANSLATE_NOOP("QueueModel", "Interrupted"), QT_TRANSLATE_NOOP("QueueModel", "Quarantined"),
    QT_TRANSLATE_NOOP("QueueModel", "Failed"),      QT_TRANSLATE_NOOP("QueueModel", "Done"),
    QT_TRANSLATE_NOOP("QueueModel", "Cancelled")};

double fractionOf(const QueueItem& item)
{
    if (item.state == ItemState::Done)
        return 1;
    return item.progress.total > 0 ? static_cast<double>(item.progress.done) / static_cast<double>(item.progress.total)
                                   : 0;
}

QString clockWords(qint64 seconds)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds);
    const QString clock = QLocale().toString(time.time(), QLocale::ShortFormat);
    return time.date() == QDate::currentDate() ? clock
                                               : QLocale().toString(time.date(), QLocale::ShortFormat) + " " + clock;
}

/// What a run is asked for; nothing if a newer version wrote it.
std::optional<RunSpec> optionsOf(const QueueItem& item)
{
    try {
        return parseRunSpec(item.description, "item " + std::to_string(item.id));
    } catch (const Error&) {
        return std::nullopt; // it is listed under its title, and fails with its reason when it is run
    }
}

/// "Decompose", or what is made where no preset says it.
QString makesWord(const RunSpec& options)
{
    if (const TaskPreset* preset = findPreset(options.task))
        return presetWord(*preset);
    const auto task = taskOf(options);
    return task ? taskWord(*task->family, task->conditions, task->targets() & options.kept) : fromCore(options.task);
}

/// Words that stand beside an item's state: its priority, its hold, its lane.
QStringList tagsOf(const QueueItem& item)
{
    QStringList tags;
    if (item.lane == Lane::Farm)
        tags.append(QueueModel::tr("farm"));
    if (item.lane == Lane::Export)
        tags.append(QueueModel::tr("export"));
    if (item.priority != 0)
        tags.append(QueueModel::tr("priority %1").arg(item.priority));
    if (item.holdUntil && item.isWaiting())
        tags.append(QueueModel::tr("not before %1").arg(clockWords(*item.holdUntil)));
    return tags;
}

/// The shot of an item of another kind than a run; core writes it first in the item's title.
QString shotOf(const QueueItem& item)
{
    return fromCore(item.title).section(": ", 0, 0);
}

/// What such an item does.
QString kindWord(const QueueItem& item)
{
    if (item.kind == "export")
        return QueueModel::tr("Export");
    return item.kind == "render" || item.kind == "publish" ? editedTakeName(item) : fromCore(item.kind);
}

} // namespace

QString itemStateWord(ItemState state)
{
    return QueueModel::tr(stateWords[static_cast<std::size_t>(state)]);
}

QString itemTitle(const QueueItem& item)
{
    if (item.kind != "run")
        return shotOf(item) + "  " + kindWord(item);
    const auto options = optionsOf(item);
    const auto inputs = options ? inputsOf(*options) : std::vector<NamedInput>();
    if (inputs.empty())
        return fromCore(item.title);
    const std::filesystem::path clip = inputs.front().input->path;
    return fromPath(clip.filename()) + "  " + makesWord(*options);
}

QString itemWords(const QueueItem& item)
{
    QStringList words;
    if (item.state == ItemState::Running) {
        if (item.asked != Asked::Nothing)
            words.append(item.asked == Asked::Pause ? QueueModel::tr("pausing") : QueueModel::tr("cancelling"));
        // Of an export's frame most of the time goes into its composite.
        const bool composes = item.kind == "export" && item.progress.stage == Stage::Writing;
        words.append(composes ? QueueModel::tr("Compositing and writing") : stageWord(item.progress.stage));
        if (item.progress.steps > 0)
            words.append(QueueModel::tr("step %1 of %2").arg(item.progress.step).arg(item.progress.steps));
    }
    if (item.state == ItemState::Interrupted)
        words.append(QueueModel::tr("the program ended while it ran; press Resume to go on"));
    if (item.state == ItemState::Done)
        words.append(QueueModel::tr("%1 frames in %2")
                         .arg(item.progress.framesDone)
                         .arg(durationWords(static_cast<qint64>(item.seconds))));
    else if (item.progress.framesTotal > 0)
        words.append(QueueModel::tr("%1 of %2 frames").arg(item.progress.framesDone).arg(item.progress.framesTotal));
    const double fraction = fractionOf(item);
    // Before a tenth of the work is done, a guess would mostly be wrong.
    if (item.state == ItemState::Running && fraction > 0.1 && item.seconds > 2)
        words.append(QueueModel::tr("about %1 left")
                         .arg(durationWords(static_cast<qint64>(item.seconds * (1 - fraction) / fraction))));
    if (!item.sentence.empty())
        words.append(withShortPaths(fromCore(item.sentence)));
    return words.join(", ");
}

QString queueWords(const QueueView& view, qint64 now)
{
    const auto count = [&](ItemState state) {
        return static_cast<int>(std::count_if(view.items.begin(), view.items.end(),
                                              [state](const QueueItem& item) { return item.state == state; }));
    };
    QStringList words;
    const auto add = [&](int number, const QString& text) {
        if (number > 0)
            words.append(text);
    };
    const int failed = count(ItemState::Failed) + count(ItemState::Quarantined);
    add(count(ItemState::Running), QueueModel::tr("%n running", nullptr, count(ItemState::Running)));
    const int waiting = count(ItemState::Queued) + count(ItemState::Held);
    const int paused = count(ItemState::Paused) + count(ItemState::Interrupted);
    add(waiting, QueueModel::tr("%n waiting", nullptr, waiting));
    add(paused, QueueModel::tr("%n paused", nullptr, paused));
    add(count(ItemState::Done), QueueModel::tr("%n done", nullptr, count(ItemState::Done)));
    add(failed, QueueModel::tr("%n failed", nullptr, failed));
    if (view.secondsLeft && *view.secondsLeft >= 1) {
        const auto left = static_cast<qint64>(*view.secondsLeft);
        words.append(QueueModel::tr("about %1, until %2").arg(durationWords(left), clockWords(now + left)));
    }
    return words.join(", ");
}

QueueModel::QueueModel(QueueService& queue, QObject* parent) : QAbstractListModel(parent), queue_(queue)
{
    connect(&queue_, &QueueService::changed, this, &QueueModel::takeView);
    takeView();
}

void QueueModel::takeView()
{
    const std::vector<QueueItem>& next = queue_.view().items;
    const bool sameRows =
        std::equal(items_.begin(), items_.end(), next.begin(), next.end(),
                   [](const QueueItem& before, const QueueItem& after) { return before.id == after.id; });
    if (sameRows) {
        items_ = next;
        if (!items_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    // Who looks at an item goes on looking at it, wherever it stands now.
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList from = persistentIndexList();
    std::map<ItemId, int> rows;
    for (std::size_t row = 0; row < next.size(); ++row)
        rows[next[row].id] = static_cast<int>(row);
    QModelIndexList to;
    for (const QModelIndex& before : from) {
        const auto row = rows.find(items_[static_cast<std::size_t>(before.row())].id);
        to.append(row == rows.end() ? QModelIndex() : createIndex(row->second, 0));
    }
    items_ = next;
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

const QueueItem* QueueModel::itemAt(const QModelIndex& index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < items_.size() ? &items_[row] : nullptr;
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    const QueueItem* item = itemAt(index);
    if (!item)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return itemTitle(*item);
    case Qt::ToolTipRole: {
        QStringList lines{itemTitle(*item), itemWords(*item)};
        if (const std::filesystem::path folder = itemFolder(*item); !folder.empty())
            lines.append(tr("To %1").arg(fromPath(folder)));
        return lines.join('\n');
    }
    case Qt::AccessibleTextRole:
        return QStringList{itemTitle(*item), itemStateWord(item->state), itemWords(*item)}.join(", ");
    case ItemIdRole:
        return QVariant::fromValue<qint64>(item->id);
    case StateRole:
        return static_cast<int>(item->state);
    case StateWordRole:
        return itemStateWord(item->state);
    case DetailRole:
        return itemWords(*item);
    case TagsRole:
        return tagsOf(*item);
    case FractionRole:
        return fractionOf(*item);
    default:
        return {};
    }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const
{
    // Between the rows, not onto them.
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled : Qt::ItemIsDropEnabled;
}

QStringList QueueModel::mimeTypes() const
{
    return {itemsMimeType, "text/uri-list"};
}

QMimeData* QueueModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    QModelIndexList sorted = indexes;
    std::sort(sorted.begin(), sorted.end());
    QByteArray ids;
    for (const QModelIndex& index : sorted)
        ids += index.data(ItemIdRole).toByteArray() + ' ';
    auto* data = new QMimeData;
    data->setData(itemsMimeType, ids);
    return data;
}

bool QueueModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int, const QModelIndex&) const
{
    return (action == Qt::MoveAction && data->hasFormat(itemsMimeType)) || !droppedFiles(data).empty();
}

bool QueueModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                              const QModelIndex& parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    if (!data->hasFormat(itemsMimeType)) {
        Q_EMIT filesDropped(droppedFiles(data));
        return true;
    }
    JobStore::Ids ids;
    for (const QByteArray& id : data->data(itemsMimeType).split(' ')) {
        if (!id.isEmpty())
            ids.push_back(id.toLongLong());
    }
    QueuePlace place;
    // Before the first row behind the gap that is not itself on the way.
    for (auto next = static_cast<std::size_t>(row < 0 ? rowCount() : row); next < items_.size(); ++next) {
        if (std::find(ids.begin(), ids.end(), items_[next].id) != ids.end())
            continue;
        place = {QueuePlace::Kind::Before, items_[next].id};
        break;
    }
    queue_.change([ids, place](JobStore& store) { store.move(ids, place); });
    return false; // the rows come back moved; the view must not take them away
}

} // namespace unividx::ui
