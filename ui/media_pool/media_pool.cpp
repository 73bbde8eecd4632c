#include "ui/media_pool/media_pool.h"

#include "core/project/edits.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"
#include "ui/frames/picture_paint.h"
#include "ui/media_pool/color_space_menu.h"

#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QUrl>

#include <array>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int thumbnailWidth = 96;
constexpr QSize thumbnailBox(80, 45);

struct StateRow {
    const char* word;
    const char* icon;
};

const StateRow& stateRow(MediaState state)
{
    static const std::array<StateRow, 6> rows{{{QT_TRANSLATE_NOOP("MediaPool", "Imported"), "film"},
                                               {QT_TRANSLATE_NOOP("MediaPool", "Queued"), "queued"},
                                               {QT_TRANSLATE_NOOP("MediaPool", "Running"), "running"},
                                               {QT_TRANSLATE_NOOP("MediaPool", "Layers ready"), "layers"},
                                               {QT_TRANSLATE_NOOP("MediaPool", "Failed"), "error"},
                                               {QT_TRANSLATE_NOOP("MediaPool", "Missing"), "warning"}}};
    return rows.at(static_cast<std::size_t>(state));
}

QColor stateColor(MediaState state)
{
    switch (state) {
    case MediaState::Running:
        return theme().running;
    case MediaState::LayersReady:
        return theme().ready;
    case MediaState::Failed:
    case MediaState::Missing:
        return theme().failed;
    default:
        return theme().dim;
    }
}

QString fileName(const MediaItem& item)
{
    return fromCore(item.path.filename().string());
}

/// A thumbnail, the name, what it is, and its state with an icon.
class MediaDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {160, thumbnailBox.height() + 8};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const bool selected = option.state & QStyle::State_Selected;
        if (selected)
            painter->fillRect(option.rect, theme().selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, theme().raised);
        const QRect box(option.rect.topLeft() + QPoint(6, 4), thumbnailBox);
        const auto image = index.data(Qt::DecorationRole).value<QImage>();
        paintThumbnail(*painter, box, image);
        if (image.isNull())
            icon("film", theme().off).paint(painter, QRect(box.center() - QPoint(8, 8), QSize(16, 16)));
        const QRect text = option.rect.adjusted(box.right() - option.rect.left() + 9, 4, -6, -4);
        paintText(*painter, text, option, index, selected);
        painter->restore();
    }

private:
    static void paintText(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                          const QModelIndex& index, bool selected)
    {
        const int line = rect.height() / 3;
        const auto lineRect = [&](int number) { return QRect(rect.x(), rect.y() + number * line, rect.width(), line); };
        const QFontMetrics& metrics = option.fontMetrics;
        painter.setPen(selected ? theme().strong : theme().text);
        painter.drawText(lineRect(0), Qt::AlignVCenter,
                         metrics.elidedText(index.data().toString(), Qt::ElideMiddle, rect.width()));
        painter.setPen(theme().dim);
        painter.drawText(
            lineRect(1), Qt::AlignVCenter,
            metrics.elidedText(index.data(MediaPoolModel::DetailRole).toString(), Qt::ElideRight, rect.width()));
        const auto state = static_cast<MediaState>(index.data(MediaPoolModel::StateRole).toInt());
        const QRect iconRect(rect.x(), lineRect(2).center().y() - 6, 12, 12);
        icon(mediaStateIcon(state), stateColor(state)).paint(&painter, iconRect);
        painter.setPen(stateColor(state));
        QString word = mediaStateWord(state);
        const int notes = static_cast<int>(index.data(MediaPoolModel::NotesRole).toStringList().size());
        if (notes > 0)
            word += MediaPool::tr(", %n note(s)", nullptr, notes);
        painter.drawText(lineRect(2).adjusted(17, 0, 0, 0), Qt::AlignVCenter, word);
    }
};

} // namespace

QString mediaStateWord(MediaState state)
{
    return MediaPool::tr(stateRow(state).word);
}

