#include "ui/window/project_controller.h"

#include "core/project/edits.h"
#include "core/project/otio.h"
#include "core/queue/relocate.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_importer.h"
#include "ui/queue/queue_service.h"
#include "ui/task/clip_run.h"
#include "ui/timeline/linked_clips.h"
#include "ui/window/file_tasks.h"
#include "ui/window/messages.h"
#include "ui/window/settings_controller.h"

#include <QAction>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

constexpr int autosaveMilliseconds = 60'000;

/// Folders of the project's takes that unfinished items read or write.
std::set<fs::path> foldersInUse(const Project& project, const QueueView& view)
{
    std::set<fs::path> used;
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            for (const Take& take : clip.takes) {
                if (std::any_of(view.items.begin(), view.items.end(), [&](const QueueItem& item) {
                        return !item.isFinished() && namesFolder(item.description, take.folder);
                    }))
                    used.insert(take.folder);
            }
        }
    }
    return used;
}

} // namespace

ProjectController::ProjectController(const Parts& parts, const fs::path& autosaves)
    : project_(parts.project), settings_(parts.settings), files_(parts.files), messages_(parts.messages),
      queue_(parts.queue), window_(parts.window)
{
    try {
        autosave_ = std::make_unique<Autosave>(autosaves);
    } catch (const Error& error) {
        messages_.report({"autosave",
                          tr("There is no autosave in this session"),
                          QString::fromUtf8(error.what()),
                          tr("Save often, or mend the folder and start again."),
                          {{tr("Save"), [this] { save(false); }}},
                          false});
    }
    connect(&project_, &ProjectModel::fileChanged, this, &ProjectController::showTitle);
    connect(&project_, &ProjectModel::replaced, this, &ProjectController::releaseClaim);
    connect(&project_, &ProjectModel::changed, this, &ProjectController::showTitle);
    showTitle();
    connect(&autosaveTimer_, &QTimer::timeout, this, &ProjectController::autosave);
    autosaveTimer_.start(autosaveMilliseconds);
}

void ProjectController::connectActions(const Actions& actions)
{
    connectFiles(actions);
    connectTimelines(actions);
}

void ProjectController::connectFiles(const Actions& actions)
{
    const auto on = [this, &actions](const char* id, auto slot) {
        connect(actions.get(id), &QAction::triggered, this, [this, slot] { messages_.attempt(slot); });
    };
    on("file.new", [this] { resolveUnsavedChanges([this] { startNew(); }); });
    on("file.open", [this] {
        const QString file =
            QFileDialog::getOpenFileName(window_, tr("Open project"), {}, tr("UniVidX projects (*.uvx)"));
        if (!file.isEmpty())
            open(toPath(file));
    });
    on("file.save", [this] { save(false); });
    on("file.saveAs", [this] { save(true); });
    on("file.import", [this] { chooseImports(); });
}

void ProjectController::chooseImports()
{
    std::vector<fs::path> files;
    for (const QString& file : QFileDialog::getOpenFileNames(window_, tr("Import media")))
        files.push_back(toPath(file));
    if (!files.empty())
        Q_EMIT importWanted(files);
}

void ProjectController::connectTimelines(const Actions& actions)
{
    const QString timelines = tr("OpenTimelineIO (*.otio)");
    connect(actions.get("file.importOtio"), &QAction::triggered, this, [this, timelines] {
        const QString file = QFileDialog::getOpenFileName(window_, tr("Import timeline"), {}, timelines);
        if (!file.isEmpty())
            open(toPath(file));
    });
    connect(actions.get("file.exportOtio"), &QAction::triggered, this, [this, timelines] {
        const QString file = QFileDialog::getSaveFileName(window_, tr("Export timeline"), {}, timelines);
        if (file.isEmpty())
            return;
        files_.run([project = project_.project(), path = toPath(file)] { return saveOtio(project, path); },
                   [this, file](const std::vector<std::string>& unmapped) {
                       messages_.tell(unmapped.empty() ? tr("Exported %1").arg(file) : fromCore(unmapped.front()));
                   });
    });
}

void ProjectController::showTitle()
{
    const fs::path& path = project_.path();
    QString title = path.empty() ? tr("Untitled") : fromPath(path.filename());
    if (project_.isReadOnly())
        title += tr(" (read only)");
    window_->setWindowTitle(title + "[*] - UniVidX Studio");
    window_->setWindowModified(project_.isModified());
}

void ProjectController::startNew()
{
    project_.startNew();
    discardAutosave();
}

void ProjectController::open(const fs::path& path)
{
    if (path.extension() == ".uvx")
        resolveUnsavedChanges([this, path] { openProject(path); });
    else if (path.extension() == ".otio")
        resolveUnsavedChanges([this, path] { openTimeline(path); });
    else
        Q_EMIT importWanted({path});
}

