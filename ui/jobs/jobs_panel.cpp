#include "ui/jobs/jobs_panel.h"

#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/picture_paint.h"
#include "ui/jobs/preview_strip.h"
#include "ui/media_pool/media_pool.h"

#include <QAction>
#include <QBoxLayout>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyledItemDelegate>

#include <array>
#include <utility>

namespace unividx::ui {

namespace {

struct StateRow {
    const char* word;
    const char* icon;
};

const StateRow& stateRow(JobState state)
{
    static const std::array<StateRow, 6> rows{{{QT_TRANSLATE_NOOP("JobsPanel", "Queued"), "queued"},
                                               {QT_TRANSLATE_NOOP("JobsPanel", "Running"), "running"},
                                               {QT_TRANSLATE_NOOP("JobsPanel", "Done"), "check"},
                                               {QT_TRANSLATE_NOOP("JobsPanel", "Failed"), "error"},
                                               {QT_TRANSLATE_NOOP("JobsPanel", "Cancelled"), "cancel"},
                                               {QT_TRANSLATE_NOOP("JobsPanel", "Cut off"), "pause"}}};
    return rows.at(static_cast<std::size_t>(state));
}

QColor stateColor(JobState state)
{
    switch (state) {
    case JobState::Running:
        return theme().running;
    case JobState::Done:
        return theme().ready;
    case JobState::Failed:
        return theme().failed;
    case JobState::CutOff:
        return theme().text;
    default:
        return theme().dim;
    }
}

double fractionOf(const JobStatus& job)
{
    if (job.state == JobState::Done)
        return 1;
    if (job.state == JobState::CutOff)
        return job.progress.framesTotal > 0
                   ? static_cast<double>(job.progress.framesDone) / static_cast<double>(job.progress.framesTotal)
                   : 0;
    return job.progress.total > 0 ? static_cast<double>(job.progress.done) / static_cast<double>(job.progress.total)
                                  : 0;
}

class JobDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {160, 50}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme().selection);
        const auto state = static_cast<JobState>(index.data(JobsModel::StateRole).toInt());
        const QRect box(option.rect.topLeft() + QPoint(6, 6), QSize(56, 38));
        const auto preview = index.data(Qt::DecorationRole).value<QImage>();
        paintThumbnail(*painter, box, preview);
        if (preview.isNull())
            icon(stateRow(state).icon, stateColor(state))
                .paint(painter, QRect(box.center() - QPoint(8, 8), QSize(16, 16)));
        const QRect text = option.rect.adjusted(70, 5, -8, -10);
        painter->setPen(theme().text);
        const QString word = jobStateWord(state);
        painter->drawText(text, Qt::AlignTop | Qt::AlignLeft,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                        text.width() - option.fontMetrics.horizontalAdvance(word) - 8));
        painter->setPen(stateColor(state));
        painter->drawText(text, Qt::AlignTop | Qt::AlignRight, word);
        painter->setPen(theme().dim);
        // The time left is what one looks for: it stands whole, the rest gives way.
        const QString left = index.data(JobsModel::TimeLeftRole).toString();
        painter->drawText(text, Qt::AlignBottom | Qt::AlignRight, left);
        const int room = text.width() - (left.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(left) + 8);
        painter->drawText(
            text, Qt::AlignBottom,
            option.fontMetrics.elidedText(index.data(JobsModel::DetailRole).toString(), Qt::ElideRight, room));
        const QRect bar(text.left(), option.rect.bottom() - 7, text.width(), 3);
        painter->fillRect(bar, theme().field);
        const double fraction = index.data(JobsModel::FractionRole).toDouble();
        painter->fillRect(QRect(bar.topLeft(), QSize(static_cast<int>(bar.width() * fraction), 3)), stateColor(state));
        painter->restore();
    }
};

} // namespace

QString jobStateWord(JobState state)
{
    return JobsPanel::tr(stateRow(state).word);
}

