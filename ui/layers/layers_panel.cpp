#include "ui/layers/layers_panel.h"

#include "core/project/task_edits.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/picture_paint.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QFrame>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
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
        if (index.data(TakesModel::IsUsedRole).toBool()) {
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
        const QString use = index.data(TakesModel::UseRole).toString();
        painter->setPen(theme().accent);
        painter->drawText(text, Qt::AlignBottom | Qt::AlignRight, use);
        painter->setPen(theme().dim);
        painter->drawText(text, Qt::AlignBottom,
                          option.fontMetrics.elidedText(index.data(TakesModel::DetailRole).toString(), Qt::ElideRight,
                                                        text.width() - option.fontMetrics.horizontalAdvance(use) - 8));
        painter->restore();
    }
};

} // namespace

LayersPanel::LayersPanel(ProjectModel& project, FrameStore& thumbnails, QWidget* parent)
    : QWidget(parent), project_(project), model_(new TakesModel(project, thumbnails, this)), list_(new QListView),
      offered_(new QLabel), keep_(new QPushButton), offer_(makeOffer()), sizes_(new QLabel)
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
    sizes_->setProperty("role", "dim");
    sizes_->setContentsMargins(8, 2, 8, 2);
    sizes_->setObjectName("takes.sizes");
    layout->addWidget(offer_);
    layout->addWidget(room, 1);
    layout->addWidget(sizes_);
    layout->addWidget(makeBar());
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &LayersPanel::updateButtons);
    connect(list_, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const Take* take = model_->takeAt(index))
            Q_EMIT useWanted(model_->clip(), take->id);
    });
    const auto refresh = [this, room] {
        room->setCurrentIndex(model_->rowCount() > 0 ? 1 : 0);
        list_->setCurrentIndex(model_->index(0));
        updateButtons();
        updateOffer();
    };
    connect(model_, &QAbstractItemModel::modelReset, this, refresh);
    connect(&project_, &ProjectModel::changed, this, &LayersPanel::updateSizes);
    connect(&model_->sizes(), &TakeSizes::changed, this, &LayersPanel::updateSizes);
    refresh();
    updateSizes();
}

QFrame* LayersPanel::makeOffer()
{
    auto* offer = new QFrame;
    offer->setObjectName("newTake");
    offer->setStyleSheet(withThemeColors("#newTake { background: {raised}; border-left: 3px solid {accent}; }"));
    auto* layout = new QHBoxLayout(offer);
    layout->setContentsMargins(8, 5, 6, 5);
    offered_->setWordWrap(true);
    auto* use = new QPushButton(tr("Use it"));
    use->setObjectName("newTake.use");
    use->setToolTip(
        tr("Composites, the timeline's pictures and exports are made of the new take from now on; undo goes "
           "back"));
    keep_->setObjectName("newTake.keep");
    layout->addWidget(offered_, 1);
    layout->addWidget(use);
    layout->addWidget(keep_);
    connect(use, &QPushButton::clicked, this, [this] {
        const Clip* clip = findClip(project_.project(), model_->clip());
        if (const Take* take = clip ? freshTake(*clip) : nullptr)
            Q_EMIT useWanted(clip->id, take->id);
    });
    connect(keep_, &QPushButton::clicked, this, [this] { Q_EMIT keepWanted(model_->clip()); });
    return offer;
}

QWidget* LayersPanel::makeBar()
{
    auto* bar = new QWidget;
    QHBoxLayout* layout = buttonRow(bar);
    QToolButton* use = makeButton("pin", tr("Use this take"));
    QToolButton* compare = makeButton("compare", tr("Compare what is shown with this take, in a wipe"));
    QToolButton* rename = makeButton("pen", tr("Rename"));
    QToolButton* copy = makeButton("copy", tr("Copy the settings back to the task"));
    QToolButton* reveal = makeButton("folder", tr("Show the folder"));
    QToolButton* remove = makeButton("cancel", tr("Remove from the project; the files stay, and undo brings it back"));
    QToolButton* deletion = makeButton("trash", tr("Delete from the disk..."));
    for (QToolButton* button : buttons_)
        layout->addWidget(button);
    layout->addStretch();
    const auto on = [this](QToolButton* button, auto edit) {
        connect(button, &QToolButton::clicked, this, [this, edit] {
            if (const Take* take = model_->takeAt(list_->currentIndex()))
                edit(Take(*take)); // a copy: the model changes under the edit
        });
    };
    on(use, [this](const Take& take) { Q_EMIT useWanted(model_->clip(), take.id); });
    on(compare, [this](const Take& take) { Q_EMIT compared(take.id); });
    on(rename, [this](const Take&) { list_->edit(list_->currentIndex()); });
    on(copy, [this](const Take& take) {
        project_.apply(tr("Copy settings of take"), setRunSettings(project_.project(), model_->clip(), take.settings));
    });
    on(reveal, [](const Take& take) { QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(take.folder))); });
    on(remove, [this](const Take& take) {
        project_.apply(tr("Remove take"), deleteTake(project_.project(), model_->clip(), take.id));
    });
    on(deletion, [this](const Take& take) { Q_EMIT deletionWanted(model_->clip(), take.id); });
    return bar;
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

void LayersPanel::updateOffer()
{
    const Clip* clip = findClip(project_.project(), model_->clip());
    const Take* take = clip ? freshTake(*clip) : nullptr;
    const Take* current = clip ? currentTake(*clip) : nullptr;
    offer_->setVisible(take != nullptr);
    if (!take || !current)
        return;
    offered_->setText(tr("New take ready: %1").arg(fromCore(take->name)));
    keep_->setText(tr("Keep %1").arg(middleElided(fromCore(current->name), 20)));
}

void LayersPanel::updateSizes()
{
    const Clip* clip = findClip(project_.project(), model_->clip());
    const auto ofClip = clip ? model_->sizes().bytesOf(*clip) : std::nullopt;
    const auto ofProject = model_->sizes().bytesOf(project_.project());
    sizes_->setVisible(ofClip && ofProject && *ofProject > 0);
    if (ofClip && ofProject)
        sizes_->setText(tr("On disk: this clip %1, the project %2")
                            .arg(QLocale().formattedDataSize(*ofClip), QLocale().formattedDataSize(*ofProject)));
}

} // namespace unividx::ui
