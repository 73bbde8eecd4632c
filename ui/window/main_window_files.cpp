#include "core/project/edits.h"
#include "core/project/otio.h"
#include "ui/common/words.h"
#include "ui/frames/later.h"
#include "ui/media_pool/media_pool.h"
#include "ui/task/task_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/main_window.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

template <typename Work, typename Then>
void MainWindow::onFiles(Work work, Then then)
{
    ++fileTasks_;
    later(
        *files_, this, std::move(work),
        [this, then](const auto&... result) {
            --fileTasks_;
            attempt([&] { then(result...); });
        },
        [this](const QString& sentence) {
            --fileTasks_;
            tell(sentence);
        });
}

void MainWindow::connectFiles()
{
    const auto on = [this](const char* id, auto slot) {
        connect(actions_->get(id), &QAction::triggered, this, [this, slot] { attempt(slot); });
    };
    const QString projects = tr("UniVidX projects (*.uvx)");
    const QString timelines = tr("OpenTimelineIO (*.otio)");
    on("file.new", [this] {
        resolveUnsavedChanges([this] {
            project_->startNew();
            ++projectNumber_;
            discardAutosave();
        });
    });
    on("file.open", [this, projects] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open project"), {}, projects);
        if (!file.isEmpty())
            openFile(toPath(file));
    });
    on("file.save", [this] { save(false); });
    on("file.saveAs", [this] { save(true); });
    on("file.import", [this] {
        std::vector<fs::path> files;
        for (const QString& file : QFileDialog::getOpenFileNames(this, tr("Import media")))
            files.push_back(toPath(file));
        mediaPool_->import(files);
    });
    on("file.importOtio", [this, timelines] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Import timeline"), {}, timelines);
        if (!file.isEmpty())
            openFile(toPath(file));
    });
    on("file.exportOtio", [this, timelines] {
        const QString file = QFileDialog::getSaveFileName(this, tr("Export timeline"), {}, timelines);
        if (file.isEmpty())
            return;
        onFiles([project = project_->project(), path = toPath(file)] { return saveOtio(project, path); },
                [this, file](const std::vector<std::string>& unmapped) {
                    tell(unmapped.empty() ? tr("Exported %1").arg(file) : fromCore(unmapped.front()));
                });
    });
    connect(actions_->get("file.quit"), &QAction::triggered, this, &QWidget::close);
    connect(project_, &ProjectModel::fileChanged, this, &MainWindow::showTitle);
    connect(project_, &ProjectModel::changed, this, &MainWindow::showTitle);
    connect(project_, &ProjectModel::changed, this, &MainWindow::showUndo);
    connect(project_, &ProjectModel::refused, this, &MainWindow::tell);
    connect(mediaPool_, &MediaPool::activated, this, &MainWindow::placeMedia);
    connect(mediaPool_, &MediaPool::failed, this, &MainWindow::tell);
    connect(mediaPool_, &MediaPool::relinked, this, [this](const fs::path& path) {
        frames_->forget(path.string());
        thumbnails_->forget(path.string());
        viewer_->refresh();
        timeline_->waveforms().forget(path.string());
    });
    connect(taskPanel_, &TaskPanel::fileWanted, this, &MainWindow::chooseInputFile);
    connect(mediaPool_, &MediaPool::imported, this, [this](MediaId id) {
        const auto input = wantedInputs_.find(findMedia(project_->project(), id)->path);
        if (input != wantedInputs_.end()) {
            taskPanel_->lockToMedia(input->second.first, input->second.second, id);
            wantedInputs_.erase(input);
            return;
        }
        // The first clip goes where it is looked at: from a drop to its layers are three actions.
        if (endOf(project_->project()) == 0 || placeImports_)
            placeMedia(id);
    });
    connect(timeline_, &Timeline::filesDropped, this, [this](const std::vector<fs::path>& files) {
        placeImports_ = true;
        mediaPool_->import(files);
    });
    connect(timeline_, &Timeline::failed, this, &MainWindow::tell);
    connect(viewer_, &Viewer::failed, this, &MainWindow::tell);
    connect(&mediaPool_->importer(), &MediaImporter::pendingChanged, this, [this](int pending) {
        if (pending == 0)
            placeImports_ = false;
    });
}

