#pragma once

#include "core/export/export_spec.h"
#include "core/export/model_render.h"
#include "ui/export/export_dialog.h"
#include "ui/jobs/job_queue.h"
#include "ui/project/project_model.h"

#include <functional>
#include <memory>

namespace unividx::ui {

/// What is to become of the project, beside the take, once work has made one.
using AfterTake = std::function<Project(Project, ClipId, TakeId)>;

/// Work on a clip that makes a take of it, and what follows in the project.
struct ClipWork {
    std::shared_ptr<const OtherWork> work;
    AfterTake after;
};

/// What the export dialog offers for a clip: its layers, frames and a folder beside the project.
struct ClipExport {
    ExportSubject subject;
    ExportSpec spec; ///< the nodes and their files; what is asked is the dialog's answer
};

/// Throws: Usage if the clip shows no media.
ClipExport clipExport(const ProjectModel& project, const Clip& clip);

/// Writes the files of an export.
std::shared_ptr<const OtherWork> exportWork(const ExportSpec& spec);

/// Writes the matte as the nodes leave it, and locks it.
ClipWork matteWork(const ProjectModel& project, const Clip& clip);

/// Renders the clip's composite with the model, and locks what the model was given. `ratio`: the picture keeps its own
/// detail.
ClipWork modelRenderWork(const ProjectModel& project, const Clip& clip, ModelRenderKind kind, bool ratio);

} // namespace unividx::ui
