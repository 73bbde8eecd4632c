#include "ui/queue/jobs_panel.h"

#include "core/base/error.h"
#include "core/task/task.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/item_settings.h"
#include "ui/queue/preview_strip.h"
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

bool isDone(const QueueItem& item)
{
    return item.state == ItemState::Done;
}

bool hasFiles(const QueueItem& item)
{
    return isDone(item) && !item.files.empty();
}

bool isMovable(const QueueItem& item)
{
    return !item.isRunning() && !item.isFinished();
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

const std::vector<JobsPanel::Act>& JobsPanel::acts()
{
    using Item = const QueueItem&;
    using enum Act::Button;
    static const std::vector<Act> rows{
        {QT_TR_NOOP("Start now"), "run", "", [](Item i) { return !i.startNow && (i.isWaiting() || i.canResume()); },
         &JobsPanel::startNow, None},
        {QT_TR_NOOP("Pause"), "pause", "", [](Item i) { return i.isWaiting() || i.isRunning(); }, &JobsPanel::pause,
         Always},
        {QT_TR_NOOP("Resume"), "play", "", [](Item i) { return i.canResume(); }, &JobsPanel::resume, Always},
        {QT_TR_NOOP("Cancel"), "cancel", "", [](Item i) { return !i.isFinished(); }, &JobsPanel::cancel, Always},
        {QT_TR_NOOP("Try again"), "retry", "", [](Item i) { return i.isFinished() && !isDone(i); }, &JobsPanel::retry,
         IfUsable},
        {QT_TR_NOOP("Show the result"), "layers", "", isDone, &JobsPanel::showResult, None},
        {QT_TR_NOOP("Open"), "file", "", hasFiles, &JobsPanel::openFiles, IfUsable},
        {QT_TR_NOOP("Show in folder"), "folder", "", [](Item i) { return i.isFinished(); }, &JobsPanel::reveal,
         IfUsable},
        {QT_TR_NOOP("Copy path"), "link", "", hasFiles, &JobsPanel::copyPath, IfUsable},
        {QT_TR_NOOP("Run again"), "redo", "", isDone, &JobsPanel::runAgain, None},
        {QT_TR_NOOP("Duplicate"), "copy", "", always, &JobsPanel::duplicate, IfUsable},
        {QT_TR_NOOP("Earlier"), "up", "Alt+Up", isMovable, &JobsPanel::raisePlace, IfUsable},
        {QT_TR_NOOP("Later"), "down", "Alt+Down", isMovable, &JobsPanel::lowerPlace, IfUsable},
        {QT_TR_NOOP("To the front"), "to-start", "", isMovable, &JobsPanel::putFirst, None},
        {QT_TR_NOOP("Priority..."), "priority", "", [](Item i) { return !i.isFinished(); }, &JobsPanel::askPriority,
         None},
        {QT_TR_NOOP("Hold until..."), "hold", "", isMovable, &JobsPanel::askHold, IfUsable},
        {QT_TR_NOOP("Settings..."), "preferences", "",
         [](Item i) { return i.kind == "run" && (i.isWaiting() || i.canResume()); }, &JobsPanel::askSettings, IfUsable},
        {QT_TR_NOOP("Log"), "list", "", always, &JobsPanel::openLog, Always},
        {QT_TR_NOOP("Remove from the list"), "trash", "Del", [](Item i) { return !i.isRunning(); }, &JobsPanel::remove,
         IfUsable}};
    return rows;
}

JobsPanel::JobsPanel(QueueService& queue, FrameStore& thumbnails, QWidget* parent)
    : QWidget(parent), queue_(queue), model_(new QueueModel(queue, this)), list_(new QListView),
      previews_(new QueuePreviews(thumbnails, queue.folder(), this)), strip_(new PreviewStrip(this)),
      summary_(new QLabel), hint_(new QLabel)
{
    setTask(usual_, "decompose");
    setAcceptDrops(true);
    list_->setModel(model_);
    list_->setItemDelegate(new QueueDelegate(list_));
    list_->setAccessibleName(tr("Jobs"));
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
    connect(list_, &QWidget::customContextMenuRequested, this, &JobsPanel::showMenu);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobsPanel::refresh);
    connect(list_, &QListView::activated, this, [this](const QModelIndex& index) {
        if (const QueueItem* item = model_->itemAt(index))
            Q_EMIT resultWanted(item->id);
    });
    connect(model_, &QueueModel::filesDropped, this, &JobsPanel::drop);
    connect(&queue_, &QueueService::changed, this, &JobsPanel::refresh);
    connect(previews_, &QueuePreviews::changed, this, [this] { strip_->setPictures(previews_->pictures()); });
    connect(&queue_, &QueueService::runningChanged, this, &JobsPanel::refresh);
    refresh();
}

