#include "core/project/edits.h"
#include "core/project/otio.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/main_window.h"

#include <QDateTime>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

} // namespace

void MainWindow::connectFiles()
{
    const auto on = [this](const char* id, auto slot) {
        connect(actions_->get(id), &QAction::triggered, this, [this, slot] { attempt(slot); });
    };
    const QString projects = tr("UniVidX projects (*.uvx)");
    const QString timelines = tr("OpenTimelineIO (*.otio)");
    on("file.new", [this] { newProject(); });
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
        const auto unmapped = saveOtio(project_->project(), toPath(file));
        tell(unmapped.empty() ? tr("Exported %1").arg(file) : fromCore(unmapped.front()));
    });
    connect(actions_->get("file.quit"), &QAction::triggered, this, &QWidget::close);
    connect(project_, &ProjectModel::fileChanged, this, &MainWindow::showTitle);
    connect(project_, &ProjectModel::changed, this, &MainWindow::showTitle);
    connect(project_, &ProjectModel::changed, this, &MainWindow::showUndo);
    connect(project_, &ProjectModel::refused, this, &MainWindow::tell);
    connect(mediaPool_, &MediaPool::activated, this, &MainWindow::placeMedia);
    connect(mediaPool_, &MediaPool::failed, this, &MainWindow::tell);
    connect(mediaPool_, &MediaPool::imported, this, [this](MediaId id) {
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

void MainWindow::openFile(const fs::path& path)
{
    attempt([&] {
        if (path.extension() == ".uvx") {
            if (!mayClose())
                return;
            const auto notes = project_->open(path);
            ++projectNumber_;
            autosaved_.reset();
            settings_.recent = withProject(settings_.recent, project_->path());
            storeSettings();
            tell(notes.empty() ? tr("Opened %1").arg(fromPath(path.filename())) : fromCore(notes.front()));
            timeline_->zoomToFit();
        } else if (path.extension() == ".otio") {
            if (!mayClose())
                return;
            OtioImport read = openOtio(path);
            ++projectNumber_;
            project_->show(std::move(read.project), {}, tr("Import %1").arg(fromPath(path.filename())));
            if (!read.unmapped.empty()) {
                QStringList lines;
                for (const std::string& sentence : read.unmapped)
                    lines.append(fromCore(sentence));
                QMessageBox box(QMessageBox::NoIcon, tr("Imported with losses"),
                                tr("%n thing(s) of the timeline could not be kept.", nullptr, int(lines.size())),
                                QMessageBox::Ok, this);
                box.setDetailedText(lines.join('\n'));
                box.exec();
            }
            timeline_->zoomToFit();
        } else {
            mediaPool_->import({path});
        }
    });
}

void MainWindow::offerRecoveries()
{
    for (const Recovery& recovery : findRecoveries(folders_.autosave)) {
        const auto age =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - recovery.savedAt);
        const QString name =
            recovery.project.empty() ? tr("an unsaved project") : fromPath(recovery.project.filename());
        QMessageBox box(
            QMessageBox::NoIcon, tr("Recover"),
            tr("The program ended without closing %1, last saved by itself %2.").arg(name, ageWords(age.count())),
            QMessageBox::NoButton, this);
        if (!recovery.damage.empty())
            box.setInformativeText(tr("It cannot be read: %1").arg(fromCore(recovery.damage)));
        else if (recovery.difference)
            box.setInformativeText(
                tr("It differs from the saved project: %1.").arg(differenceWords(*recovery.difference)));
        QPushButton* recover =
            recovery.damage.empty() ? box.addButton(tr("Recover"), QMessageBox::AcceptRole) : nullptr;
        box.addButton(tr("Not now"), QMessageBox::RejectRole);
        QPushButton* discard = box.addButton(tr("Delete it"), QMessageBox::DestructiveRole);
        box.exec();
        if (recover && box.clickedButton() == recover) {
            attempt([&] {
                project_->show(openProject(recovery.file).project, recovery.project, tr("Recover"));
                ++projectNumber_;
                autosave(); // the recovered state is safe under this window's name before the old one goes
                if (autosave_ && fs::exists(autosave_->path()))
                    removeRecovery(recovery);
            });
            return;
        }
        if (box.clickedButton() == discard)
            attempt([&] { removeRecovery(recovery); });
    }
}

void MainWindow::autosave()
{
    if (!autosave_ || !project_->isModified() || autosaved_ == project_->project())
        return;
    try {
        autosave_->write(project_->project(), project_->path());
        autosaved_ = project_->project();
    } catch (const Error& error) {
        tell(tr("The autosave failed: %1").arg(QString::fromUtf8(error.what())));
    }
}

bool MainWindow::mayClose()
{
    if (!project_->isModified())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("Unsaved changes"), tr("The project has changes that are not saved."),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    switch (box.exec()) {
    case QMessageBox::Save:
        return save(false);
    case QMessageBox::Discard:
        return true;
    default:
        return false;
    }
}

bool MainWindow::save(bool askForName)
{
    fs::path path = project_->path();
    if (path.empty() || askForName || project_->isReadOnly()) {
        const QString file =
            QFileDialog::getSaveFileName(this, tr("Save project"), fromPath(path), tr("UniVidX projects (*.uvx)"));
        if (file.isEmpty())
            return false;
        path = toPath(file);
        if (path.extension() != ".uvx")
            path += ".uvx";
    }
    bool saved = false;
    attempt([&] {
        project_->save(path);
        saved = true;
        if (autosave_)
            autosave_->discard();
        autosaved_.reset();
        settings_.recent = withProject(settings_.recent, project_->path());
        storeSettings();
        tell(tr("Saved %1").arg(fromPath(path.filename())));
    });
    return saved;
}

void MainWindow::newProject()
{
    if (!mayClose())
        return;
    project_->startNew();
    ++projectNumber_;
}

} // namespace unividx::ui
