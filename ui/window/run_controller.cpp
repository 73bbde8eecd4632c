#include "ui/window/run_controller.h"

#include "core/export/export_names.h"
#include "core/media/source_files.h"
#include "core/project/project_files.h"
#include "core/project/task_edits.h"
#include "core/queue/item_kind.h"
#include "core/run/run_fields.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/queue/desktop_notice.h"
#include "ui/queue/item_results.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_takes.h"
#include "ui/task/clip_run.h"
#include "ui/window/file_tasks.h"
#include "ui/window/messages.h"
#include "ui/window/settings_controller.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

QString topicOf(ItemId id)
{
    return QString("item %1").arg(id);
}

/// A line for each item that failed, the latest first.
QString failuresOf(const QueueView& view)
{
    std::vector<const QueueItem*> failed;
    for (const QueueItem& item : view.items) {
        if (item.state == ItemState::Failed || item.state == ItemState::Quarantined)
            failed.push_back(&item);
    }
    std::sort(failed.begin(), failed.end(),
              [](const QueueItem* a, const QueueItem* b) { return a->finished > b->finished; });
    QStringList lines;
    for (const QueueItem* item : failed)
        lines.append(itemTitle(*item) + ": " + fromCore(item->sentence));
    return lines.join('\n');
}

/// A run's whole range; of other kinds the take's.
std::optional<FrameRange> framesOf(const QueueItem& item)
{
    const ItemKind* kind = findItemKind(item.kind);
    const auto take = kind ? kind->take(item.description, {}) : std::nullopt;
    return take ? std::optional(take->frames) : std::nullopt;
}

} // namespace

RunController::RunController(const Parts& parts)
    : project_(parts.project), queue_(parts.queue), settings_(parts.settings), files_(parts.files),
      messages_(parts.messages), window_(parts.window), projectTime_(fs::file_time_type::clock::now())
{
    connect(&queue_, &QueueService::failed, this, [this](const QString& sentence) {
        messages_.report(
            {"queue",
             tr("The queue cannot be used"),
             sentence,
             tr("A damaged queue file is mended by \"unividx queue repair\"; items that were kept come back."),
             {{tr("Show in folder"),
               [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(queue_.folder()))); }}},
             false});
    });
    connect(&queue_, &QueueService::finished, this, &RunController::tellEnd);
    connect(&queue_, &QueueService::changed, this, qOverload<>(&RunController::follow));
    connect(&queue_, &QueueService::dropped, this, [this](int items, const QStringList& notes) {
        const QString added = tr("%n item(s) added to the queue", nullptr, items);
        messages_.tell(notes.isEmpty() ? added : added + ". " + notes.join(". "));
        Q_EMIT itemsAdded();
    });
    connect(&project_, &ProjectModel::fileChanged, this, &RunController::noteProjectFile);
    connect(&project_, &ProjectModel::replaced, this, qOverload<>(&RunController::follow));
}

void RunController::connectActions(const Actions& actions)
{
    connect(actions.get("file.export"), &QAction::triggered, this,
            [this] { messages_.attempt([this] { exportClip(); }); });
    const QAction* use = actions.get("take.use");
    const auto noteKey = [this, use] { useKey_ = use->shortcut().toString(QKeySequence::NativeText); };
    connect(use, &QAction::changed, this, noteKey);
    noteKey();
    connect(actions.get("run.cancel"), &QAction::triggered, this, &RunController::cancelRunning);
    QAction* run = actions.get("queue.run");
    run->setEnabled(queue_.canRun());
    connect(run, &QAction::triggered, this, [this](bool on) { on ? queue_.start() : queue_.hold(); });
    connect(&queue_, &QueueService::runningChanged, run, [this, run] { run->setChecked(queue_.isOn()); });
}