QString mediaStateIcon(MediaState state)
{
    return stateRow(state).icon;
}

std::vector<std::filesystem::path> droppedFiles(const QMimeData* data)
{
    std::vector<std::filesystem::path> files;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            files.push_back(toPath(url.toLocalFile()));
    }
    return files;
}

MediaPoolModel::MediaPoolModel(ProjectModel& project, FrameStore& thumbnails, QObject* parent)
    : QAbstractListModel(parent), project_(project), thumbnails_(thumbnails)
{
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, [this] { details_.clear(); });
    connect(&project_, &ProjectModel::changed, this, &MediaPoolModel::takeProject);
    connect(&thumbnails_, &FrameStore::ready, this, [this](const FrameKey& key) {
        for (const MediaItem& item : items_) {
            if (item.path.string() == key.path)
                tellChange(item.id);
        }
    });
    connect(&thumbnails_, &FrameStore::failed, this, [this](const FrameKey& key, const QString& sentence) {
        if (key.composite)
            return; // that nodes lack a layer says nothing about the file
        for (const MediaItem& item : items_) {
            if (item.path.string() != key.path)
                continue;
            setMissing(item.id, true, sentence);
        }
    });
    takeProject();
}

int MediaPoolModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant MediaPoolModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MediaItem& item = items_[static_cast<std::size_t>(index.row())];
    const auto found = details_.find(item.id);
    const Details details = found == details_.end() ? Details{} : found->second;
    switch (role) {
    case Qt::DisplayRole:
        return fileName(item);
    case Qt::DecorationRole: {
        const FrameKey key = mediaFrame(item, item.frames.first + item.frames.count / 2, thumbnailWidth);
        if (const StoredFrame* frame = thumbnails_.find(key))
            return frame->thumbnail;
        thumbnails_.request(key);
        return {};
    }
    case Qt::ToolTipRole:
        return (linesOf(item.id) << tr("Thumbnail: the file itself, without layers or nodes")).join('\n');
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(fileName(item), data(index, DetailRole).toString(), mediaStateWord(stateOf(item)));
    case IdRole:
        return QVariant::fromValue<qint64>(item.id.value);
    case DetailRole:
        return tr("%1 x %2, %3 fps, %4 frames")
            .arg(item.resolution.width)
            .arg(item.resolution.height)
            .arg(item.rate.perSecond(), 0, 'g', 5)
            .arg(item.frames.count);
    case StateRole:
        return static_cast<int>(stateOf(item));
    case StateWordRole:
        return mediaStateWord(stateOf(item));
    case NotesRole:
        return details.notes;
    default:
        return {};
    }
}

Qt::ItemFlags MediaPoolModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled : Qt::NoItemFlags;
}

QStringList MediaPoolModel::mimeTypes() const
{
    return {mediaMimeType};
}

QMimeData* MediaPoolModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto* data = new QMimeData;
    data->setData(mediaMimeType, QByteArray::number(indexes.front().data(IdRole).toLongLong()));
    return data;
}

void MediaPoolModel::setDetails(MediaId id, const QStringList& notes, const QString& color)
{
    details_[id].notes = notes;
    details_[id].color = color;
    tellChange(id);
}

void MediaPoolModel::setJobState(MediaId id, MediaState state)
{
    details_[id].job = state;
    tellChange(id);
}

void MediaPoolModel::setMissing(MediaId id, bool missing, const QString& sentence)
{
    details_[id].missing = missing;
    details_[id].whyMissing = sentence;
    tellChange(id);
}

bool MediaPoolModel::isMissing(MediaId id) const
{
    const auto found = details_.find(id);
    return found != details_.end() && found->second.missing;
}

