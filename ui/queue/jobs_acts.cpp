#include "core/base/error.h"
#include "core/run/run_fields.h"
#include "ui/common/words.h"
#include "ui/queue/item_results.h"
#include "ui/queue/item_settings.h"
#include "ui/queue/jobs_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDesktopServices>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QFormLayout>
#include <QInputDialog>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

/// The end of a log is what one looks for; a long one is not read whole.
QString endOfFile(const QString& path)
{
    constexpr qint64 most = 256 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > most)
        file.seek(file.size() - most);
    return QString::fromUtf8(file.readAll());
}

/// Moves items, which keep together, one place up (-1) or down (1), as the queue stands now.
void moveBy(JobStore& store, const JobStore::Ids& ids, int step)
{
    const std::vector<QueueItem> items = store.list();
    const auto isMoved = [&](const QueueItem& item) { return std::find(ids.begin(), ids.end(), item.id) != ids.end(); };
    const auto first = std::find_if(items.begin(), items.end(), isMoved);
    const auto last = std::find_if(items.rbegin(), items.rend(), isMoved).base(); // behind it
    if (first == items.end() || (step < 0 && first == items.begin()) || (step > 0 && last == items.end()))
        return;
    const auto next = step < 0 ? std::prev(first) : std::next(last);
    store.move(ids, next == items.end() ? QueuePlace{} : QueuePlace{QueuePlace::Kind::Before, next->id});
}

} // namespace

void JobsPanel::pause(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.pause(ids); });
}

void JobsPanel::resume(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.resume(ids); });
}

void JobsPanel::cancel(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.cancel(ids); });
}

void JobsPanel::retry(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.retry(ids); });
}

void JobsPanel::duplicate(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.duplicate(ids); });
}

void JobsPanel::raisePlace(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { moveBy(store, ids, -1); });
}

void JobsPanel::lowerPlace(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { moveBy(store, ids, 1); });
}

void JobsPanel::putFirst(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.move(ids, {QueuePlace::Kind::First}); });
}

void JobsPanel::remove(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) { store.remove(ids); });
}

void JobsPanel::askPriority(const JobStore::Ids& ids)
{
    const QueueItem* item = ids.empty() ? nullptr : queue_.find(ids.front());
    if (!item)
        return;
    bool agreed = false;
    const int priority = QInputDialog::getInt(this, tr("Priority"), tr("Higher runs first; 0 is usual"), item->priority,
                                              -100, 100, 1, &agreed);
    if (agreed)
        queue_.change([ids, priority](JobStore& store) { store.setPriority(ids, priority); });
}

