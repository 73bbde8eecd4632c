#include "ui/window/take_controller.h"

#include "core/project/task_edits.h"
#include "core/queue/relocate.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/queue/queue_model.h"
#include "ui/window/file_tasks.h"
#include "ui/window/messages.h"

#include <QAction>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace unividx::ui {

TakeController::TakeController(const Parts& parts)
    : project_(parts.project), queue_(parts.queue), files_(parts.files), messages_(parts.messages),
      window_(parts.window)
{
}

void TakeController::connectActions(const Actions& actions)
{
    connect(actions.get("take.use"), &QAction::triggered, this, [this] {
        if (const Clip* clip = focusedClip(project_))
            useNew(clip->id);
    });
}

void TakeController::use(ClipId clip, TakeId take)
{
    messages_.attempt([&] {
        const Clip* owner = findClip(project_.project(), clip);
        const Take* used = owner ? findTake(*owner, take) : nullptr;
        if (used)
            project_.apply(tr("Use take %1").arg(fromCore(used->name)), useTake(project_.project(), clip, take));
    });
}

void TakeController::useNew(ClipId clip)
{
    const Clip* owner = findClip(project_.project(), clip);
    if (const Take* take = owner ? freshTake(*owner) : nullptr)
        use(clip, take->id);
    else
        messages_.tell(tr("There is no new take of this clip"));
}

void TakeController::keepCurrent(ClipId clip)
{
    messages_.attempt([&] { project_.apply(tr("Keep the current take"), keepCurrentTake(project_.project(), clip)); });
}

void TakeController::askDeletion(ClipId clip, TakeId id)
{
    const Clip* owner = findClip(project_.project(), clip);
    const Take* take = owner ? findTake(*owner, id) : nullptr;
    if (!take)
        return;
    if (project_.isReadOnly()) {
        messages_.tell(tr("This project is open read only; its takes are not deleted."));
        return;
    }
    for (const QueueItem& item : queue_.view().items) {
        if (item.isFinished() || !namesFolder(item.description, take->folder))
            continue;
        messages_.report({"take",
                          tr("%1 is not deleted").arg(fromCore(take->name)),
                          tr("A job needs its files: %1").arg(itemTitle(item)),
                          tr("Wait until it is done, or cancel it."),
                          {},
                          true});
        return;
    }
    messages_.withdraw("take");
    files_.run([take = *take] { return findTakeFiles(take); },
               [this, clip, id, number = project_.number()](const TakeFiles& files) {
                   const Clip* now = number == project_.number() ? findClip(project_.project(), clip) : nullptr;
                   const Take* found = now ? findTake(*now, id) : nullptr;
                   if (found && confirm(*now, *found, files))
                       remove(Take(*found), files);
               });
}

QStringList TakeController::consequences(const Clip& clip, const Take& take, const TakeFiles& files) const
{
    QStringList lines;
    QStringList used;
    for (const std::string& layer : take.layers) {
        if (const Take* current = currentTakeOf(clip, layer); current && current->id == take.id)
            used.append(modalityWord(layer));
    }
    const Take* current = currentTake(clip);
    if (current && current->id == take.id)
        lines.append(tr("This is the take in use: the newest of the others takes its place."));
    else if (!used.isEmpty())
        lines.append(
            tr("The clip uses its layers: %1. The newest of the others take their place.").arg(used.join(", ")));
    const auto clips = clipsWithTakeIn(project_.project(), take.folder);
    if (clips.size() > 1)
        lines.append(tr("%n other clip(s) of this project lose it too.", nullptr, static_cast<int>(clips.size()) - 1));
    if (!files.others.empty())
        lines.append(tr("%n other file(s) in its folder stay: this program did not write them.", nullptr,
                        static_cast<int>(files.others.size())));
    lines.append(tr("This cannot be undone."));
    return lines;
}

bool TakeController::confirm(const Clip& clip, const Take& take, const TakeFiles& files)
{
    QMessageBox box(QMessageBox::NoIcon, tr("Delete from the disk"),
                    tr("Delete %1 with its %n file(s), %2?", nullptr, static_cast<int>(files.made.size()))
                        .arg(fromCore(take.name), QLocale().formattedDataSize(files.bytes)),
                    QMessageBox::NoButton, window_);
    box.setObjectName("deleteTake");
    box.setInformativeText(consequences(clip, take, files).join('\n'));
    QStringList names{fromPath(take.folder)};
    for (const std::filesystem::path& file : files.made)
        names.append("  " + fromPath(file.filename()));
    box.setDetailedText(names.join('\n'));
    const QPushButton* deletion = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(QMessageBox::Cancel));
    box.exec();
    return box.clickedButton() == deletion;
}

void TakeController::remove(const Take& take, const TakeFiles& files)
{
    project_.rewrite([folder = take.folder](const Project& project) { return withoutTakesIn(project, folder); });
    files_.run([take, made = files.made] { deleteTakeFiles(take, made); },
               [this, take, bytes = files.bytes] {
                   Q_EMIT filesDeleted(take.folder);
                   messages_.tell(
                       tr("Deleted %1, %2 are free").arg(fromCore(take.name), QLocale().formattedDataSize(bytes)));
               },
               [this, take](const QString& sentence) {
                   Q_EMIT filesDeleted(take.folder);
                   messages_.report({"take",
                                     tr("Not all files of %1 were deleted").arg(fromCore(take.name)),
                                     sentence,
                                     tr("The project has forgotten the take; delete the folder by hand."),
                                     {},
                                     true});
               });
}

} // namespace unividx::ui
