#include "ui/layers/layers_panel.h"

#include "core/project/clock.h"
#include "core/project/inputs.h"
#include "core/project/task_edits.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"
#include "ui/frames/picture_paint.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QDesktopServices>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QUrl>

#include <utility>

namespace unividx::ui {

namespace {

class TakeDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {160, 46}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme().selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, theme().raised);
        const QRect box(option.rect.topLeft() + QPoint(6, 5), QSize(64, 36));
        paintThumbnail(*painter, box, index.data(Qt::DecorationRole).value<QImage>());
        QRect text = option.rect.adjusted(78, 6, -8, -6);
        if (index.data(TakesModel::PinnedRole).toBool()) {
            icon("pin", theme().accent).paint(painter, QRect(text.right() - 14, text.top(), 14, 14));
            text.setRight(text.right() - 18);
        }
        // The time stands whole; the name gives way.
        const QString time = index.data(TakesModel::TimeRole).toString();
        painter->setPen(theme().dim);
        painter->drawText(text, Qt::AlignTop | Qt::AlignRight, time);
        painter->setPen(theme().text);
        const int room = text.width() - option.fontMetrics.horizontalAdvance(time) - 8;
        painter->drawText(text, Qt::AlignTop,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->setPen(theme().dim);
        painter->drawText(
            text, Qt::AlignBottom,
            option.fontMetrics.elidedText(index.data(TakesModel::DetailRole).toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }
};

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
    : QAbstractListModel(parent), project_(project), thumbnails_(thumbnails)
{
    connect(&project_, &ProjectModel::changed, this, &TakesModel::takeProject);
    connect(&project_, &ProjectModel::selectionChanged, this, &TakesModel::takeProject);
    connect(&project_, &ProjectModel::playheadChanged, this, &TakesModel::takeProject);
    connect(&thumbnails_, &FrameStore::ready, this, [this] {
        if (!takes_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
    });
    takeProject();
}

const Take* TakesModel::takeAt(const QModelIndex& index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < takes_.size() ? &takes_[row] : nullptr;
}

int TakesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(takes_.size());
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
    case Qt::DecorationRole: {
        if (take->layers.empty())
            return {};
        FrameKey key{layerPattern(*take, take->layers.front()).string(), {}, take->frames.first, 96};
        key.decoding = take->layers.front() == "normal"  ? Decoding::UnitNormal
                       : take->layers.front() == "alpha" ? Decoding::Matte
                                                         : Decoding::Color;
        if (const StoredFrame* frame = thumbnails_.find(key))
            return frame->thumbnail;
        thumbnails_.request(key);
        return {};
    }
    case Qt::ToolTipRole:
        return tr("%1\n%2, %3\n%4")
            .arg(fromCore(take->name), data(index, DetailRole).toString(), localTime(take->created),
                 fromCore(take->folder.string()));
    case Qt::AccessibleTextRole:
        return tr("Take %1, %2, %3")
            .arg(fromCore(take->name), data(index, DetailRole).toString(), localTime(take->created));
    case DetailRole: {
        QStringList words;
        for (const std::string& layer : take->layers)
            words.append(modalityWord(layer));
        return tr("%1, seed %2").arg(words.join(' ')).arg(take->settings.seed);
    }
    case TimeRole:
        return localTime(take->created);
    case PinnedRole:
        return take->pinned;
    default:
        return {};
    }
}

bool TakesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const Take* take = takeAt(index);
    if (!take || role != Qt::EditRole || value.toString().isEmpty())
        return false;
    project_.apply(tr("Rename take"), renameTake(project_.project(), clip_, take->id, value.toString().toStdString()));
    return true;
}

Qt::ItemFlags TakesModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::NoItemFlags;
}

void TakesModel::takeProject()
{
    const Clip* selected = project_.selectedClip();
    const Clip* clip = selected ? selected : project_.clipAtPlayhead();
    const ClipId id = clip ? clip->id : ClipId{};
    const std::vector<Take> takes = clip ? clip->takes : std::vector<Take>{};
    if (id == clip_ && takes == takes_)
        return;
    beginResetModel();
    clip_ = id;
    takes_ = takes;
    endResetModel();
}

LayersPanel::LayersPanel(ProjectModel& project, FrameStore& thumbnails, QWidget* parent)
    : QWidget(parent), project_(project), model_(new TakesModel(project, thumbnails, this)), list_(new QListView)
{
    QVBoxLayout* layout = plainColumn(this);
    list_->setModel(model_);
    list_->setItemDelegate(new TakeDelegate(list_));
    list_->setAccessibleName(tr("Takes"));
    list_->setMouseTracking(true);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* hint = new QLabel(tr("What is made of a clip is listed here, newest first"));
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setMargin(16);
    hint->setProperty("role", "dim");
    auto* room = new QStackedWidget;
    room->addWidget(hint);
    room->addWidget(list_);
    layout->addWidget(room, 1);
    QHBoxLayout* bar = buttonRow();
    QToolButton* compare = makeButton("compare", tr("Compare what is shown with this take, in a wipe"));
    QToolButton* pin = makeButton("pin", tr("Pin: show this take whatever comes after"));
    QToolButton* rename = makeButton("pen", tr("Rename"));
    QToolButton* copy = makeButton("copy", tr("Copy the settings back to the task"));
    QToolButton* reveal = makeButton("folder", tr("Show the folder"));
    QToolButton* remove = makeButton("trash", tr("Delete; the files stay, and undo brings it back"));
    for (QToolButton* button : buttons_)
        bar->addWidget(button);
    bar->addStretch();
    layout->addLayout(bar);
    const auto on = [this](QToolButton* button, auto edit) {
        connect(button, &QToolButton::clicked, this, [this, edit] {
            if (const Take* take = model_->takeAt(list_->currentIndex()))
                edit(Take(*take)); // a copy: the model changes under the edit
        });
    };
    on(compare, [this](const Take& take) { Q_EMIT compared(take.id); });
    on(pin, [this](const Take& take) {
        project_.apply(take.pinned ? tr("Unpin take") : tr("Pin take"),
                       pinTake(project_.project(), model_->clip(), take.id, !take.pinned));
    });
    on(rename, [this](const Take&) { list_->edit(list_->currentIndex()); });
    on(copy, [this](const Take& take) {
        project_.apply(tr("Copy settings of take"), setRunSettings(project_.project(), model_->clip(), take.settings));
    });
    on(reveal,
       [](const Take& take) { QDesktopServices::openUrl(QUrl::fromLocalFile(fromCore(take.folder.string()))); });
    on(remove, [this](const Take& take) {
        project_.apply(tr("Delete take"), deleteTake(project_.project(), model_->clip(), take.id));
    });
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LayersPanel::updateButtons);
    const auto showEmptiness = [this, room] { room->setCurrentIndex(model_->rowCount() > 0 ? 1 : 0); };
    connect(model_, &QAbstractItemModel::modelReset, this, showEmptiness);
    showEmptiness();
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        list_->setCurrentIndex(model_->index(0));
        updateButtons();
    });
    updateButtons();
}

QToolButton* LayersPanel::makeButton(const QString& iconName, const QString& name)
{
    buttons_.push_back(iconButton(iconName, name));
    return buttons_.back();
}

void LayersPanel::updateButtons()
{
    const bool chosen = model_->takeAt(list_->currentIndex()) != nullptr;
    for (QToolButton* button : buttons_)
        button->setEnabled(chosen);
}

} // namespace unividx::ui
