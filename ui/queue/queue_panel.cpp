#include "ui/queue/queue_panel.h"

#include "core/base/error.h"
#include "core/task/task.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/jobs/preview_strip.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/item_settings.h"
#include "ui/queue/queue_delegate.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

bool always(const QueueItem&)
{
    return true;
}

bool isIdle(const QueueItem& item)
{
    return item.state != ItemState::Running;
}

/// The presets that a clip alone suffices for.
std::vector<const TaskPreset*> presetsOfAClip()
{
    std::vector<const TaskPreset*> presets;
    for (const TaskPreset& preset : taskPresets()) {
        if (modalitiesOf(*preset.family, preset.needs) == ModalitySet(0b0001))
            presets.push_back(&preset);
    }
    return presets;
}

} // namespace

const std::vector<QueuePanel::Act>& QueuePanel::acts()
{
    using Item = const QueueItem&;
    static const std::vector<Act> rows{
        {QT_TR_NOOP("Pause"), "pause", "", [](Item i) { return i.isWaiting() || i.isRunning(); }, &QueuePanel::pause,
         true},
        {QT_TR_NOOP("Resume"), "play", "", [](Item i) { return i.canResume(); }, &QueuePanel::resume, true},
        {QT_TR_NOOP("Cancel"), "cancel", "", [](Item i) { return !i.isFinished(); }, &QueuePanel::cancel, true},
        {QT_TR_NOOP("Try again"), "retry", "", [](Item i) { return i.isFinished() && i.state != ItemState::Done; },
         &QueuePanel::retry, true},
        {QT_TR_NOOP("Duplicate"), "copy", "", always, &QueuePanel::duplicate, true},
        {QT_TR_NOOP("Earlier"), "up", "Alt+Up", isIdle, &QueuePanel::raisePlace, true},
        {QT_TR_NOOP("Later"), "down", "Alt+Down", isIdle, &QueuePanel::lowerPlace, true},
        {QT_TR_NOOP("To the front"), "to-start", "", isIdle, &QueuePanel::putFirst, false},
        {QT_TR_NOOP("Priority..."), "priority", "", [](Item i) { return !i.isFinished(); }, &QueuePanel::askPriority,
         false},
        {QT_TR_NOOP("Hold until..."), "hold", "",
         [](Item i) { return !i.isFinished() && i.state != ItemState::Running; }, &QueuePanel::askHold, true},
        {QT_TR_NOOP("Settings..."), "preferences", "", [](Item i) { return i.isWaiting() || i.canResume(); },
         &QueuePanel::askSettings, true},
        {QT_TR_NOOP("Show in files"), "folder", "", always, &QueuePanel::reveal, false},
        {QT_TR_NOOP("Log"), "list", "", always, &QueuePanel::openLog, true},
        {QT_TR_NOOP("Remove from the queue"), "trash", "Del", isIdle, &QueuePanel::remove, true}};
    return rows;
}

QueuePanel::QueuePanel(QueueService& queue, FrameStore& thumbnails, QWidget* parent)
    : QWidget(parent), queue_(queue), model_(new QueueModel(queue, this)), list_(new QListView),
      previews_(new QueuePreviews(thumbnails, queue.folder(), this)), strip_(new PreviewStrip(this)),
      summary_(new QLabel), hint_(new QLabel)
{
    setTask(usual_, "decompose");
    setAcceptDrops(true);
    list_->setModel(model_);
    list_->setItemDelegate(new QueueDelegate(list_));
    list_->setAccessibleName(tr("Queue"));
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setDragDropMode(QAbstractItemView::DragDrop);
    list_->setDefaultDropAction(Qt::MoveAction);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    hint_->setMargin(4); // the panel may be low
    hint_->setProperty("role", "dim");
    summary_->setProperty("role", "dim");
    summary_->setContentsMargins(8, 0, 8, 3);
    summary_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    summary_->setFocusPolicy(Qt::NoFocus);
    auto* room = new QWidget;
    stack_ = new QStackedLayout(room);
    stack_->addWidget(hint_);
    stack_->addWidget(list_);
    QVBoxLayout* layout = plainColumn(this);
    layout->addWidget(makeHead());
    layout->addWidget(summary_);
    layout->addWidget(room, 1);
    layout->addWidget(strip_);
    layout->addWidget(makeBar());
    connect(list_, &QWidget::customContextMenuRequested, this, &QueuePanel::showMenu);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuePanel::refresh);
    connect(list_, &QListView::activated, this, [this] { openLog(chosen()); });
    connect(model_, &QueueModel::filesDropped, this, &QueuePanel::drop);
    connect(&queue_, &QueueService::changed, this, &QueuePanel::refresh);
    connect(previews_, &QueuePreviews::changed, this, [this] { strip_->setPictures(previews_->pictures()); });
    connect(&queue_, &QueueService::runningChanged, this, &QueuePanel::refresh);
    refresh();
}