QStringList MediaPoolModel::linesOf(MediaId id) const
{
    const auto item = std::find_if(items_.begin(), items_.end(), [id](const MediaItem& m) { return m.id == id; });
    if (item == items_.end())
        return {};
    QStringList lines{fromCore(item->path.string())};
    const auto found = details_.find(id);
    if (found == details_.end())
        return lines;
    const Details& details = found->second;
    if (details.missing)
        lines.append(details.whyMissing);
    if (!item->colorSpace.empty())
        lines.append(tr("Colour: %1 (chosen)").arg(fromCore(item->colorSpace)));
    else if (!details.color.isEmpty())
        lines.append(tr("Colour: %1").arg(details.color));
    return lines + details.notes;
}

void MediaPoolModel::takeProject()
{
    const auto& next = project_.project().media;
    // The pool mostly grows by one: rows that stay keep their selection.
    std::size_t same = 0;
    while (same < items_.size() && same < next.size() && items_[same].id == next[same].id)
        ++same;
    if (same < items_.size()) {
        beginRemoveRows({}, static_cast<int>(same), static_cast<int>(items_.size()) - 1);
        items_.resize(same);
        endRemoveRows();
    }
    if (same < next.size()) {
        beginInsertRows({}, static_cast<int>(same), static_cast<int>(next.size()) - 1);
        items_.insert(items_.end(), next.begin() + static_cast<std::ptrdiff_t>(same), next.end());
        endInsertRows();
    }
    items_ = next;
    if (!items_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

MediaState MediaPoolModel::stateOf(const MediaItem& item) const
{
    const auto found = details_.find(item.id);
    if (found != details_.end() && found->second.missing)
        return MediaState::Missing;
    if (found != details_.end() && found->second.job != MediaState::Imported)
        return found->second.job;
    for (const Track& track : project_.project().tracks) {
        for (const Clip& clip : track.clips) {
            if (clip.media == item.id && !clip.takes.empty())
                return MediaState::LayersReady;
        }
    }
    return MediaState::Imported;
}

void MediaPoolModel::tellChange(MediaId id)
{
    for (std::size_t row = 0; row < items_.size(); ++row) {
        if (items_[row].id == id)
            Q_EMIT dataChanged(index(static_cast<int>(row)), index(static_cast<int>(row)));
    }
}

MediaPool::MediaPool(ProjectModel& project, FrameStore& thumbnails, QWidget* parent)
    : QWidget(parent), project_(project), model_(new MediaPoolModel(project, thumbnails, this)), list_(new QListView),
      hint_(new QLabel(tr("Drop movies, pictures or folders here"))), stack_(new QStackedLayout(this)),
      importer_(new MediaImporter(this))
{
    setAcceptDrops(true);
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    hint_->setProperty("role", "dim");
    hint_->setMargin(16);
    content_ = makeList();
    stack_->addWidget(hint_);
    stack_->addWidget(content_);
    connect(model_, &QAbstractItemModel::rowsInserted, this, &MediaPool::showEmptiness);
    connect(model_, &QAbstractItemModel::rowsRemoved, this, &MediaPool::showEmptiness);
    connect(model_, &QAbstractItemModel::dataChanged, this, &MediaPool::showNotes);
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, [this] {
        failures_.clear();
        relinking_.clear();
        importer_->forget();
    });
    connect(&project_, &ProjectModel::replaced, this, &MediaPool::inspectAll);
    connect(importer_, &MediaImporter::found, this, &MediaPool::add);
    connect(importer_, &MediaImporter::pendingChanged, this, [this](int pending) {
        if (pending > 0)
            return;
        if (!failures_.isEmpty())
            Q_EMIT importsFailed(std::exchange(failures_, {}));
        Q_EMIT importsEnded();
    });
    connect(importer_, &MediaImporter::failed, this,
            [this](const QString&, const QString& sentence) { failures_.append(sentence); });
    connect(importer_, &MediaImporter::inspected, this,
            [this](qint64 ticket, const ProbedMedia& media) { takeInspection(MediaId{ticket}, media); });
    connect(importer_, &MediaImporter::inspectionFailed, this, [this](qint64 ticket, const QString& sentence) {
        const MediaId id{ticket};
        if (relinking_.erase(id) > 0)
            Q_EMIT failed(sentence); // what it pointed to stays
        else
            model_->setMissing(id, true, sentence);
    });
    showEmptiness();
    showNotes();
}

QWidget* MediaPool::makeList()
{
    auto* content = new QWidget;
    QVBoxLayout* layout = plainColumn(content);
    list_->setModel(model_);
    list_->setItemDelegate(new MediaDelegate(list_));
    list_->setAccessibleName(tr("Media pool"));
    list_->setDragEnabled(true);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    notes_ = new QLabel;
    notes_->setWordWrap(true);
    notes_->setMargin(8);
    notes_->setProperty("role", "dim");
    notes_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    notes_->setAccessibleName(tr("Notes on the chosen file"));
    QHBoxLayout* bar = buttonRow();
    QToolButton* place = makeButton("timeline-place", tr("Put on the timeline"));
    QToolButton* relink = makeButton("relink", tr("Relink to another file..."));
    QToolButton* removal = makeButton("trash", tr("Remove from the project; the file stays"));
    for (QToolButton* button : buttons_)
        bar->addWidget(button);
    bar->addStretch();
    layout->addWidget(list_, 1);
    layout->addWidget(notes_);
    layout->addLayout(bar);
    connect(place, &QToolButton::clicked, this, [this] { Q_EMIT activated(chosen()); });
    connect(relink, &QToolButton::clicked, this, [this] { askRelink(chosen()); });
    connect(removal, &QToolButton::clicked, this, [this] { remove(chosen()); });
    connect(list_, &QListView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT activated(MediaId{index.data(MediaPoolModel::IdRole).toLongLong()});
    });
    connect(list_, &QWidget::customContextMenuRequested, this, &MediaPool::showMenu);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &MediaPool::showNotes);
    return content;
}

