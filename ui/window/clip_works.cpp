#include "ui/window/clip_works.h"

#include "core/export/composite.h"
#include "core/layers/shot_name.h"
#include "core/project/clock.h"
#include "core/project/task_edits.h"
#include "ui/frames/comp_files.h"
#include "ui/frames/layer_choice.h"
#include "ui/jobs/clip_run.h"

#include <QCoreApplication>

#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

std::string version()
{
    return QCoreApplication::applicationVersion().toStdString();
}

CompFiles filesOf(const ProjectModel& project, const Clip& clip)
{
    return compFilesOf(project.project(), clip, project.shownLayers(clip));
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

/// A folder for the layers below `layers`, named after the clip and `suffix`.
ExportRequest layersRequest(const Composite& composite, const Clip& clip, const std::string& suffix,
                            const fs::path& layers, FrameRange frames)
{
    const std::string shot = shotName(clip.name);
    ExportRequest request = exportRequestOf(composite, freshTakeFolder(layers, shot + suffix), shot);
    request.frames = frames;
    request.attributes["version"] = version();
    return request;
}

LockedInput fromTake(TakeId take)
{
    return {LockedInput::From::Take, {}, take};
}

/// Locks what the model was given, so that it can be run again with other numbers or a prompt.
/// `normal`: the take that has the clip's normals; none if there is none.
AfterTake lockRender(bool relights, TakeId normal)
{
    return [relights, normal](Project project, ClipId id, TakeId take) {
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
    };
}

} // namespace

ClipExport clipExport(const ProjectModel& project, const Clip& clip)
{
    const MediaItem* media = findMedia(project.project(), clip.media);
    if (!media)
        throw Error(ErrorKind::Usage,
                    QCoreApplication::translate("ClipWorks", "There is no clip to export: select one").toStdString());
    ClipExport made;
    made.spec.stack = clip.comp;
    made.spec.files = filesOf(project, clip);
    made.subject.shot = shotName(clip.name);
    made.subject.project = project.path().stem().string();
    made.subject.layers = compositeLayers(clip.comp, made.spec.files);
    made.subject.frames = sourceRange(project.project(), clip);
    made.subject.resolution = media->resolution;
    made.subject.rate = media->rate;
    const fs::path& path = project.path();
    made.subject.folder = (path.empty() ? layersFolder(path).parent_path() : path.parent_path()) / "export";
    return made;
}

std::shared_ptr<const OtherWork> exportWork(const ExportSpec& spec)
{
    auto work = std::make_shared<OtherWork>();
    work->title = spec.asked.shot;
    work->what = QCoreApplication::translate("ClipWorks", "Export");
    work->oneFile = spec.asked.settings.format == ExportFormat::Sheet;
    work->work = [spec](JobContext& job, const auto&) {
        runExportSpec(spec, version(), job);
        return std::optional<Take>();
    };
    return work;
}

ClipWork matteWork(const ProjectModel& project, const Clip& clip)
{
    auto work = std::make_shared<OtherWork>();
    work->title = clip.name;
    work->what = QCoreApplication::translate("ClipWorks", "Matte as edited");
    work->clip = clip.id;
    work->work = [clip, files = filesOf(project, clip), frames = sourceRange(project.project(), clip),
                  layers = layersFolder(project.path()), name = work->what](JobContext& job, const auto&) {
        Composite composite(clip.comp, files, CompositePictures::All);
        const ExportRequest request = layersRequest(composite, clip, "-matte", layers, frames);
        publishLayers(composite, {"alpha"}, request, job);
        return std::optional(editedTake(clip, request, {"alpha"}, name));
    };
    return {work, [](Project edited, ClipId id, TakeId take) {
                RunSpec settings = findClip(edited, id)->task;
                settings.task.clear();
                settings.family = &alphaFamily;
                settings.locks = {LockedInput{}, fromTake(take), std::nullopt, std::nullopt}; // RP2FB
                settings.kept = ModalitySet(0b1111);
                return setRunSettings(std::move(edited), id, settings);
            }};
}

ClipWork modelRenderWork(const ProjectModel& project, const Clip& clip, ModelRenderKind kind, bool ratio)
{
    const bool relights = kind == ModelRenderKind::Relight;
    ModelRender render;
    render.kind = kind;
    render.options = requestOf(clip.task, {}, {});
    render.frames = sourceRange(project.project(), clip);
    render.transferRatio = ratio;
    auto work = std::make_shared<OtherWork>();
    work->title = clip.name;
    work->what = relights ? QCoreApplication::translate("ClipWorks", "Relit by the model")
                          : QCoreApplication::translate("ClipWorks", "Harmonised by the model");
    work->clip = clip.id;
    work->asks = true;
    work->model = clip.task.model;
    work->device = clip.task.device;
    work->work = [clip, render, relights, what = work->what, files = filesOf(project, clip),
                  layers = layersFolder(project.path())](JobContext& job, const auto& engine) {
        Composite composite(clip.comp, files, CompositePictures::All);
        const ExportRequest request =
            layersRequest(composite, clip, relights ? "-relit" : "-harmonised", layers, render.frames);
        const auto made = renderWithModel(composite, render, *engine(), request, job);
        return std::optional(editedTake(clip, request, made, what));
    };
    const Take* normals = takeWith(clip, project.shownLayers(clip), "normal");
    return {work, lockRender(relights, normals ? normals->id : TakeId{})};
}

} // namespace unividx::ui
