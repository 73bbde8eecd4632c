#include "ui/window/clip_items.h"

#include "core/export/composite.h"
#include "core/layers/shot_name.h"
#include "core/project/task_edits.h"
#include "ui/frames/comp_files.h"
#include "ui/frames/layer_choice.h"
#include "ui/task/clip_run.h"

#include <QCoreApplication>

#include <utility>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

CompFiles filesOf(const ProjectModel& project, const Clip& clip)
{
    return compFilesOf(project.project(), clip);
}

LockedInput fromTake(TakeId take)
{
    return {LockedInput::From::Take, {}, take};
}

/// The settings that read a render's layers; see withLocksOf.
void lockRender(RunSpec& settings, bool relights, TakeId take, TakeId normal)
{
    settings.family = relights ? &intrinsicFamily : &alphaFamily;
    settings.locks = {std::nullopt, fromTake(take), fromTake(take), fromTake(take)};
    if (relights && normal)
        settings.locks[3] = fromTake(normal);
    else if (relights)
        settings.locks[3].reset();
}

} // namespace

ClipExport clipExport(const ProjectModel& project, const Clip& clip)
{
    const MediaItem* media = findMedia(project.project(), clip.media);
    if (!media)
        throw Error(ErrorKind::Usage,
                    QCoreApplication::translate("ClipItems", "There is no clip to export: select one").toStdString());
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

PublishSpec clipMatte(const ProjectModel& project, const Clip& clip)
{
    PublishSpec spec;
    spec.stack = clip.comp;
    spec.files = filesOf(project, clip);
    spec.layers = {"alpha"};
    spec.frames = sourceRange(project.project(), clip);
    spec.shot = shotName(clip.name);
    spec.folder = freshTakeFolder(layersFolder(project.path()), spec.shot + "-matte");
    spec.order = freshOrder();
    return spec;
}

RenderSpec clipRender(const ProjectModel& project, const Clip& clip, ModelRenderKind kind, bool ratio)
{
    RenderSpec spec;
    spec.stack = clip.comp;
    spec.files = filesOf(project, clip);
    spec.kind = kind;
    spec.transferRatio = ratio;
    spec.frames = sourceRange(project.project(), clip);
    spec.run = renderOptionsOf(clip.task);
    spec.shot = shotName(clip.name);
    spec.folder = freshTakeFolder(layersFolder(project.path()),
                                  spec.shot + (kind == ModelRenderKind::Relight ? "-relit" : "-harmonised"));
    spec.order = freshOrder();
    return spec;
}

Project withLocksOf(const QueueItem& item, Project project, ClipId id, TakeId take, TakeId normal)
{
    if (item.kind != "render" && item.kind != "publish")
        return project;
    RunSpec settings = findClip(project, id)->task;
    settings.task.clear();
    settings.kept = ModalitySet(0b1111);
    if (item.kind == "render") {
        const ModelRenderKind kind = parseRenderSpec(item.description, item.title).kind;
        lockRender(settings, kind == ModelRenderKind::Relight, take, normal);
    } else {
        settings.family = &alphaFamily;
        settings.locks = {LockedInput{}, fromTake(take), std::nullopt, std::nullopt}; // RP2FB
    }
    return setRunSettings(std::move(project), id, settings);
}

} // namespace unividx::ui