QWidget* QueuePanel::makeHead()
{
    auto* head = new QWidget;
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->setSpacing(4);
    run_ = new QPushButton;
    run_->setCheckable(true);
    connect(run_, &QPushButton::clicked, this, [this](bool on) { on ? queue_.start() : queue_.stop(); });
    preset_ = new QComboBox;
    preset_->setAccessibleName(tr("What is made of a clip that is dropped here"));
    preset_->setToolTip(preset_->accessibleName());
    for (const TaskPreset* preset : presetsOfAClip())
        preset_->addItem(presetWord(*preset),
                         QString::fromUtf8(preset->name.data(), static_cast<qsizetype>(preset->name.size())));
    preset_->setCurrentIndex(std::max(0, preset_->findData(fromCore(usual_.task))));
    connect(preset_, &QComboBox::activated, this,
            [this] { setTask(usual_, preset_->currentData().toString().toStdString()); });
    QToolButton* usual = iconButton("preferences", tr("Settings of what is dropped..."));
    connect(usual, &QToolButton::clicked, this, &QueuePanel::askUsual);
    layout->addWidget(run_);
    layout->addStretch();
    layout->addWidget(preset_);
    layout->addWidget(usual);
    return head;
}

QWidget* QueuePanel::makeBar()
{
    auto* bar = new QWidget;
    QHBoxLayout* layout = buttonRow(bar);
    for (const Act& act : acts()) {
        auto* action = new QAction(icon(act.icon), tr(act.text), this);
        const QKeySequence key = QKeySequence::fromString(act.key, QKeySequence::PortableText);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        if (!key.isEmpty())
            action->setToolTip(action->text() + "  " + key.toString(QKeySequence::NativeText));
        connect(action, &QAction::triggered, this, [this, &act] { (this->*act.act)(chosen(act.fits)); });
        addAction(action);
        actions_.emplace_back(&act, action);
        if (!act.inBar)
            continue;
        QToolButton* button = iconButton(act.icon, action->text());
        button->setDefaultAction(action);
        layout->addWidget(button);
    }
    layout->addStretch();
    QToolButton* more = iconButton("more", tr("More"));
    connect(more, &QToolButton::clicked, this,
            [this, more] { showMenu(list_->viewport()->mapFromGlobal(more->mapToGlobal(QPoint(0, 0)))); });
    layout->addWidget(more);
    return bar;
}

JobStore::Ids QueuePanel::chosen() const
{
    return chosen(always);
}

JobStore::Ids QueuePanel::chosen(bool (*fits)(const QueueItem&)) const
{
    QModelIndexList rows = list_->selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    JobStore::Ids ids;
    for (const QModelIndex& row : rows) {
        const QueueItem* item = model_->itemAt(row);
        if (item && fits(*item))
            ids.push_back(item->id);
    }
    return ids;
}

void QueuePanel::refresh()
{
    const bool on = queue_.isOn();
    run_->setChecked(on);
    run_->setEnabled(queue_.canRun());
    run_->setIcon(icon(on ? "pause" : "play"));
    run_->setText(on ? tr("Stop the queue") : queue_.isStopping() ? tr("Stopping...") : tr("Run the queue"));
    run_->setToolTip(on ? tr("What runs goes back to the queue at its last finished window")
                        : tr("Run what waits, one after another, each in a process of its own"));
    const QString words = queueWords(queue_.view(), QDateTime::currentSecsSinceEpoch());
    summary_->setText(words);
    summary_->setVisible(!words.isEmpty());
    const bool usable = queue_.problem().isEmpty() && !queue_.folder().empty();
    hint_->setText(usable ? tr("Drop clips, folders and projects here")
                          : tr("The queue cannot be used: %1").arg(queue_.problem()));
    hint_->setToolTip(usable ? tr("They are kept until they are done, whatever happens to this window.")
                             : hint_->text()); // a long sentence may not fit
    stack_->setCurrentIndex(usable && model_->rowCount() > 0 ? 1 : 0);
    for (const auto& [act, action] : actions_)
        action->setEnabled(!chosen(act->fits).empty());
    followItem();
}

void QueuePanel::followItem()
{
    // The one that was chosen, else what runs.
    const JobStore::Ids ids = chosen();
    const QueueItem* shown = ids.size() == 1 ? queue_.find(ids.front()) : nullptr;
    for (const QueueItem& item : queue_.view().items) {
        if (!shown && item.state == ItemState::Running)
            shown = &item;
    }
    previews_->follow(shown);
}

void QueuePanel::drop(const std::vector<std::filesystem::path>& paths)
{
    queue_.drop(paths, usual_);
}

void QueuePanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void QueuePanel::dropEvent(QDropEvent* event)
{
    drop(droppedFiles(event->mimeData()));
    event->acceptProposedAction();
}

void QueuePanel::showMenu(const QPoint& point)
{
    QMenu menu(this);
    menu.addActions(actions());
    menu.addSeparator();
    menu.addAction(tr("How many at a time..."), this, &QueuePanel::askLanes);
    menu.addAction(tr("Remove all that is finished"), this, [this] {
        queue_.change([](JobStore& store) {
            JobStore::Ids ids;
            for (const QueueItem& item : store.list()) {
                if (item.isFinished())
                    ids.push_back(item.id);
            }
            store.remove(ids);
        });
    });
    menu.exec(list_->viewport()->mapToGlobal(point));
}

} // namespace unividx::ui
