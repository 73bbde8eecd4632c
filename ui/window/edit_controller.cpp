#include "ui/window/edit_controller.h"

#include "core/project/edits.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"
#include "ui/project/project_model.h"
#include "ui/timeline/linked_clips.h"
#include "ui/window/messages.h"

#include <QAction>

#include <algorithm>

namespace unividx::ui {

EditController::EditController(ProjectModel& project, Actions& actions, Messages& messages, QObject* parent)
    : QObject(parent), project_(project), actions_(actions), messages_(messages)
{
    connectClips();
    connectMarks();
    connect(&project_, &ProjectModel::changed, this, &EditController::showUndo);
    showUndo();
}

void EditController::connectClips()
{
    const auto on = [this](const char* id, auto slot) {
        connect(actions_.get(id), &QAction::triggered, this, [this, slot] { messages_.attempt(slot); });
    };
    on("edit.undo", [this] { project_.undo(); });
    on("edit.redo", [this] { project_.redo(); });
    on("edit.split", [this] {
        const Clip* selected = project_.selectedClip();
        const Clip* clip =
            selected && selected->place.contains(project_.playhead()) ? selected : project_.clipAtPlayhead();
        if (clip)
            project_.apply(tr("Split %1").arg(fromCore(clip->name)),
                           splitLinked(project_.project(), clip->id, project_.playhead()).project);
    });
    on("edit.delete", [this] {
        if (const Clip* clip = project_.selectedClip())
            project_.apply(tr("Delete %1").arg(fromCore(clip->name)),
                           editLinked(project_.project(), clip->id, deleteClip));
    });
    on("edit.rippleDelete", [this] {
        if (const Clip* clip = project_.selectedClip())
            project_.apply(tr("Ripple delete %1").arg(fromCore(clip->name)),
                           editLinked(project_.project(), clip->id, rippleDeleteClip));
    });
}

void EditController::connectMarks()
{
    const auto on = [this](const char* id, auto slot) {
        connect(actions_.get(id), &QAction::triggered, this, [this, slot] { messages_.attempt(slot); });
    };
    on("edit.marker", [this] {
        project_.apply(tr("Add marker"), addMarker(project_.project(), {}, project_.playhead(), {}).project);
    });
    on("mark.in", [this] {
        const Project& project = project_.project();
        const std::int64_t end = project.range ? project.range->end() : endOf(project);
        const std::int64_t in = project_.playhead();
        project_.apply(tr("Set in"), setRange(project, FrameRange{in, std::max<std::int64_t>(1, end - in)}));
    });
    on("mark.out", [this] {
        const Project& project = project_.project();
        const std::int64_t out = project_.playhead();
        const std::int64_t in = project.range ? std::min(project.range->first, out) : 0;
        project_.apply(tr("Set out"), setRange(project, FrameRange{in, out - in + 1}));
    });
    on("mark.clear", [this] { project_.apply(tr("Clear in and out"), setRange(project_.project(), {})); });
}

void EditController::showUndo()
{
    const History& history = project_.history();
    QAction* undo = actions_.get("edit.undo");
    QAction* redo = actions_.get("edit.redo");
    undo->setEnabled(history.canUndo());
    redo->setEnabled(history.canRedo());
    undo->setText(history.canUndo() ? tr("Undo: %1").arg(fromCore(history.steps()[history.position() - 1].name))
                                    : tr("Undo"));
    redo->setText(history.canRedo() ? tr("Redo: %1").arg(fromCore(history.steps()[history.position()].name))
                                    : tr("Redo"));
}

} // namespace unividx::ui
