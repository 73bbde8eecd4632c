#include "ui/layers/takes_model.h"

#include "core/project/clock.h"
#include "core/project/inputs.h"
#include "core/project/task_edits.h"
#include "ui/common/words.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace unividx::ui {

namespace {

/// Of today the time alone, else the date with it.
QString localTime(const std::string& utc)
{
    const auto time = parseUtc(utc);
    if (!time)
        return fromCore(utc);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
    const QDateTime local = QDateTime::fromSecsSinceEpoch(seconds);
    const QString clock = QLocale().toString(local.time(), QLocale::ShortFormat);
    return local.date() == QDate::currentDate() ? clock
                                                : QLocale().toString(local.date(), QLocale::ShortFormat) + " " + clock;
}

} // namespace

TakesModel::TakesModel(ProjectModel& project, FrameStore& thumbnails, QObject* parent)
    : QAbstractListModel(parent), project_(project), thumbnails_(thumbnails), sizes_(new TakeSizes(this))
{
    connect(&project_, &ProjectModel::changed, this, &TakesModel::takeProject);
    connect(&project_, &ProjectModel::selectionChanged, this, &TakesModel::takeProject);
    connect(&project_, &ProjectModel::playheadChanged, this, &TakesModel::takeProject);
    connect(&thumbnails_, &FrameStore::ready, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
    });
    connect(sizes_, &TakeSizes::changed, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {DetailRole});
    });
    takeProject();
}

const Take* TakesModel::takeAt(const QModelIndex& index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < clip_.takes.size() ? &clip_.takes[row] : nullptr;
}

int TakesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(clip_.takes.size());
}

QVariant TakesModel::thumbnailOf(const Take& take) const
{
    if (take.layers.empty())
        return {};
    FrameKey key{layerPattern(take, take.layers.front()).string(), {}, take.frames.first, 96};
    key.decoding = take.layers.front() == "normal"  ? Decoding::UnitNormal
                   : take.layers.front() == "alpha" ? Decoding::Matte
                                                    : Decoding::Color;
    if (const StoredFrame* frame = thumbnails_.find(key))
        return frame->thumbnail;
    thumbnails_.request(key);
    return {};
}

QString TakesModel::detailsOf(const Take& take) const
{
    QStringList words;
    for (const std::string& layer : take.layers)
        words.append(modalityWord(layer));
    const QString made = tr("%1, seed %2").arg(words.join(' ')).arg(take.settings.seed);
    const auto bytes = sizes_->bytesOf(take);
    return bytes ? QLocale().formattedDataSize(*bytes) + ", " + made : made; // a narrow panel shows the beginning
}

QString TakesModel::useWords(const Take& take) const
{
    if (take.fresh)
        return tr("New");
    const Take* current = currentTake(clip_);
    if (current && current->id == take.id)
        return tr("In use");
    QStringList layers;
    for (const std::string& layer : take.layers) {
        if (const Take* used = currentTakeOf(clip_, layer); used && used->id == take.id)
            layers.append(modalityWord(layer));
    }
    return layers.isEmpty() ? QString() : tr("In use: %1").arg(layers.join(' '));
}

QVariant TakesModel::data(const QModelIndex& index, int role) const
{
    const Take* take = takeAt(index);
    if (!take)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return fromCore(take->name);
    case Qt::DecorationRole:
        return thumbnailOf(*take);
    case Qt::ToolTipRole:
        return tr("%1\n%2, %3\n%4")
            .arg(fromCore(take->name), detailsOf(*take), localTime(take->created), fromPath(take->folder));
    case Qt::AccessibleTextRole:
        return tr("Take %1, %2, %3, %4")
            .arg(fromCore(take->name), useWords(*take), detailsOf(*take), localTime(take->created));
    case DetailRole:
        return detailsOf(*take);
    case TimeRole:
        return localTime(take->created);
    case UseRole:
        return useWords(*take);
    case IsUsedRole:
        return !take->fresh && !useWords(*take).isEmpty();
    default:
        return {};
    }
}

bool TakesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const Take* take = takeAt(index);
    if (!take || role != Qt::EditRole || value.toString().isEmpty())
        return false;
    project_.apply(tr("Rename take"),
                   renameTake(project_.project(), clip_.id, take->id, value.toString().toStdString()));
    return true;
}

Qt::ItemFlags TakesModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::NoItemFlags;
}

void TakesModel::takeProject()
{
    const Clip* selected = project_.selectedClip();
    const Clip* shown = selected ? selected : project_.clipAtPlayhead();
    Clip clip;
    if (shown) {
        clip.id = shown->id;
        clip.takes = shown->takes;
        clip.layerTakes = shown->layerTakes;
    }
    if (clip == clip_)
        return;
    beginResetModel();
    clip_ = std::move(clip);
    endResetModel();
}

} // namespace unividx::ui