QWidget* JobsPanel::makeHead()
{
    auto* head = new QWidget;
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->setSpacing(4);
    run_ = new QPushButton;
    run_->setCheckable(true);
    connect(run_, &QPushButton::clicked, this, [this](bool on) { on ? queue_.start() : queue_.hold(); });
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
    connect(usual, &QToolButton::clicked, this, &JobsPanel::askUsual);
    layout->addWidget(run_);
    layout->addStretch();
    layout->addWidget(preset_);
    layout->addWidget(usual);
    return head;
}

QWidget* JobsPanel::makeBar()
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
        if (act.button == Act::Button::None)
            continue;
        QToolButton* button = iconButton(act.icon, action->text());
        button->setDefaultAction(action);
        layout->addWidget(button);
        if (act.button == Act::Button::IfUsable) { // the bar holds what fits the chosen items, and stays narrow
            button->setVisible(false);
            connect(action, &QAction::enabledChanged, button, &QWidget::setVisible);
        }
        action->setEnabled(false);
    }
    layout->addStretch();
    QToolButton* more = iconButton("more", tr("More"));
    connect(more, &QToolButton::clicked, this,
            [this, more] { showMenu(list_->viewport()->mapFromGlobal(more->mapToGlobal(QPoint(0, 0)))); });
    layout->addWidget(more);
    return bar;
}

JobStore::Ids JobsPanel::chosen() const
{
    return chosen(always);
}

JobStore::Ids JobsPanel::chosen(bool (*fits)(const QueueItem&)) const
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

void JobsPanel::refresh()
{
    const bool on = queue_.isOn();
    run_->setChecked(on);
    run_->setEnabled(queue_.canRun());
    run_->setIcon(icon(on ? "pause" : "play"));
    run_->setText(on ? tr("Hold the queue") : tr("Run the queue"));
    run_->setToolTip(on ? tr("What runs is finished; nothing else begins until the queue is run again")
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
    chooseStarted();
    for (const auto& [act, action] : actions_)
        action->setEnabled(!chosen(act->fits).empty());
    followItem();
}

void JobsPanel::chooseStarted()
{
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QueueItem* item = model_->itemAt(model_->index(row));
        if (!item->startNow || !item->isRunning() || item->id <= lastStarted_)
            continue;
        lastStarted_ = item->id;
        list_->setCurrentIndex(model_->index(row));
    }
}

void JobsPanel::followItem()
{
    // The one that was chosen, else what runs, else what was started last.
    const JobStore::Ids ids = chosen();
    const QueueItem* shown = ids.size() == 1 ? queue_.find(ids.front()) : nullptr;
    for (const QueueItem& item : queue_.view().items) {
        if (!shown && item.state == ItemState::Running)
            shown = &item;
    }
    for (const QueueItem& item : queue_.view().items) {
        if (ids.empty() && item.startNow && (!shown || (!shown->isRunning() && shown->id < item.id)))
            shown = &item;
    }
    previews_->follow(shown);
}

void JobsPanel::drop(const std::vector<std::filesystem::path>& paths)
{
    queue_.drop(paths, usual_);
}

void JobsPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void JobsPanel::dropEvent(QDropEvent* event)
{
    drop(droppedFiles(event->mimeData()));
    event->acceptProposedAction();
}

void JobsPanel::showMenu(const QPoint& point)
{
    QMenu menu(this);
    menu.addActions(actions());
    menu.addSeparator();
    menu.addAction(tr("How many at a time..."), this, &JobsPanel::askLanes);
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