QString progressWords(const JobStatus& job)
{
    if (job.state == JobState::Failed)
        return job.sentence;
    if (job.state == JobState::Done)
        return JobsPanel::tr("%1 frames in %2 s").arg(job.progress.framesDone).arg(job.seconds);
    if (job.state == JobState::CutOff && job.other->oneFile)
        return JobsPanel::tr("one file: starts again from its first frame");
    if (job.state == JobState::CutOff)
        return JobsPanel::tr("%1 of %2 frames are there").arg(job.progress.framesDone).arg(job.progress.framesTotal);
    if (job.state != JobState::Running)
        return jobStateWord(job.state);
    QStringList words{job.paused ? JobsPanel::tr("paused") : stageWord(job.progress.stage)};
    if (job.progress.steps > 0)
        words.append(JobsPanel::tr("step %1 of %2").arg(job.progress.step).arg(job.progress.steps));
    if (job.progress.framesTotal > 0)
        words.append(JobsPanel::tr("%1 of %2 frames").arg(job.progress.framesDone).arg(job.progress.framesTotal));
    return words.join(", ");
}

QString timeLeftWords(const JobStatus& job)
{
    const double fraction = fractionOf(job);
    // Before a tenth of the work is done, a guess would mostly be wrong.
    if (job.state != JobState::Running || fraction <= 0.1 || job.workSeconds <= 2)
        return {};
    const auto left = static_cast<qint64>(static_cast<double>(job.workSeconds) * (1 - fraction) / fraction);
    return JobsPanel::tr("%1 left").arg(durationWords(left));
}

JobsModel::JobsModel(JobQueue& queue, QObject* parent) : QAbstractListModel(parent), queue_(queue)
{
    connect(&queue_, &JobQueue::added, this, [this](int id) {
        beginInsertRows({}, 0, 0);
        jobs_.insert(jobs_.begin(), *queue_.find(id));
        endInsertRows();
    });
    connect(&queue_, &JobQueue::changed, this, [this](int id) {
        const QModelIndex index = indexOf(id);
        if (!index.isValid())
            return;
        jobs_[static_cast<std::size_t>(index.row())] = *queue_.find(id);
        Q_EMIT dataChanged(index, index);
    });
    connect(&queue_, &JobQueue::cleared, this, [this] {
        beginResetModel();
        jobs_.assign(queue_.jobs().rbegin(), queue_.jobs().rend());
        endResetModel();
    });
}

int JobsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(jobs_.size());
}

QVariant JobsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JobStatus& job = jobs_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1  %2").arg(fromCore(job.run.title), job.what);
    case Qt::DecorationRole:
        return job.previews.empty() ? QImage() : job.previews.back();
    case Qt::ToolTipRole:
        return progressWords(job);
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(fromCore(job.run.title), jobStateWord(job.state) + ", " + progressWords(job));
    case JobIdRole:
        return job.id;
    case StateRole:
        return static_cast<int>(job.state);
    case DetailRole:
        return progressWords(job);
    case TimeLeftRole:
        return timeLeftWords(job);
    case FractionRole:
        return fractionOf(job);
    default:
        return {};
    }
}

QModelIndex JobsModel::indexOf(int id) const
{
    for (std::size_t row = 0; row < jobs_.size(); ++row) {
        if (jobs_[row].id == id)
            return index(static_cast<int>(row));
    }
    return {};
}