void ProjectController::openFor(const fs::path& path, std::int64_t item)
{
    resolveUnsavedChanges([this, path, item] { openProject(path, [this, item] { Q_EMIT openedFor(item); }); });
}

void ProjectController::openDropped(const std::vector<fs::path>& files)
{
    if (files.size() == 1)
        open(files.front());
    else
        Q_EMIT importWanted(files);
}

void ProjectController::openProject(const fs::path& path, const std::function<void()>& then)
{
    messages_.tell(tr("Opening %1").arg(fromPath(path.filename())));
    struct Read {
        OpenedProject opened;
        QString damage; ///< why there is none
        std::optional<EarlierSave> earlier;
    };
    files_.run(
        [path] {
            try {
                return Read{unividx::openProject(path), {}, {}};
            } catch (const Error& error) {
                return Read{{}, QString::fromUtf8(error.what()), newestReadableSave(path)};
            }
        },
        [this, path, then, asked = project_.project()](const Read& read) {
            if (!read.damage.isEmpty()) {
                offerEarlier(path, read.damage, read.earlier);
                return;
            }
            resolveChangesSince(asked, [this, path, then, opened = read.opened] {
                showOpened(opened, path);
                if (then)
                    then();
            });
        });
}

void ProjectController::resolveChangesSince(const Project& asked, const std::function<void()>& then)
{
    if (project_.project() == asked)
        then();
    else
        resolveUnsavedChanges(then);
}

std::shared_ptr<OutputLock> ProjectController::claim(const fs::path& path) const
{
    try {
        return std::make_shared<OutputLock>(path.parent_path(), std::vector<fs::path>{path},
                                            std::chrono::milliseconds(0));
    } catch (const NameTaken&) {
        throw;
    } catch (const Error&) {
        return nullptr; // a folder that cannot be written: nobody saves there
    }
}

void ProjectController::releaseClaim()
{
    if (project_.path() != claimed_)
        claim_.reset();
}

void ProjectController::showOpened(OpenedProject opened, const fs::path& path)
{
    claim_.reset(); // it may be the same file
    claimed_ = fs::absolute(path);
    try {
        claim_ = claim(claimed_);
    } catch (const NameTaken&) {
        opened.readOnly = true;
        opened.notes.insert(opened.notes.begin(), tr("%1 is open in another window, so it is open read only here. Save "
                                                     "it under another name to edit it.")
                                                      .arg(fromPath(path.filename()))
                                                      .toStdString());
    }
    project_.showOpened(opened, path);
    discardAutosave();
    settings_.noteProject(project_.path());
    messages_.tell(opened.notes.empty() ? tr("Opened %1").arg(fromPath(path.filename()))
                                        : fromCore(opened.notes.front()));
    Q_EMIT this->opened();
}