void RunController::run(const Clip& clip, const std::optional<RunForecast>& forecast)
{
    messages_.attempt([&] {
        startNow(newItem(makeRun(project_.project(), clip, layersFolder(project_.path()))), clip,
                 forecast ? forecast->work : 0);
        Q_EMIT runStarted();
    });
}

void RunController::add(const Clip& clip)
{
    messages_.attempt([&] {
        NewItem item = newItem(makeRun(project_.project(), clip, layersFolder(project_.path())));
        item.origin = {project_.path().string(), clip.id.value};
        queue_.add({std::move(item)});
    });
}

void RunController::startNow(NewItem item, const Clip& clip, double work)
{
    item.origin = {project_.path().string(), clip.id.value};
    queue_.startNow(std::move(item), [this, work, number = project_.number()](ItemId id) {
        startedFor_[id] = number;
        if (work > 0)
            work_[id] = work;
    });
    Q_EMIT itemsAdded();
}

void RunController::publishMatte()
{
    if (const Clip* clip = focusedClip(project_))
        messages_.attempt([&] { startNow(newItem(clipMatte(project_, *clip)), *clip); });
}

void RunController::renderWithModel(ModelRenderKind kind, bool ratio)
{
    if (const Clip* clip = focusedClip(project_))
        messages_.attempt([&] { startNow(newItem(clipRender(project_, *clip, kind, ratio)), *clip); });
}

void RunController::exportClip()
{
    const Clip* focused = focusedClip(project_);
    const Clip clip = focused ? *focused : Clip{};
    const ClipExport made = clipExport(project_, clip);
    auto* dialog = new ExportDialog(made.subject, window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, clip, spec = made.spec]() mutable {
        spec.asked = dialog->request();
        spec.asked.order = freshOrder();
        messages_.attempt([&] {
            // The worker looks into the saved project; this one may have changed since, or was never saved.
            refuseReplacingClips(exportTargets(spec.asked), projectFiles(project_.project()));
            startNow(newItem(spec), clip);
        });
    });
    dialog->open();
}

void RunController::runAgain(ItemId id)
{
    const QueueItem* item = queue_.find(id);
    if (!item)
        return;
    messages_.withdraw(topicOf(id));
    messages_.attempt([&] {
        NewItem again;
        if (item->kind == "export") {
            ExportSpec spec = parseExportSpec(item->description, item->title);
            // What it has written stays, unless it was to replace what is there and had come to its end.
            if (item->state == ItemState::Done && spec.asked.settings.existing == ExportExisting::Replace)
                spec.asked.order = freshOrder();
            again = newItem(spec);
        } else if (item->kind == "run") {
            RunSpec spec = parseRunSpec(item->description, item->title);
            spec.out = freshTakeFolder(spec.out.parent_path(), spec.shot + "-" + spec.task);
            again = newItem(spec);
        } else {
            queue_.change([id](JobStore& store) { store.startNow(store.duplicate({id})); });
            return;
        }
        again.origin = item->origin;
        const auto number = startedFor_.find(id);
        queue_.startNow(std::move(again),
                        [this, number = number == startedFor_.end() ? std::uint64_t{0} : number->second](ItemId next) {
                            startedFor_[next] = number;
                        });
    });
}

void RunController::cancelRunning()
{
    JobStore::Ids ids;
    std::int64_t most = 0;
    for (const QueueItem& item : queue_.view().items) {
        if (!item.startNow || item.isFinished() || !(item.isRunning() || item.isWaiting()))
            continue;
        ids.push_back(item.id);
        most = std::max({most, item.progress.framesDone, seen_[item.id].onDisk});
    }
    if (ids.empty())
        return;
    if (most > 0) {
        QMessageBox box(QMessageBox::NoIcon, tr("Cancel"),
                        tr("%n frame(s) are done. They stay on disk, and become a take that says it is partial.",
                           nullptr, static_cast<int>(most)),
                        QMessageBox::NoButton, window_);
        box.setObjectName("cancelRun");
        const QPushButton* cancel = box.addButton(tr("Cancel it"), QMessageBox::DestructiveRole);
        box.setDefaultButton(box.addButton(tr("Keep working"), QMessageBox::RejectRole));
        box.exec();
        if (box.clickedButton() != cancel)
            return;
    }
    queue_.change([ids](JobStore& store) { store.cancel(ids); });
}