QToolButton* MediaPool::makeButton(const QString& iconName, const QString& name)
{
    buttons_.push_back(iconButton(iconName, name));
    return buttons_.back();
}

MediaId MediaPool::chosen() const
{
    return MediaId{list_->currentIndex().data(MediaPoolModel::IdRole).toLongLong()};
}

void MediaPool::choose(MediaId id)
{
    for (int row = 0; row < model_->rowCount(); ++row) {
        if (model_->index(row).data(MediaPoolModel::IdRole).toLongLong() == id.value)
            list_->setCurrentIndex(model_->index(row));
    }
}

void MediaPool::showMenu(const QPoint& point)
{
    const QModelIndex index = list_->indexAt(point);
    if (!index.isValid())
        return;
    if (!list_->selectionModel()->isSelected(index))
        list_->setCurrentIndex(index);
    QMenu menu(this);
    for (QToolButton* button : buttons_)
        menu.addAction(button->icon(), button->toolTip(), button, &QToolButton::click);
    menu.addSeparator();
    fillColorSpaceMenu(*menu.addMenu(tr("Colour space")), tr("As the file says"), colorSpacesOf(selected()),
                       [this](const std::string& space) { chooseColorSpace(space); });
    menu.exec(list_->viewport()->mapToGlobal(point));
}

std::vector<MediaId> MediaPool::selected() const
{
    std::vector<MediaId> ids;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes())
        ids.push_back(MediaId{index.data(MediaPoolModel::IdRole).toLongLong()});
    return ids;
}

std::vector<std::string> MediaPool::colorSpacesOf(const std::vector<MediaId>& ids) const
{
    std::vector<std::string> spaces;
    for (const MediaId id : ids) {
        if (const MediaItem* item = findMedia(project_.project(), id))
            spaces.push_back(item->colorSpace);
    }
    return spaces;
}

void MediaPool::chooseColorSpace(const std::string& space)
{
    const std::vector<MediaId> ids = selected();
    if (!ids.empty())
        project_.apply(tr("Colour space"), setColorSpace(project_.project(), ids, space));
}

void MediaPool::showNotes()
{
    const MediaId id = chosen();
    QStringList lines = model_->linesOf(id);
    if (!lines.isEmpty())
        lines.removeFirst(); // the path is in the tool tip, and would fill the panel
    notes_->setText(lines.join('\n'));
    notes_->setVisible(!lines.isEmpty());
    for (QToolButton* button : buttons_)
        button->setEnabled(static_cast<bool>(id));
}

