#include "core/base/error.h"
#include "core/project/edits.h"
#include "ui/common/icons.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"
#include "ui/timeline/linked_clips.h"
#include "ui/timeline/timeline.h"
#include "ui/timeline/timeline_metrics.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QInputDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int markerReach = 6;

} // namespace

QRect Timeline::headerRect(TrackId track) const
{
    const QRect row = trackRect(track);
    return row.isNull() ? QRect() : QRect(0, row.top(), headerWidth, row.height());
}

QRect Timeline::muteRect(const QRect& header) const
{
    return {header.x() + 8, header.y() + 8, 16, 16};
}

const Marker* Timeline::markerAt(const QPoint& point) const
{
    if (point.y() >= rulerHeight || point.y() < rulerHeight / 2 || point.x() < headerWidth)
        return nullptr;
    for (const Marker& marker : project_.project().markers) {
        if (std::abs(xOf(marker.frame) - point.x()) <= markerReach)
            return &marker;
    }
    return nullptr;
}

QRect Timeline::newTakeRect(ClipId id) const
{
    const Clip* clip = findClip(project_.project(), id);
    const Track* track = clip ? trackOf(project_.project(), id) : nullptr;
    if (!clip || !track || track->kind != TrackKind::Video || !freshTake(*clip))
        return {};
    QRect body = clipRect(id);
    body.setRight(std::min(body.right(), viewport()->width()));
    const int width = std::min(fontMetrics().horizontalAdvance(tr("New take")) + 10, body.width() - 8);
    return width < 12 ? QRect() : QRect(body.right() - width - 3, body.top() + 2, width, nameHeight - 3);
}

bool Timeline::pressHeader(const QPoint& point)
{
    if (point.x() >= headerWidth)
        return false;
    const Track* track = trackAt(point.y());
    if (track && muteRect(headerRect(track->id)).adjusted(-4, -4, 4, 4).contains(point))
        project_.apply(track->muted ? tr("Unmute %1").arg(fromCore(track->name))
                                    : tr("Mute %1").arg(fromCore(track->name)),
                       muteTrack(project_.project(), track->id, !track->muted));
    return true;
}

void Timeline::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (const Marker* marker = markerAt(point))
        renameMarkerAt(marker->id);
    else if (point.x() < headerWidth && trackAt(point.y()))
        renameTrackAt(trackAt(point.y())->id);
    else
        QAbstractScrollArea::mouseDoubleClickEvent(event);
}

void Timeline::connectActions(Actions& actions)
{
    actions.attach(ActionContext::Timeline, this);
    const auto on = [&](const char* id, auto slot) {
        connect(actions.get(id), &QAction::triggered, this, [this, slot] {
            try {
                slot();
            } catch (const Error& error) { // beyond the timeline's end
                Q_EMIT failed(fromCore(error.what()));
            }
        });
    };
    const auto trim = [this](ClipEdge edge, std::int64_t frame) {
        editSelected(tr("Trim"), [edge, frame](Project project, ClipId id) {
            return trimClip(std::move(project), id, edge, frame);
        });
    };
    on("edit.trimStart", [this, trim] { trim(ClipEdge::Start, project_.playhead()); });
    on("edit.trimEnd", [this, trim] { trim(ClipEdge::End, project_.playhead() + 1); });
    const auto nudge = [this](std::int64_t frames) {
        editSelected(tr("Move"), [frames](Project project, ClipId id) {
            const TrackId track = trackOf(project, id)->id;
            const std::int64_t place = std::max<std::int64_t>(0, findClip(project, id)->place.first + frames);
            return moveClip(std::move(project), id, track, place);
        });
    };
    on("edit.nudgeLeft", [nudge] { nudge(-1); });
    on("edit.nudgeRight", [nudge] { nudge(1); });
    const auto slip = [this](std::int64_t frames) {
        editSelected(tr("Slip"),
                     [frames](Project project, ClipId id) { return slipClip(std::move(project), id, frames); });
    };
    on("edit.slipLeft", [slip] { slip(-1); });
    on("edit.slipRight", [slip] { slip(1); });
    on("edit.previousClip", [this] { selectNeighbour(-1); });
    on("edit.nextClip", [this] { selectNeighbour(1); });
    on("mark.previous", [this] { goToMarker(-1); });
    on("mark.next", [this] { goToMarker(1); });
    on("track.addVideo", [this] { addTrackOf(TrackKind::Video); });
    on("track.addAudio", [this] { addTrackOf(TrackKind::Audio); });
    on("track.mute", [this] {
        if (const Track* track = trackOf(project_.project(), project_.selection()))
            project_.apply(tr("Mute %1").arg(fromCore(track->name)),
                           muteTrack(project_.project(), track->id, !track->muted));
    });
    // By the keyboard the playhead is what one looks at.
    on("timeline.zoomIn", [this] { setScale(scale_ * 1.5, xOf(project_.playhead())); });
    on("timeline.zoomOut", [this] { setScale(scale_ / 1.5, xOf(project_.playhead())); });
    on("timeline.fit", [this] { zoomToFit(); });
}

void Timeline::editSelected(const QString& text, const std::function<Project(Project, ClipId)>& edit)
{
    if (project_.selectedClip())
        project_.apply(text, editLinked(project_.project(), project_.selection(), edit));
}