bool RunController::confirmLeaving()
{
    if (!queue_.isWorking())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("A job is running"), tr("Its finished frames stay on disk either way."),
                    QMessageBox::NoButton, window_);
    box.setObjectName("jobsRun");
    QPushButton* leave = box.addButton(tr("Resume at the next start"), QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(tr("Cancel it"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(tr("Keep working"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() == cancel) {
        JobStore::Ids ids;
        for (const QueueItem& item : queue_.view().items) {
            if (item.isRunning() || (item.startNow && item.isWaiting()))
                ids.push_back(item.id);
        }
        leaving_ = true;
        queue_.change([ids](JobStore& store) { store.cancel(ids); });
    }
    return box.clickedButton() == leave || box.clickedButton() == cancel;
}

const Clip* RunController::clipOf(const QueueItem& item) const
{
    const auto started = startedFor_.find(item.id);
    const bool isUnsaved = item.origin.project.empty();
    const bool isHere = started != startedFor_.end() && started->second == project_.number();
    const bool isOfFile = !isUnsaved && item.origin.project == project_.path().string();
    if ((isHere || isOfFile) && item.origin.clip != 0)
        return findClip(project_.project(), ClipId{item.origin.clip});
    return isUnsaved && started == startedFor_.end()
               ? unividx::ui::clipOf(project_.project(), layersFolder(project_.path()), item)
               : nullptr;
}

void RunController::follow()
{
    for (const QueueItem& item : queue_.view().items) {
        const auto [entry, isNew] = seen_.try_emplace(item.id);
        Seen& seen = entry->second;
        if (isNew)
            seen.state = item.state;
        // There may be hundreds of items, and mostly nothing is new about them.
        const bool isSame = !isNew && seen.state == item.state && !item.isRunning() &&
                            seen.project == project_.number() && seen.file == project_.path();
        seen.project = project_.number();
        seen.file = project_.path();
        if (!isSame)
            follow(item, seen);
    }
}

void RunController::follow(const QueueItem& item, Seen& seen)
{
    const ItemState before = std::exchange(seen.state, item.state);
    const bool isNews = before != item.state;
    if (item.state == ItemState::Paused)
        work_.erase(item.id); // its time would not be the work's
    if (item.isRunning() && item.progress.stage != Stage::LoadingModel && item.progress.done > 0 && !seen.clock)
        seen.clock.emplace().start();
    const Clip* clip = clipOf(item);
    if (clip && (isNews || item.isRunning()))
        showState(item, *clip);
    if (clip && item.isRunning())
        showGrowing(item, *clip, seen);
    if (isNews && item.isFinished())
        noteEnd(item, seen);
    if (clip && item.state == ItemState::Done)
        takeResult(item, *clip);
    if (clip && isNews && item.state == ItemState::Cancelled && item.startNow && !leaving_) {
        if (auto take = itemTake(item, seen.onDisk, project_.project(), *clip)) {
            take->name += " (" + tr("partial, %n frame(s)", nullptr, static_cast<int>(seen.onDisk)).toStdString() + ")";
            addTakeOf(item, *clip, std::move(*take));
        }
    }
}

void RunController::showState(const QueueItem& item, const Clip& clip)
{
    if (item.kind != "run")
        return;
    const MediaState state = item.isRunning()   ? MediaState::Running
                             : item.isWaiting() ? MediaState::Queued
                             : item.state == ItemState::Failed || item.state == ItemState::Quarantined
                                 ? MediaState::Failed
                                 : MediaState::Imported;
    Q_EMIT mediaStateChanged(clip.media, state);
    Q_EMIT framesAsked(clip.id, item.isRunning() ? framesOf(item) : std::nullopt);
    if (item.isFinished())
        project_.setGrowing(clip.id, std::nullopt);
}

void RunController::showGrowing(const QueueItem& item, const Clip& clip, Seen& seen)
{
    if (item.kind != "run")
        return;
    const auto whole = itemTake(item, frameLimit, project_.project(), clip);
    if (!whole)
        return;
    const std::int64_t count = framesOnDisk(*whole, seen.onDisk);
    if (count == 0 || count == std::exchange(seen.onDisk, count))
        return;
    Take take = *whole;
    take.frames.count = count;
    project_.setGrowing(clip.id, take);
    // The first frames are shown as soon as they are there; after that the user looks at what the user likes.
    const Clip* front = project_.clipAtPlayhead();
    if (!std::exchange(seen.shown, true) && front && front->id == clip.id && !take.layers.empty())
        Q_EMIT layerReady(take.layers.front());
}

void RunController::noteEnd(const QueueItem& item, const Seen& seen)
{
    const auto work = work_.find(item.id);
    if (item.state == ItemState::Done && work != work_.end() && seen.clock && seen.clock->elapsed() >= 1000) {
        const RunSpec spec = parseRunSpec(item.description, item.title);
        settings_.noteSpeed(spec.model + "@" + spec.device,
                            work->second * 1000 / static_cast<double>(seen.clock->elapsed()));
    }
    work_.erase(item.id);
    if (item.state == ItemState::Done && item.kind == "export")
        reportExport(item);
    if ((item.state == ItemState::Failed || item.state == ItemState::Quarantined) && item.startNow)
        reportFailure(item);
}

void RunController::reportFailure(const QueueItem& item)
{
    const bool isOfProject = clipOf(item) != nullptr;
    messages_.report({topicOf(item.id),
                      tr("%1 has failed").arg(itemTitle(item)),
                      fromCore(item.sentence),
                      item.error ? errorAdvice(*item.error) : QString(),
                      {{tr("Log"), [this, id = item.id] { Q_EMIT logWanted(id); }},
                       {tr("Try again"),
                        [this, id = item.id] {
                            messages_.withdraw(topicOf(id));
                            queue_.change([id](JobStore& store) { store.retry({id}); });
                        }}},
                      isOfProject});
}

void RunController::reportExport(const QueueItem& item)
{
    files_.run(
        [item] { return itemBytes(item); },
        [this, item, number = project_.number(), isOfProject = clipOf(item) != nullptr](qint64 bytes) {
            if (isOfProject && number != project_.number())
                return;
            QStringList lines;
            for (const std::string& file : item.files)
                lines.append(fromPath(fs::path(file).filename()));
            messages_.report(
                {topicOf(item.id),
                 tr("Exported %1: %n frame(s), %2 in %3", nullptr, static_cast<int>(item.frames.count))
                     .arg(itemTitle(item), QLocale().formattedDataSize(bytes),
                          durationWords(static_cast<qint64>(item.seconds))),
                 lines.join('\n'),
                 fromPath(itemFolder(item)),
                 {{tr("Show in folder"),
                   [folder = itemFolder(item)] { QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(folder))); }},
                  {tr("Open"),
                   [file = openedFile(item)] { QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(file))); }}},
                 isOfProject,
                 Report::Kind::Success});
        });
}