void MediaPool::inspectAll()
{
    for (const MediaItem& item : project_.project().media) {
        if (!model_->hasDetails(item.id))
            importer_->inspect(item.path, item.id.value);
    }
}

void MediaPool::askRelink(MediaId id)
{
    const MediaItem* item = findMedia(project_.project(), id);
    if (!item)
        return;
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Relink %1").arg(fileName(*item)), fromPath(item->path.parent_path()));
    if (!file.isEmpty())
        relink(id, toPath(file));
}

void MediaPool::relink(MediaId id, const std::filesystem::path& path)
{
    const auto clips = clipsAmong({path}); // a frame stands for its sequence
    relinking_[id] = clips.empty() ? path : clips.front();
    importer_->inspect(relinking_[id], id.value);
}

void MediaPool::takeInspection(MediaId id, const ProbedMedia& media)
{
    const auto wanted = relinking_.find(id);
    const MediaItem* item = findMedia(project_.project(), id);
    if (!item)
        return;
    if (wanted == relinking_.end()) {
        model_->setMissing(id, false);
        model_->setDetails(id, media.notes, media.color);
        return;
    }
    const std::filesystem::path before = item->path;
    relinking_.erase(wanted);
    project_.apply(tr("Relink %1").arg(fileName(*item)), relinkMedia(project_.project(), id, media.item));
    model_->setMissing(id, false);
    model_->setJobState(id, MediaState::Imported); // what failed was about the file before
    model_->setDetails(id, media.notes, media.color);
    Q_EMIT relinked(media.item.path);
    // What is missing too is most likely beside it.
    for (const MediaItem& other : project_.project().media) {
        const auto beside = media.item.path.parent_path() / other.path.filename();
        if (other.id != id && model_->isMissing(other.id) && beside != other.path && !relinking_.contains(other.id)) {
            std::error_code unknown; // a pattern is looked at when it is opened
            const bool pattern = other.path.filename().string().find('#') != std::string::npos;
            if (pattern || std::filesystem::exists(beside, unknown)) {
                relinking_[other.id] = beside;
                importer_->inspect(beside, other.id.value);
            }
        }
    }
}

void MediaPool::remove(MediaId id)
{
    if (const MediaItem* item = findMedia(project_.project(), id))
        project_.apply(tr("Remove %1").arg(fileName(*item)), removeMedia(project_.project(), id));
}

void MediaPool::import(const std::vector<std::filesystem::path>& paths)
{
    importer_->import(paths);
}

void MediaPool::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void MediaPool::dropEvent(QDropEvent* event)
{
    import(droppedFiles(event->mimeData()));
    event->acceptProposedAction();
}

void MediaPool::add(const ProbedMedia& media)
{
    const auto& known = project_.project().media;
    const auto same = std::find_if(known.begin(), known.end(), [&](const MediaItem& item) {
        return item.path == media.item.path && item.layer == media.item.layer && item.frames == media.item.frames;
    });
    if (same != known.end()) { // it is in the pool already, and may be placed once more
        Q_EMIT imported(same->id);
        return;
    }
    auto added = addMedia(project_.project(), media.item);
    // The first file decides the timeline's rate and size: nothing is on it that could be shifted.
    if (added.project.media.size() == 1 && endOf(added.project) == 0) {
        added.project.rate = media.item.rate;
        added.project.resolution = media.item.resolution;
    }
    project_.apply(tr("Import %1").arg(fileName(media.item)), std::move(added.project));
    if (!findMedia(project_.project(), added.id))
        return; // the project is open read only
    model_->setDetails(added.id, media.notes, media.color);
    Q_EMIT imported(added.id);
}

void MediaPool::showEmptiness()
{
    stack_->setCurrentWidget(model_->rowCount() > 0 ? content_ : hint_);
}

} // namespace unividx::ui