void ProjectController::offerEarlier(const fs::path& path, const QString& damage,
                                     const std::optional<EarlierSave>& earlier)
{
    messages_.tell(damage);
    QMessageBox box(QMessageBox::NoIcon, tr("Open project"), tr("%1 cannot be opened.").arg(fromPath(path.filename())),
                    QMessageBox::NoButton, window_);
    box.setObjectName("damaged");
    const QString lost = damage + "\n\n";
    if (!earlier) {
        box.setInformativeText(lost + tr("There is no earlier save beside it that can be read."));
        box.addButton(QMessageBox::Ok);
        box.exec();
        return;
    }
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(fs::file_time_type::clock::now() - earlier->savedAt);
    box.setInformativeText(lost +
                           tr("An earlier save of it, %1, can be opened instead. The damaged file stays as it is "
                              "until you save.")
                               .arg(ageWords(age.count())));
    QPushButton* open = box.addButton(tr("Open the earlier save"), QMessageBox::AcceptRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(open);
    box.exec();
    if (box.clickedButton() != open)
        return;
    resolveUnsavedChanges([this, path, project = earlier->project] {
        project_.show(project, path, tr("Open an earlier save"));
        autosave();
    });
}

void ProjectController::openTimeline(const fs::path& path)
{
    files_.run([path] { return openOtio(path); },
               [this, path, asked = project_.project()](const OtioImport& read) {
                   resolveChangesSince(asked, [this, path, read] {
                       project_.show(read.project, {}, tr("Import %1").arg(fromPath(path.filename())));
                       if (read.unmapped.empty())
                           return;
                       QStringList lines;
                       for (const std::string& sentence : read.unmapped)
                           lines.append(fromCore(sentence));
                       QMessageBox box(QMessageBox::NoIcon, tr("Imported with losses"),
                                       tr("%n thing(s) of the timeline could not be kept.", nullptr, int(lines.size())),
                                       QMessageBox::Ok, window_);
                       box.setDetailedText(lines.join('\n'));
                       box.exec();
                   });
               });
}

void ProjectController::recover(const Recovery& recovery)
{
    files_.run([file = recovery.file] { return unividx::openProject(file).project; },
               [this, recovery](const Project& project) {
                   project_.show(project, recovery.project, tr("Recover"));
                   // The recovered state is safe under this window's name before the old one is removed.
                   autosave();
                   files_.run(
                       [this, recovery] {
                           std::error_code ignored; // then it stays, and is offered again
                           if (autosave_ && fs::exists(autosave_->path(), ignored))
                               removeRecovery(recovery);
                       },
                       [] {});
               });
}

void ProjectController::autosave()
{
    if (!autosave_ || !project_.isModified() || autosaved_ == project_.project())
        return;
    autosaved_ = project_.project();
    files_.run([this, project = project_.project(), path = project_.path()] { autosave_->write(project, path); },
               [this] { messages_.withdraw("autosave"); },
               [this](const QString& sentence) {
                   autosaved_.reset(); // it is tried again
                   messages_.report(
                       {"autosave",
                        tr("The autosave failed"),
                        sentence,
                        tr("A crash would lose what was edited since the last save. It is tried again in a "
                           "minute."),
                        {{tr("Save"), [this] { save(false); }}},
                        true});
               });
}

void ProjectController::discardAutosave()
{
    autosaved_.reset();
    if (autosave_)
        files_.run([this] { autosave_->discard(); }, [] {});
}

void ProjectController::resolveUnsavedChanges(const std::function<void()>& then)
{
    if (!project_.isModified()) {
        messages_.attempt(then);
        return;
    }
    QMessageBox box(QMessageBox::NoIcon, tr("Unsaved changes"), tr("The project has changes that are not saved."),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window_);
    box.setObjectName("unsaved");
    const int answer = box.exec();
    if (answer == QMessageBox::Save)
        save(false, then);
    else if (answer == QMessageBox::Discard)
        messages_.attempt(then);
}

void ProjectController::close(const std::function<void()>& then)
{
    resolveUnsavedChanges([this, then] {
        discardAutosave();
        files_.run([] {}, then); // behind whatever is being written
    });
}

void ProjectController::save(bool askForName, const std::function<void()>& then)
{
    fs::path path = project_.path();
    if (path.empty() || askForName || project_.isReadOnly()) {
        const QString file =
            QFileDialog::getSaveFileName(window_, tr("Save project"), fromPath(path), tr("UniVidX projects (*.uvx)"));
        if (file.isEmpty())
            return;
        path = toPath(file);
        if (path.extension() != ".uvx")
            path += ".uvx";
    }
    saveTo(path, then);
}

void ProjectController::saveTo(const fs::path& path, const std::function<void()>& then)
{
    const Project project = project_.project();
    const fs::path target = fs::absolute(path);
    std::shared_ptr<OutputLock> claimed = target == claimed_ ? claim_ : nullptr;
    if (!claimed && target == savingTo_)
        claimed = saving_.lock(); // a save of the same file has not ended
    try {
        if (!claimed)
            claimed = claim(target);
    } catch (const NameTaken&) {
        failToSave(path, tr("It is open in another window."));
        return;
    }
    saving_ = claimed;
    savingTo_ = target;
    const std::set<fs::path> busy = foldersInUse(project, queue_.view());
    files_.run(
        [project, path, busy] {
            const auto moves = planLayerMoves(project, unsavedLayersFolder(), layersFolder(fs::absolute(path)), busy);
            saveWithMovedLayers(withMovedLayers(project, moves), path, moves);
            return moves;
        },
        [this, project, path, then, claimed, before = project_.path(),
         number = project_.number()](const std::vector<FolderMove>& moves) {
            messages_.withdraw("save");
            messages_.tell(tr("Saved %1").arg(fromPath(path.filename())));
            if (number == project_.number()) {
                claim_ = claimed;
                claimed_ = fs::absolute(path);
                noteSaved(project, path, moves);
                tellWhereLayersAre(before, project_.path());
            }
            if (!moves.empty())
                removeOldLayers(moves, fs::absolute(path));
            if (then)
                then();
        },
        [this, path](const QString& sentence) { failToSave(path, sentence); });
}

void ProjectController::failToSave(const fs::path& path, const QString& sentence)
{
    messages_.report({"save",
                      tr("%1 was not saved").arg(fromPath(path.filename())),
                      sentence,
                      tr("The project is unchanged in this window. Make room on the disk, or save it in "
                         "another place."),
                      {{tr("Save as..."), [this] { save(true); }}},
                      true});
}

void ProjectController::noteSaved(const Project& saved, const fs::path& path, const std::vector<FolderMove>& moves)
{
    project_.noteSaved(saved, path, moves);
    settings_.noteProject(project_.path());
    // The autosave may name folders that are about to go.
    if (!project_.isModified())
        discardAutosave();
    else if (!moves.empty())
        autosave();
}

void ProjectController::tellWhereLayersAre(const fs::path& before, const fs::path& path)
{
    std::set<fs::path> others;
    for (const Track& track : project_.project().tracks) {
        for (const Clip& clip : track.clips) {
            for (const Take& take : clip.takes) {
                if (take.folder.parent_path() != layersFolder(path))
                    others.insert(take.folder.parent_path());
            }
        }
    }
    if (before.empty() || before == path || others.empty())
        return;
    QStringList lines;
    for (const fs::path& folder : others)
        lines.append(fromPath(folder));
    messages_.report({"layers",
                      tr("%1 uses layers of another project").arg(fromPath(path.filename())),
                      lines.join('\n'),
                      tr("The layers made so far stay where they are, and both projects use them. New ones go to %1. "
                         "Collect project copies everything into one folder.")
                          .arg(fromPath(layersFolder(path).filename())),
                      {{tr("Collect project..."), [this] { Q_EMIT collectWanted(); }}},
                      true,
                      Report::Kind::Success});
}

void ProjectController::removeOldLayers(const std::vector<FolderMove>& moves, const fs::path& path)
{
    const auto remove = [this, moves] {
        // An item may have been started since; what it reads goes at the next start.
        std::vector<FolderMove> idle;
        for (const FolderMove& move : moves) {
            const auto& items = queue_.view().items;
            if (std::none_of(items.begin(), items.end(), [&](const QueueItem& item) {
                    return !item.isFinished() && namesFolder(item.description, move.from);
                }))
                idle.push_back(move);
        }
        files_.run([idle] { removeMovedLayers(idle); }, [] {});
    };
    if (queue_.folder().empty())
        remove();
    else
        queue_.change([moves, path](JobStore& store) { relocateItems(store.file(), moves, path); }, remove);
}

void ProjectController::placeMedia(MediaId id)
{
    messages_.attempt([&] {
        const auto& tracks = project_.project().tracks;
        const auto track =
            std::find_if(tracks.begin(), tracks.end(), [](const Track& t) { return t.kind == TrackKind::Video; });
        const MediaItem* media = findMedia(project_.project(), id);
        if (track == tracks.end() || !media)
            return;
        const std::int64_t position = track->clips.empty() ? 0 : track->clips.back().place.end();
        std::optional<FrameRange> shown;
        if (media->still) // five seconds, which can be dragged to any length
            shown = FrameRange{media->frames.first,
                               std::max<std::int64_t>(1, std::llround(5 * project_.project().rate.perSecond()))};
        auto added = placeWithSound(project_.project(), track->id, id, position, shown);
        project_.apply(tr("Add %1").arg(fromPath(media->path.filename())), std::move(added.project));
        project_.select(added.id);
        project_.setPlayhead(position);
        if (position == 0)
            Q_EMIT firstClipPlaced();
    });
}

void ProjectController::placeImported(MediaId id)
{
    const auto input = wantedInputs_.find(findMedia(project_.project(), id)->path);
    if (input != wantedInputs_.end()) {
        Q_EMIT inputImported(input->second.first, input->second.second, id);
        wantedInputs_.erase(input);
        return;
    }
    // The first clip goes where it is looked at: from a drop to its layers are three actions.
    if (endOf(project_.project()) == 0 || placeImports_)
        placeMedia(id);
}

void ProjectController::showImportFailures(const QStringList& sentences)
{
    messages_.report({"import",
                      tr("%n file(s) were not imported", nullptr, static_cast<int>(sentences.size())),
                      sentences.join('\n'),
                      tr("Choose files that can be read, or convert them first."),
                      {{tr("Choose other files..."), [this] { chooseImports(); }}},
                      true});
}

void ProjectController::importToTimeline(const std::vector<fs::path>& files)
{
    placeImports_ = true;
    Q_EMIT importWanted(files);
}

void ProjectController::chooseInput(ClipId clip, std::size_t row)
{
    const QString file = QFileDialog::getOpenFileName(window_, tr("Choose the input"));
    if (file.isEmpty())
        return;
    const auto clips = clipsAmong({toPath(file)}); // a frame stands for its sequence
    wantedInputs_[clips.front()] = {clip, row};
    Q_EMIT importWanted(clips);
}

} // namespace unividx::ui