void RunController::takeResult(const QueueItem& item, const Clip& clip)
{
    if (project_.isReadOnly() || taken_.contains(item.id))
        return;
    auto take = itemTake(item, frameLimit, project_.project(), clip);
    if (!take)
        return;
    // What was finished before was a take once, and is none any more because somebody deleted it.
    std::error_code unknown;
    const auto finished = fs::last_write_time(take->folder, unknown);
    taken_.insert(item.id);
    const bool isNews = startedFor_.contains(item.id) || (!unknown && finished > projectTime_);
    if (isNews && !hasTakeIn(project_.project(), take->folder))
        addTakeOf(item, clip, std::move(*take));
}

void RunController::addTakeOf(const QueueItem& item, const Clip& clip, Take take)
{
    messages_.attempt([&] {
        const Take* normals = currentTakeOf(clip, "normal");
        auto added = addTake(project_.project(), clip.id, take);
        added.project =
            withLocksOf(item, std::move(added.project), clip.id, added.id, normals ? normals->id : TakeId{});
        const ClipId id = clip.id;
        const QString clipName = fromCore(clip.name);
        project_.apply(tr("New take %1").arg(fromCore(take.name)), std::move(added.project));
        project_.setGrowing(id, std::nullopt);
        const Clip* now = findClip(project_.project(), id);
        const Take* made = now ? findTake(*now, added.id) : nullptr;
        if (!made)
            return; // the project is open read only
        messages_.tell(
            made->fresh
                ? tr("New take ready: %1 of %2. Press %3 to use it.").arg(fromCore(take.name), clipName, useKey_)
                : tr("New take %1 of %2").arg(fromCore(take.name), clipName));
        if (!startedFor_.contains(item.id))
            return;
        Q_EMIT takeAdded();
        if (!seen_[item.id].shown && !take.layers.empty())
            Q_EMIT layerReady(take.layers.front());
    });
}

