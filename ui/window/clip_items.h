#pragma once

#include "core/export/export_spec.h"
#include "core/export/publish_spec.h"
#include "core/export/render_spec.h"
#include "core/queue/queue_item.h"
#include "ui/export/export_dialog.h"
#include "ui/project/project_model.h"

namespace unividx::ui {

/// What the export dialog offers for a clip: its layers, frames and a folder beside the project.
struct ClipExport {
    ExportSubject subject;
    ExportSpec spec; ///< the nodes and their files; what is asked is the dialog's answer
};

/// Throws: Usage if the clip shows no media.
ClipExport clipExport(const ProjectModel& project, const Clip& clip);

/// The matte as the nodes leave it, to be written as a layer.
PublishSpec clipMatte(const ProjectModel& project, const Clip& clip);

/// The clip's composite, to be rendered by its model. `ratio`: the picture keeps its own detail.
RenderSpec clipRender(const ProjectModel& project, const Clip& clip, ModelRenderKind kind, bool ratio);

/// What becomes of a project, beside the take, once an item has made it: what a model was given, or is to be given,
/// stands locked, so that it can be run again with other numbers or a prompt. `normal`: the take that has the clip's
/// normals; none if there is none.
Project withLocksOf(const QueueItem& item, Project project, ClipId clip, TakeId take, TakeId normal);

} // namespace unividx::ui
