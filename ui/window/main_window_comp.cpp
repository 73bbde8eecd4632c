#include "core/export/composite.h"
#include "core/export/export_spec.h"
#include "core/export/model_render.h"
#include "core/layers/shot_name.h"
#include "core/project/clock.h"
#include "core/project/task_edits.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_panel.h"
#include "ui/export/export_dialog.h"
#include "ui/frames/comp_files.h"
#include "ui/frames/layer_choice.h"
#include "ui/relight/relight_panel.h"
#include "ui/viewer/viewer.h"
#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QDockWidget>

#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

std::string version()
{
    return QCoreApplication::applicationVersion().toStdString();
}

Take editedTake(const Clip& clip, const ExportRequest& request, std::vector<std::string> layers, const QString& name)
{
    Take take;
    take.name = name.toStdString();
    take.created = utcNow();
    take.frames = request.frames;
    take.folder = request.folder;
    take.layerPrefix = request.shot;
    take.layers = std::move(layers);
    take.settings = clip.task;
    take.edited = true;
    return take;
}

LockedInput fromTake(TakeId take)
{
    return {LockedInput::From::Take, {}, take};
}

} // namespace

void MainWindow::connectComposite()
{
    connect(actions_->get("file.export"), &QAction::triggered, this, [this] { attempt([this] { exportClip(); }); });
    connect(actions_->get("view.composite"), &QAction::triggered, this, [this] { viewer_->setLayer(compositeLayer); });
    // A tab that is not in front is not hidden as widgets are: its dock says so.
    connect(docks_[7], &QDockWidget::visibilityChanged, compPanel_, &CompPanel::setInFront);
    connect(docks_[8], &QDockWidget::visibilityChanged, relightPanel_, &RelightPanel::setInFront);
    connect(compPanel_, &CompPanel::mattePublished, this, [this] { attempt([this] { publishMatte(); }); });
    connect(compPanel_, &CompPanel::failed, this, &MainWindow::tell);
    connect(relightPanel_, &RelightPanel::renderWanted, this, [this](ModelRenderKind kind, bool ratio) {
        attempt([this, kind, ratio] { renderWithModel(kind, ratio); });
    });
}

int MainWindow::enqueue(const std::shared_ptr<const OtherWork>& work, AfterTake after)
{
    const int id = jobs_->enqueue(work);
    jobProjects_[id] = projectNumber_;
    if (after)
        afterTake_[id] = std::move(after);
    docks_[3]->raise(); // the jobs: what was started is seen at work
    return id;
}

void MainWindow::exportClip()
{
    const Clip* clip = focusedClip(*project_);
    const MediaItem* media = clip ? findMedia(project_->project(), clip->media) : nullptr;
    if (!media)
        throw Error(ErrorKind::Usage, tr("There is no clip to export: select one").toStdString());
    const CompFiles files = compFilesOf(project_->project(), *clip, project_->shownLayers(*clip));
    ExportSubject subject;
    subject.shot = shotName(clip->name);
    subject.project = project_->path().stem().string();
    subject.layers = compositeLayers(clip->comp, files);
    subject.frames = sourceRange(project_->project(), *clip);
    subject.resolution = media->resolution;
    subject.rate = media->rate;
    const fs::path& path = project_->path();
    subject.folder = (path.empty() ? layersFolder(path).parent_path() : path.parent_path()) / "export";
    auto* dialog = new ExportDialog(subject, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, stack = clip->comp, files] {
        ExportSpec order{stack, files, dialog->request()};
        order.asked.order = freshOrder();
        attempt([&] { startExport(order); });
    });
    dialog->open();
}

std::shared_ptr<const OtherWork> MainWindow::exportWork(const ExportSpec& order) const
{
    auto work = std::make_shared<OtherWork>();
    work->title = order.asked.shot;
    work->what = tr("Export");
    work->oneFile = order.asked.settings.format == ExportFormat::Sheet;
    work->work = [order](JobContext& job, const auto&) {
        runExportSpec(order, version(), job);
        return std::optional<Take>();
    };
    return work;
}

void MainWindow::startExport(const ExportSpec& order)
{
    const int id = enqueue(exportWork(order));
    exportSpecs_[id] = order;
    try {
        exports_.keep(id, exportRecord(order, project_->path()));
    } catch (const Error& error) {
        tell(tr("If the program ends early, this export cannot go on: %1").arg(QString::fromUtf8(error.what())));
    }
}