void MainWindow::chooseInputFile(ClipId clip, std::size_t row)
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose the input"));
    if (file.isEmpty())
        return;
    const auto clips = clipsAmong({toPath(file)}); // a frame stands for its sequence
    wantedInputs_[clips.front()] = {clip, row};
    mediaPool_->import(clips);
}

void MainWindow::fillRecent()
{
    recentMenu_->clear();
    for (const fs::path& project : settings_.recent.projects) {
        QAction* action = recentMenu_->addAction(fromPath(project).replace("&", "&&"));
        connect(action, &QAction::triggered, this, [this, project] { openFile(project); });
    }
    recentMenu_->setEnabled(!recentMenu_->isEmpty());
}

void MainWindow::noteRecent()
{
    settings_.recent = withProject(settings_.recent, project_->path());
    storeSettings();
    fillRecent();
}

void MainWindow::openFile(const fs::path& path)
{
    if (path.extension() == ".uvx")
        resolveUnsavedChanges([this, path] { openProjectFile(path); });
    else if (path.extension() == ".otio")
        resolveUnsavedChanges([this, path] { openTimelineFile(path); });
    else
        mediaPool_->import({path});
}

void MainWindow::openProjectFile(const fs::path& path, const std::function<void()>& then)
{
    tell(tr("Opening %1").arg(fromPath(path.filename())));
    const auto asked = project_->project();
    struct Read {
        OpenedProject opened;
        QString damage; ///< why there is none
        std::optional<EarlierSave> earlier;
    };
    onFiles(
        [path] {
            try {
                return Read{openProject(path), {}, {}};
            } catch (const Error& error) {
                return Read{{}, QString::fromUtf8(error.what()), newestReadableSave(path)};
            }
        },
        [this, path, then, asked](const Read& read) {
            if (!read.damage.isEmpty()) {
                offerEarlier(path, read.damage, read.earlier);
                return;
            }
            const auto show = [this, path, then, opened = read.opened] {
                mediaPool_->model().forgetDetails();
                project_->showOpened(opened, path);
                ++projectNumber_;
                mediaPool_->inspectAll();
                discardAutosave();
                noteRecent();
                tell(opened.notes.empty() ? tr("Opened %1").arg(fromPath(path.filename()))
                                          : fromCore(opened.notes.front()));
                timeline_->zoomToFit();
                listUnfinishedExports();
                if (then)
                    then();
            };
            // What was edited while the file was read has not been asked about.
            if (project_->project() == asked)
                show();
            else
                resolveUnsavedChanges(show);
        });
}

void MainWindow::offerEarlier(const fs::path& path, const QString& damage, const std::optional<EarlierSave>& earlier)
{
    tell(damage);
    QMessageBox box(QMessageBox::NoIcon, tr("Open project"), tr("%1 cannot be opened.").arg(fromPath(path.filename())),
                    QMessageBox::NoButton, this);
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
        mediaPool_->model().forgetDetails();
        project_->show(project, path, tr("Open an earlier save"));
        ++projectNumber_;
        mediaPool_->inspectAll();
        timeline_->zoomToFit();
        autosave();
    });
}

void MainWindow::openTimelineFile(const fs::path& path)
{
    const auto asked = project_->project();
    onFiles([path] { return openOtio(path); },
            [this, path, asked](const OtioImport& read) {
                const auto show = [this, path, read] {
                    ++projectNumber_;
                    mediaPool_->model().forgetDetails();
                    project_->show(read.project, {}, tr("Import %1").arg(fromPath(path.filename())));
                    mediaPool_->inspectAll();
                    timeline_->zoomToFit();
                    if (read.unmapped.empty())
                        return;
                    QStringList lines;
                    for (const std::string& sentence : read.unmapped)
                        lines.append(fromCore(sentence));
                    QMessageBox box(QMessageBox::NoIcon, tr("Imported with losses"),
                                    tr("%n thing(s) of the timeline could not be kept.", nullptr, int(lines.size())),
                                    QMessageBox::Ok, this);
                    box.setDetailedText(lines.join('\n'));
                    box.exec();
                };
                if (project_->project() == asked)
                    show();
                else
                    resolveUnsavedChanges(show);
            });
}