void Timeline::selectNeighbour(int step)
{
    const Clip* selected = project_.selectedClip();
    const Clip* from = selected ? selected : project_.clipAtPlayhead();
    const Track* track = from ? trackOf(project_.project(), from->id) : nullptr;
    if (!track) {
        for (const Track& other : project_.project().tracks) {
            if (!track && !other.clips.empty())
                track = &other;
        }
        if (!track)
            return;
    }
    const auto at = std::find_if(track->clips.begin(), track->clips.end(),
                                 [&](const Clip& clip) { return from && clip.id == from->id; });
    const auto index = at == track->clips.end() ? 0 : at - track->clips.begin() + (selected ? step : 0);
    const auto last = static_cast<std::ptrdiff_t>(track->clips.size()) - 1;
    const Clip& next = track->clips[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, last))];
    const ClipId id = next.id;
    const std::int64_t frame = next.place.first;
    project_.select(id);
    project_.setPlayhead(frame);
}

void Timeline::goToMarker(int step)
{
    std::optional<std::int64_t> target;
    for (const Marker& marker : project_.project().markers) {
        const std::int64_t ahead = (marker.frame - project_.playhead()) * step;
        if (ahead > 0 && (!target || ahead < (*target - project_.playhead()) * step))
            target = marker.frame;
    }
    if (target)
        project_.setPlayhead(*target);
}

void Timeline::addTrackOf(TrackKind kind)
{
    const auto& tracks = project_.project().tracks;
    const auto number =
        std::count_if(tracks.begin(), tracks.end(), [kind](const Track& track) { return track.kind == kind; });
    const QString name = (kind == TrackKind::Video ? "V" : "A") + QString::number(number + 1);
    project_.apply(tr("Add track"), addTrack(project_.project(), kind, name.toStdString()).project);
}

void Timeline::renameTrackAt(TrackId id)
{
    const Track* track = findTrack(project_.project(), id);
    bool agreed = false;
    const QString name =
        QInputDialog::getText(this, tr("Rename track"), tr("Name"), QLineEdit::Normal, fromCore(track->name), &agreed);
    if (agreed && !name.isEmpty())
        project_.apply(tr("Rename track"), renameTrack(project_.project(), id, name.toStdString()));
}

void Timeline::renameMarkerAt(MarkerId id)
{
    const auto& markers = project_.project().markers;
    const auto marker = std::find_if(markers.begin(), markers.end(), [&](const Marker& m) { return m.id == id; });
    if (marker == markers.end())
        return;
    bool agreed = false;
    const QString name = QInputDialog::getText(this, tr("Rename marker"), tr("Name"), QLineEdit::Normal,
                                               fromCore(marker->name), &agreed);
    if (agreed)
        project_.apply(tr("Rename marker"), renameMarker(project_.project(), id, name.toStdString()));
}

void Timeline::contextMenuEvent(QContextMenuEvent* event)
{
    const QPoint point = viewport()->mapFrom(this, event->pos());
    QMenu menu(this);
    if (const Marker* marker = markerAt(point)) {
        menu.addAction(tr("Rename marker..."), this, [this, id = marker->id] { renameMarkerAt(id); });
        menu.addAction(tr("Delete marker"), this, [this, id = marker->id] {
            project_.apply(tr("Delete marker"), removeMarker(project_.project(), id));
        });
    } else if (point.x() < headerWidth) {
        for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
            const bool video = kind == TrackKind::Video;
            menu.addAction(video ? tr("Add video track") : tr("Add audio track"), this,
                           [this, kind] { addTrackOf(kind); });
        }
        if (const Track* track = trackAt(point.y())) {
            menu.addSeparator();
            menu.addAction(tr("Rename track..."), this, [this, id = track->id] { renameTrackAt(id); });
            menu.addAction(tr("Remove track"), this, [this, id = track->id] {
                project_.apply(tr("Remove track"), removeTrack(project_.project(), id));
            });
        }
    } else {
        const Hit hit = hitTest(point);
        if (hit.clip) {
            project_.select(hit.clip->id);
            if (freshTake(*hit.clip)) {
                menu.addAction(icon("pin"), tr("Use the new take"), this,
                               [this, id = hit.clip->id] { Q_EMIT newTakeWanted(id); });
                menu.addSeparator();
            }
        }
        menu.addActions(actions());
    }
    menu.exec(event->globalPos());
}

QString Timeline::laneWords(const Clip& clip, int y) const
{
    const Take* take = project_.shownLayers(clip);
    const int below = y - (clipRect(clip.id).top() + videoHeight + lanesGap);
    if (!take || below < 0 || below >= static_cast<int>(take->layers.size()) * laneHeight)
        return {};
    const QString layer = modalityWord(take->layers[static_cast<std::size_t>(below / laneHeight)]);
    const QString state = !take->id              ? tr("being made")
                          : isStale(clip, *take) ? tr("stale: what it was made from was made anew")
                                                 : tr("made");
    return tr("%1, frames %2 to %3, %4").arg(layer).arg(take->frames.first).arg(take->frames.last()).arg(state);
}

bool Timeline::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const Hit hit = hitTest(help->pos());
    QString text;
    if (const Marker* marker = markerAt(help->pos()))
        text = marker->name.empty() ? tr("Marker at %1").arg(marker->frame) : fromCore(marker->name);
    else if (const Track* track = help->pos().x() < headerWidth ? trackAt(help->pos().y()) : nullptr)
        text = track->muted ? tr("%1, muted: click the icon to show or hear it").arg(fromCore(track->name))
                            : tr("%1: click the icon to mute it").arg(fromCore(track->name));
    else if (hit.clip && newTakeRect(hit.clip->id).contains(help->pos()))
        text = tr("New take ready: %1. Click to use it.").arg(fromCore(freshTake(*hit.clip)->name));
    else if (hit.clip && !laneWords(*hit.clip, help->pos().y()).isEmpty())
        text = laneWords(*hit.clip, help->pos().y());
    else if (hit.clip)
        text = tr("%1, %2 frames from %3")
                   .arg(fromCore(hit.clip->name))
                   .arg(hit.clip->place.count)
                   .arg(hit.clip->sourceIn);
    QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

} // namespace unividx::ui