void RunController::showResult(ItemId id)
{
    const QueueItem* item = queue_.find(id);
    if (!item)
        return;
    if (item->state != ItemState::Done) {
        Q_EMIT logWanted(id);
        return;
    }
    const Clip* clip = clipOf(*item);
    const auto take = clip ? itemTake(*item, frameLimit, project_.project(), *clip) : std::nullopt;
    if (take && hasTakeIn(project_.project(), take->folder)) {
        project_.select(clip->id);
        project_.setPlayhead(clip->place.first);
        Q_EMIT takeAdded();
        if (!take->layers.empty())
            Q_EMIT layerReady(take->layers.front());
        return;
    }
    std::error_code unknown; // then its files are shown
    if (!clip && item->kind != "export" && !item->origin.project.empty() && fs::exists(item->origin.project, unknown) &&
        project_.path() != item->origin.project)
        Q_EMIT projectWanted(item->origin.project, id);
    else
        QDesktopServices::openUrl(QUrl::fromLocalFile(fromPath(itemFolder(*item))));
}

void RunController::noteProjectFile()
{
    if (project_.path() == projectFile_)
        return;
    projectFile_ = project_.path();
    std::error_code unknown;
    projectTime_ = fs::last_write_time(projectFile_, unknown);
    if (unknown) // it was never saved
        projectTime_ = fs::file_time_type::clock::now();
    std::erase_if(taken_, [this](ItemId id) { return !startedFor_.contains(id); }); // another project may know them
    follow();
}

void RunController::tellEnd(const QueueSummary& summary)
{
    QString words = tr("%n item(s) done", nullptr, summary.done);
    if (summary.failed > 0)
        words += tr(", %n failed", nullptr, summary.failed);
    messages_.withdraw("queueEnd");
    if (summary.failed > 0)
        messages_.report({"queueEnd",
                          tr("The queue has come to its end: %1").arg(words),
                          failuresOf(queue_.view()),
                          tr("The jobs panel has the logs; Try again runs one once more."),
                          {{tr("Show the jobs"), [this] { Q_EMIT itemsAdded(); }}},
                          false});
    else
        messages_.tell(tr("The queue has come to its end: %1").arg(words));
    QApplication::alert(window_);
    const NoticeSettings& notices = settings_.settings().notices;
    if (notices.desktop)
        notifyDesktop(tr("The queue has come to its end"), words, notices.sound ? Sound::On : Sound::Off);
}

} // namespace unividx::ui