void JobsPanel::askHold(const JobStore::Ids& ids)
{
    const QueueItem* item = ids.empty() ? nullptr : queue_.find(ids.front());
    if (!item)
        return;
    QDialog dialog(this);
    dialog.setObjectName("hold");
    dialog.setWindowTitle(tr("Hold until"));
    QDateTime time = QDateTime::currentDateTime();
    time.setTime(QTime(22, 0)); // when people have gone home
    if (item->holdUntil)
        time = QDateTime::fromSecsSinceEpoch(*item->holdUntil);
    auto* field = new QDateTimeEdit(time);
    field->setAccessibleName(tr("Not before"));
    field->setCalendarPopup(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    QPushButton* none = buttons->addButton(tr("No hold"), QDialogButtonBox::ResetRole);
    auto* form = new QFormLayout(&dialog);
    form->addRow(tr("Not before"), field);
    form->addRow(buttons);
    std::optional<std::int64_t> hold;
    connect(buttons, &QDialogButtonBox::accepted, &dialog, [&] {
        hold = field->dateTime().toSecsSinceEpoch();
        dialog.accept();
    });
    connect(none, &QPushButton::clicked, &dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() == QDialog::Accepted)
        queue_.change([ids, hold](JobStore& store) { store.holdUntil(ids, hold); });
}

void JobsPanel::askUsual()
{
    RunSpec clip = usual_;
    setFile(clip, "rgb", "clip"); // what every clip that is dropped has
    ItemSettingsDialog dialog(clip, ItemSettingsDialog::Of::NewItems, this);
    dialog.setObjectName("usual");
    if (dialog.exec() != QDialog::Accepted)
        return;
    usual_ = dialog.options();
    usual_.locks = {};
    preset_->setCurrentIndex(preset_->findData(fromCore(usual_.task)));
}

void JobsPanel::askSettings(const JobStore::Ids& ids)
{
    const QueueItem* item = ids.empty() ? nullptr : queue_.find(ids.front());
    if (!item)
        return;
    try {
        const RunSpec before = parseRunSpec(item->description, fromCore(item->title).toStdString());
        ItemSettingsDialog dialog(before, ItemSettingsDialog::Of::OneItem, this);
        dialog.setObjectName("itemSettings");
        if (dialog.exec() != QDialog::Accepted || dialog.options() == before)
            return;
        queue_.change([id = item->id, text = formatRunSpec(dialog.options())](JobStore& store) {
            if (!store.setDescription({id}, text).empty()) // it may have begun meanwhile
                store.dropState(id);                       // of a run that was asked for something else
        });
    } catch (const Error& error) {
        Q_EMIT queue_.failed(QString::fromUtf8(error.what()));
    }
}

void JobsPanel::askLanes()
{
    QDialog dialog(this);
    dialog.setObjectName("lanes");
    dialog.setWindowTitle(tr("How many at a time"));
    auto* form = new QFormLayout(&dialog);
    std::map<Lane, QSpinBox*> fields;
    const std::vector<std::pair<Lane, QString>> rows{
        {Lane::Accelerator, tr("Accelerator")}, {Lane::Export, tr("Export")}, {Lane::Farm, tr("Farm")}};
    for (const auto& [lane, name] : rows) {
        auto* field = new QSpinBox;
        field->setRange(0, 1024);
        const auto width = queue_.view().widths.find(lane);
        field->setValue(width == queue_.view().widths.end() ? 1 : width->second);
        field->setAccessibleName(name);
        form->addRow(name, field);
        fields[lane] = field;
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() != QDialog::Accepted)
        return;
    std::map<Lane, int> widths;
    for (const auto& [lane, field] : fields)
        widths[lane] = field->value();
    queue_.change([widths](JobStore& store) {
        for (const auto& [lane, width] : widths)
            store.setLaneWidth(lane, width);
    });
}

void JobsPanel::startNow(const JobStore::Ids& ids)
{
    queue_.change([ids](JobStore& store) {
        store.resume(ids);
        store.startNow(ids);
    });
}

void JobsPanel::showResult(const JobStore::Ids& ids)
{
    if (!ids.empty())
        Q_EMIT resultWanted(ids.front());
}

void JobsPanel::runAgain(const JobStore::Ids& ids)
{
    for (const ItemId id : ids)
        Q_EMIT runAgainWanted(id);
}

void JobsPanel::openFiles(const JobStore::Ids& ids)
{
    if (const QueueItem* item = ids.empty() ? nullptr : queue_.find(ids.front()))
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(openedFile(*item))));
}

void JobsPanel::reveal(const JobStore::Ids& ids)
{
    if (const QueueItem* item = ids.empty() ? nullptr : queue_.find(ids.front()))
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(itemFolder(*item))));
}

void JobsPanel::copyPath(const JobStore::Ids& ids)
{
    QStringList paths;
    for (const ItemId id : ids) {
        if (const QueueItem* item = queue_.find(id)) {
            for (const std::string& file : item->files)
                paths.append(fromCore(file));
        }
    }
    QApplication::clipboard()->setText(paths.join('\n'));
}

void JobsPanel::openLog(const JobStore::Ids& ids)
{
    if (!ids.empty())
        showLog(ids.front());
}

void JobsPanel::showLog(ItemId id)
{
    const QueueItem* item = queue_.find(id);
    if (!item)
        return;
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("queueLog");
    dialog->setWindowTitle(tr("Log of %1").arg(itemTitle(*item)));
    dialog->resize(620, 380);
    auto* layout = new QVBoxLayout(dialog);
    auto* text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setAccessibleName(tr("Log"));
    text->setPlaceholderText(tr("It has not run yet"));
    layout->addWidget(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    const auto fill = [text, path = fromPath(logFile(queue_.folder(), id))] {
        const QString now = endOfFile(path);
        if (now == text->toPlainText())
            return;
        text->setPlainText(now);
        text->verticalScrollBar()->setValue(text->verticalScrollBar()->maximum());
    };
    fill();
    connect(&queue_, &QueueService::changed, dialog, fill);
    dialog->show();
}

} // namespace unividx::ui
