#include "ui/project/project_model.h"

#include <algorithm>
#include <utility>

namespace unividx::ui {

ProjectModel::ProjectModel(QObject* parent) : QObject(parent), history_(newProject()) {}

void ProjectModel::apply(const QString& text, Project next, qint64 gesture)
{
    if (readOnly_) {
        Q_EMIT refused(tr("This project is open read only. Save it under another name to edit it."));
        return;
    }
    history_.apply(text.toStdString(), std::move(next), gesture);
    dropLostSelection();
    Q_EMIT changed();
}

void ProjectModel::undo()
{
    history_.undo();
    dropLostSelection();
    Q_EMIT changed();
}

void ProjectModel::redo()
{
    history_.redo();
    dropLostSelection();
    Q_EMIT changed();
}

void ProjectModel::setPlayhead(qint64 frame)
{
    frame = std::clamp<qint64>(frame, 0, frameLimit);
    if (frame == playhead_)
        return;
    playhead_ = frame;
    Q_EMIT playheadChanged(frame);
}

void ProjectModel::select(ClipId id)
{
    if (id == selection_)
        return;
    selection_ = id;
    Q_EMIT selectionChanged();
}

const Clip* ProjectModel::clipInFront(qint64 frame) const
{
    const auto& tracks = project().tracks;
    for (auto track = tracks.rbegin(); track != tracks.rend(); ++track) {
        if (track->kind != TrackKind::Video || track->muted)
            continue;
        if (const Clip* clip = clipAt(*track, frame))
            return clip;
    }
    return nullptr;
}

void ProjectModel::startNew()
{
    reset(newProject(), {}, false);
    Q_EMIT replaced();
}

void ProjectModel::showOpened(OpenedProject opened, const std::filesystem::path& path)
{
    reset(std::move(opened.project), std::filesystem::absolute(path), opened.readOnly);
    Q_EMIT replaced();
}

void ProjectModel::show(Project project, const std::filesystem::path& path, const QString& text)
{
    reset(newProject(), path, false);
    history_.apply(text.toStdString(), std::move(project));
    Q_EMIT changed();
    Q_EMIT replaced();
}

void ProjectModel::noteSaved(const Project& saved, const std::filesystem::path& path,
                             const std::vector<FolderMove>& moves)
{
    path_ = std::filesystem::absolute(path);
    readOnly_ = false;
    history_.markSaved(withMovedLayers(saved, moves));
    if (!moves.empty())
        rewrite([&moves](const Project& project) { return withMovedLayers(project, moves); });
    Q_EMIT fileChanged();
}

void ProjectModel::rewrite(const std::function<Project(const Project&)>& change)
{
    history_.rewrite(change);
    dropLostSelection();
    Q_EMIT changed();
}

void ProjectModel::setGrowing(ClipId clip, std::optional<Take> take)
{
    if (take)
        growing_[clip] = std::move(*take);
    else if (growing_.erase(clip) == 0)
        return;
    Q_EMIT growingChanged(clip);
}

const Take* ProjectModel::shownLayers(const Clip& clip) const
{
    const auto growing = growing_.find(clip.id);
    return growing == growing_.end() ? currentTake(clip) : &growing->second;
}

void ProjectModel::jumpTo(std::size_t position)
{
    history_.jumpTo(position);
    dropLostSelection();
    Q_EMIT changed();
}

void ProjectModel::reset(Project project, const std::filesystem::path& path, bool readOnly)
{
    Q_EMIT aboutToBeReplaced();
    ++number_;
    history_ = History(std::move(project));
    path_ = path;
    readOnly_ = readOnly;
    playhead_ = 0;
    selection_ = {};
    growing_.clear();
    Q_EMIT selectionChanged();
    Q_EMIT changed();
    Q_EMIT playheadChanged(0);
    Q_EMIT fileChanged();
}

void ProjectModel::dropLostSelection()
{
    if (selection_ && !selectedClip())
        select({});
}

} // namespace unividx::ui