void MainWindow::start(const std::vector<fs::path>& files)
{
    if (settings_.interface.drawing.empty() && ViewerCanvas::openGlIsFast())
        viewer_->canvas().setOpenGl(true);
    struct Left {
        std::vector<Recovery> recoveries;
        std::vector<UnfinishedRun> runs;
    };
    onFiles(
        [this] {
            return Left{findRecoveries(folders_.autosave), unfinished_.find()};
        },
        [this, files](const Left& left) {
            const auto recovered = offerRecoveries(left.recoveries);
            std::error_code unknown; // then it is another one
            for (const fs::path& file : files) {
                // A project may be saved, or saved automatically, anywhere.
                if (!recovered || !fs::equivalent(file, *recovered, unknown))
                    openFile(fs::absolute(file));
            }
            // Behind whatever the files are opened with.
            onFiles([] {},
                    [this, runs = left.runs] {
                        listUnfinishedExports();
                        offerUnfinished(runs);
                    });
        });
}

std::optional<fs::path> MainWindow::offerRecoveries(const std::vector<Recovery>& recoveries)
{
    for (const Recovery& recovery : recoveries) {
        const auto age =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - recovery.savedAt);
        const QString name =
            recovery.project.empty() ? tr("an unsaved project") : fromPath(recovery.project.filename());
        QMessageBox box(QMessageBox::NoIcon, tr("Recover"),
                        tr("UniVidX Studio ended without closing %1. It was last saved automatically %2.")
                            .arg(name, ageWords(age.count())),
                        QMessageBox::NoButton, this);
        box.setObjectName("recovery");
        if (!recovery.damage.empty())
            box.setInformativeText(tr("It cannot be read: %1").arg(fromCore(recovery.damage)));
        else if (recovery.difference)
            box.setInformativeText(
                tr("It differs from the saved project: %1.").arg(differenceWords(*recovery.difference)));
        QPushButton* recover =
            recovery.damage.empty() ? box.addButton(tr("Recover"), QMessageBox::AcceptRole) : nullptr;
        box.addButton(tr("Not now"), QMessageBox::RejectRole);
        QPushButton* discard = box.addButton(tr("Delete it"), QMessageBox::DestructiveRole);
        if (recover)
            box.setDefaultButton(recover);
        box.exec();
        if (recover && box.clickedButton() == recover) {
            onFiles([file = recovery.file] { return openProject(file).project; },
                    [this, recovery](const Project& project) {
                        mediaPool_->model().forgetDetails();
                        project_->show(project, recovery.project, tr("Recover"));
                        ++projectNumber_;
                        mediaPool_->inspectAll();
                        timeline_->zoomToFit();
                        // The recovered state is safe under this window's name before the old one goes.
                        autosave();
                        onFiles(
                            [this, recovery] {
                                std::error_code ignored; // then it stays, and is offered again
                                if (autosave_ && fs::exists(autosave_->path(), ignored))
                                    removeRecovery(recovery);
                            },
                            [] {});
                    });
            return recovery.project;
        }
        if (box.clickedButton() == discard)
            removeRecovery(recovery);
    }
    return std::nullopt;
}

void MainWindow::offerUnfinished(const std::vector<UnfinishedRun>& runs)
{
    for (const UnfinishedRun& unfinished : runs) {
        const QString name = fromCore(unfinished.run.title);
        QMessageBox box(QMessageBox::NoIcon, tr("Resume"),
                        tr("A run on %1 was cut off; %2 of its %3 frames are done.")
                            .arg(name)
                            .arg(unfinished.run.have)
                            .arg(unfinished.run.spec.frames->count),
                        QMessageBox::NoButton, this);
        box.setObjectName("unfinished");
        QPushButton* goOn = box.addButton(tr("Resume"), QMessageBox::AcceptRole);
        box.addButton(tr("Not now"), QMessageBox::RejectRole);
        QPushButton* forget = box.addButton(tr("Forget it"), QMessageBox::DestructiveRole);
        box.setDefaultButton(goOn);
        box.exec();
        if (box.clickedButton() == forget)
            UnfinishedRuns::forget(unfinished);
        if (box.clickedButton() != goOn)
            continue;
        std::error_code unknown; // a project that cannot be looked at is taken from the record
        if (unfinished.project.empty() || !fs::exists(unfinished.project, unknown)) {
            resolveUnsavedChanges([this, unfinished] {
                project_->show(unfinished.snapshot, {}, tr("Take up a run"));
                ++projectNumber_;
                resume(unfinished);
            });
        } else if (unfinished.project == project_->path()) {
            resume(unfinished);
        } else {
            resolveUnsavedChanges([this, unfinished] {
                openProjectFile(unfinished.project, [this, unfinished] { resume(unfinished); });
            });
        }
    }
}