void MainWindow::exportAgain(int job)
{
    ExportSpec order = exportSpecs_.at(job);
    // What it has written stays, unless it was to replace what is there and had come to its end.
    if (jobs_->find(job)->state == JobState::Done && order.asked.settings.existing == ExportExisting::Replace)
        order.asked.order = freshOrder();
    startExport(order);
}

void MainWindow::publishMatte()
{
    const Clip* clip = focusedClip(*project_);
    if (!clip)
        return;
    auto work = std::make_shared<OtherWork>();
    work->title = clip->name;
    work->what = tr("Matte as edited");
    work->clip = clip->id;
    work->work = [clip = *clip, files = compFilesOf(project_->project(), *clip, project_->shownLayers(*clip)),
                  frames = sourceRange(project_->project(), *clip), layers = layersFolder(project_->path()),
                  name = tr("Matte as edited")](JobContext& job, const auto&) {
        Composite composite(clip.comp, files, CompositePictures::All);
        const std::string prefix = shotName(clip.name);
        ExportRequest request = exportRequestOf(composite, freshTakeFolder(layers, prefix + "-matte"), prefix);
        request.frames = frames;
        request.attributes["version"] = version();
        publishLayers(composite, {"alpha"}, request, job);
        return std::optional(editedTake(clip, request, {"alpha"}, name));
    };
    enqueue(std::move(work), [](Project project, ClipId id, TakeId take) {
        RunSpec settings = findClip(project, id)->task;
        settings.task.clear();
        settings.family = &alphaFamily;
        settings.locks = {LockedInput{}, fromTake(take), std::nullopt, std::nullopt}; // RP2FB
        settings.kept = ModalitySet(0b1111);
        return setRunSettings(std::move(project), id, settings);
    });
}

void MainWindow::renderWithModel(ModelRenderKind kind, bool ratio)
{
    const Clip* clip = focusedClip(*project_);
    if (!clip)
        return;
    const bool relights = kind == ModelRenderKind::Relight;
    const QString what = relights ? tr("Relit by the model") : tr("Harmonised by the model");
    ModelRender render;
    render.kind = kind;
    render.options = requestOf(clip->task, {}, {});
    render.frames = sourceRange(project_->project(), *clip);
    render.transferRatio = ratio;
    auto work = std::make_shared<OtherWork>();
    work->title = clip->name;
    work->what = what;
    work->clip = clip->id;
    work->asks = true;
    work->model = clip->task.model;
    work->device = clip->task.device;
    const Take* shown = project_->shownLayers(*clip);
    const Take* normals = takeWith(*clip, shown, "normal");
    work->work = [clip = *clip, render, what, files = compFilesOf(project_->project(), *clip, shown),
                  layers = layersFolder(project_->path())](JobContext& job, const auto& engine) {
        Composite composite(clip.comp, files, CompositePictures::All);
        const std::string prefix = shotName(clip.name);
        const std::string name = prefix + (render.kind == ModelRenderKind::Relight ? "-relit" : "-harmonised");
        ExportRequest request = exportRequestOf(composite, freshTakeFolder(layers, name), prefix);
        request.frames = render.frames;
        request.attributes["version"] = version();
        const auto made = unividx::renderWithModel(composite, render, *engine(), request, job);
        return std::optional(editedTake(clip, request, made, what));
    };
    enqueue(std::move(work),
            [relights, normal = normals ? normals->id : TakeId{}](Project project, ClipId id, TakeId take) {
                // What was given to the model stands locked, so that it can be run again with other numbers or a
                // prompt.
                RunSpec settings = findClip(project, id)->task;
                settings.task.clear();
                settings.family = relights ? &intrinsicFamily : &alphaFamily;
                settings.locks = {std::nullopt, fromTake(take), fromTake(take), fromTake(take)};
                if (relights && normal)
                    settings.locks[3] = fromTake(normal);
                else if (relights)
                    settings.locks[3].reset();
                settings.kept = ModalitySet(0b1111);
                return setRunSettings(std::move(project), id, settings);
            });
}

} // namespace unividx::ui