JobsPanel::JobsPanel(JobQueue& queue, Actions& actions, QWidget* parent)
    : QWidget(parent), queue_(queue), model_(new JobsModel(queue, this)), list_(new QListView),
      previews_(new PreviewStrip(this))
{
    setAcceptDrops(true);
    QVBoxLayout* layout = plainColumn(this);
    list_->setModel(model_);
    list_->setItemDelegate(new JobDelegate(list_));
    list_->setAccessibleName(tr("Jobs"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(list_, 1);
    layout->addWidget(previews_);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 6);
    bar->setSpacing(4);
    pause_ = makeButton(tr("Pause"), tr("Hold the job after its current step, or let it go on"), bar);
    cancel_ = makeButton(tr("Cancel"), tr("Stop the job; its finished frames stay on disk"), bar);
    again_ = makeButton(tr("Run again"), tr("Run it again, as a take of its own"), bar);
    log_ = makeButton(tr("Log"), tr("Show what happened"), bar);
    bar->addStretch();
    clear_ = makeButton(tr("Clear"), tr("Take finished jobs off the list"), bar);
    layout->addLayout(bar);
    connectButtons(actions);
    update();
}

QPushButton* JobsPanel::makeButton(const QString& text, const QString& tip, QHBoxLayout* bar)
{
    auto* button = new QPushButton(text);
    button->setToolTip(tip);
    button->setProperty("dense", true);
    bar->addWidget(button);
    return button;
}

void JobsPanel::connectButtons(Actions& actions)
{
    connect(pause_, &QPushButton::clicked, this, [this] {
        if (const JobStatus* job = queue_.find(chosen()))
            queue_.setPaused(job->id, !job->paused);
    });
    connect(cancel_, &QPushButton::clicked, this, [this] { queue_.cancel(chosen()); });
    connect(again_, &QPushButton::clicked, this, [this] {
        const JobStatus* job = queue_.find(chosen());
        if (job && job->state == JobState::CutOff)
            queue_.goOn(job->id);
        else if (job)
            Q_EMIT retried(job->id);
    });
    connect(log_, &QPushButton::clicked, this, [this] { showLog(chosen()); });
    connect(clear_, &QPushButton::clicked, this, [this] { queue_.clearFinished(); });
    connect(actions.get("run.cancel"), &QAction::triggered, this, [this] {
        for (const JobStatus& job : queue_.jobs()) {
            if (job.state == JobState::Running)
                queue_.cancel(job.id);
        }
    });
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &JobsPanel::update);
    connect(&queue_, &JobQueue::changed, this, &JobsPanel::update);
    connect(&queue_, &JobQueue::added, this, &JobsPanel::update);
    connect(&queue_, &JobQueue::cleared, this, &JobsPanel::update);
}

void JobsPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void JobsPanel::dropEvent(QDropEvent* event)
{
    Q_EMIT filesDropped(droppedFiles(event->mimeData()));
    event->acceptProposedAction();
}

int JobsPanel::chosen() const
{
    const QModelIndex current = list_->currentIndex();
    return (current.isValid() ? current : model_->index(0)).data(JobsModel::JobIdRole).toInt();
}

void JobsPanel::update()
{
    const JobStatus* job = queue_.find(chosen());
    const bool alive = job && (job->state == JobState::Queued || job->state == JobState::Running);
    pause_->setEnabled(alive);
    pause_->setText(job && job->paused ? tr("Resume") : tr("Pause"));
    const bool cutOff = job && job->state == JobState::CutOff;
    cancel_->setEnabled(alive || cutOff);
    again_->setEnabled(job && !alive);
    const bool resumes = cutOff && !job->other->oneFile;
    again_->setText(resumes ? tr("Resume") : cutOff ? tr("Start again") : tr("Run again"));
    again_->setToolTip(resumes             ? tr("Resume where it was cut off; complete files stay")
                       : cutOff            ? tr("A contact sheet is one file: it starts again from its first frame")
                       : job && job->other ? tr("Run it again")
                                           : tr("Run it again, as a take of its own"));
    log_->setEnabled(job != nullptr);
    clear_->setEnabled(model_->rowCount() > 0);
    previews_->setPictures(job ? job->previews : std::vector<QImage>());
}

void JobsPanel::showLog(int id)
{
    const JobStatus* job = queue_.find(id);
    if (!job)
        return;
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("jobLog");
    dialog->setWindowTitle(tr("Log of %1").arg(fromCore(job->run.title)));
    dialog->resize(620, 380);
    auto* layout = new QVBoxLayout(dialog);
    auto* text = new QPlainTextEdit(job->log.join('\n'));
    text->setReadOnly(true);
    text->setAccessibleName(tr("Log"));
    layout->addWidget(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    // It goes on while one looks at it.
    connect(&queue_, &JobQueue::changed, dialog, [this, id, text](int changed) {
        const JobStatus* now = queue_.find(id);
        if (changed == id && now)
            text->setPlainText(now->log.join('\n'));
    });
    dialog->show();
}

} // namespace unividx::ui