void MainWindow::resume(const UnfinishedRun& unfinished)
{
    enqueue(unfinished.run);
    UnfinishedRuns::forget(unfinished); // this window's own record stands in its place
    docks_[3]->raise();
}

void MainWindow::listUnfinishedExports()
{
    onFiles([this, path = project_->path()] { return findUnfinishedExports(exports_, path); },
            [this](const std::vector<UnfinishedExport>& exports) {
                for (const UnfinishedExport& cut : exports) {
                    const int id = jobs_->list(exportWork(cut.order), cut.have, cut.order.asked.frames.count);
                    exportSpecs_[id] = cut.order;
                    exports_.adopt(id, cut.record);
                    docks_[3]->raise(); // the jobs: it waits there
                    tell(tr("An export of %1 was cut off; it can be resumed in the jobs panel")
                             .arg(fromCore(cut.order.asked.shot)));
                }
            });
}

void MainWindow::autosave()
{
    if (!autosave_ || !project_->isModified() || autosaved_ == project_->project())
        return;
    autosaved_ = project_->project();
    ++fileTasks_;
    later(
        *files_, this,
        [this, project = project_->project(), path = project_->path()] { autosave_->write(project, path); },
        [this] { --fileTasks_; },
        [this](const QString& sentence) {
            --fileTasks_;
            autosaved_.reset(); // it is tried again
            tell(tr("The autosave failed: %1").arg(sentence));
        });
}

void MainWindow::discardAutosave()
{
    autosaved_.reset();
    if (autosave_)
        onFiles([this] { autosave_->discard(); }, [] {});
}

void MainWindow::resolveUnsavedChanges(const std::function<void()>& then)
{
    if (!project_->isModified()) {
        attempt(then);
        return;
    }
    QMessageBox box(QMessageBox::NoIcon, tr("Unsaved changes"), tr("The project has changes that are not saved."),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setObjectName("unsaved");
    const int answer = box.exec();
    if (answer == QMessageBox::Save)
        save(false, then);
    else if (answer == QMessageBox::Discard)
        attempt(then);
}

bool MainWindow::confirmLeavingJobs()
{
    if (!jobs_->isBusy())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("A job is running"), tr("Its finished frames stay on disk either way."),
                    QMessageBox::NoButton, this);
    QPushButton* leave = box.addButton(tr("Resume at the next start"), QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(tr("Cancel it"), QMessageBox::DestructiveRole);
    QPushButton* stay = box.addButton(tr("Keep working"), QMessageBox::RejectRole);
    box.setDefaultButton(stay);
    box.exec();
    if (box.clickedButton() == leave) {
        unfinished_.leave();
        exports_.leave();
    } else if (box.clickedButton() == cancel) {
        for (const JobStatus& job : jobs_->jobs()) {
            unfinished_.drop(job.id);
            if (job.state != JobState::CutOff)
                exports_.drop(job.id);
        }
    }
    return box.clickedButton() == leave || box.clickedButton() == cancel;
}

void MainWindow::finishClosing()
{
    discardAutosave();
    onFiles([] {},
            [this] {
                mayClose_ = true;
                close();
            });
}

void MainWindow::save(bool askForName, const std::function<void()>& then)
{
    fs::path path = project_->path();
    if (path.empty() || askForName || project_->isReadOnly()) {
        const QString file =
            QFileDialog::getSaveFileName(this, tr("Save project"), fromPath(path), tr("UniVidX projects (*.uvx)"));
        if (file.isEmpty())
            return;
        path = toPath(file);
        if (path.extension() != ".uvx")
            path += ".uvx";
    }
    saveTo(path, then);
}

void MainWindow::saveTo(const fs::path& path, const std::function<void()>& then)
{
    const Project project = project_->project();
    onFiles([project, path] { saveProject(project, path); },
            [this, project, path, then, number = projectNumber_] {
                tell(tr("Saved %1").arg(fromPath(path.filename())));
                if (number == projectNumber_) {
                    project_->noteSaved(project, path);
                    noteRecent();
                    if (!project_->isModified())
                        discardAutosave();
                }
                if (then)
                    then();
            });
}

} // namespace unividx::ui
