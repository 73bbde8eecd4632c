#include "ui/timeline/timeline.h"

#include "core/base/error.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"
#include "ui/timeline/linked_clips.h"
#include "ui/timeline/timeline_metrics.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

constexpr int edgeReach = 5;
constexpr int snapPixels = 8;
constexpr double leastScale = 1.0 / 512;
constexpr double mostScale = 64;

} // namespace

Timeline::Timeline(ProjectModel& project, FrameStore& thumbnails, QWidget* parent)
    : QAbstractScrollArea(parent), project_(project), thumbnails_(thumbnails), waveforms_(new WaveformStore(this)),
      composites_(new DebouncedComposites(project, this))
{
    setFrameShape(QFrame::NoFrame);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    viewport()->setAcceptDrops(true);
    connect(&project_, &ProjectModel::changed, this, [this] {
        updateScrollBars();
        viewport()->update();
    });
    connect(&project_, &ProjectModel::aboutToBeReplaced, this, [this] { running_.clear(); });
    connect(&project_, &ProjectModel::replaced, this, &Timeline::zoomToFit);
    connect(&project_, &ProjectModel::playheadChanged, this, [this] {
        followPlayhead();
        viewport()->update();
    });
    connect(&project_, &ProjectModel::selectionChanged, this, [this] { viewport()->update(); });
    connect(&project_, &ProjectModel::growingChanged, this, [this] { viewport()->update(); });
    connect(&thumbnails_, &FrameStore::ready, this, [this] { viewport()->update(); });
    connect(composites_, &DebouncedComposites::changed, this, [this] { viewport()->update(); });
    connect(waveforms_, &WaveformStore::ready, this, [this] { viewport()->update(); });
    updateScrollBars();
}

void Timeline::setScale(double pixelsPerFrame, int x)
{
    const double frame = (x - headerWidth + horizontalScrollBar()->value()) / scale_;
    scale_ = std::clamp(pixelsPerFrame, leastScale, mostScale);
    updateScrollBars();
    horizontalScrollBar()->setValue(static_cast<int>(std::lround(frame * scale_ - (x - headerWidth))));
    viewport()->update();
}

void Timeline::zoomToFit()
{
    const std::int64_t end = endOf(project_.project());
    const int room = viewport()->width() - headerWidth - 24;
    if (end > 0 && room > 0)
        setScale(static_cast<double>(room) / static_cast<double>(end), headerWidth);
    horizontalScrollBar()->setValue(0);
}

void Timeline::setRunning(ClipId clip, std::optional<FrameRange> asked)
{
    if (asked)
        running_[clip] = *asked;
    else
        running_.erase(clip);
    viewport()->update();
}

QRect Timeline::clipRect(ClipId id) const
{
    const Clip* clip = findClip(project_.project(), id);
    const Track* track = trackOf(project_.project(), id);
    if (!clip || !track)
        return {};
    const QRect row = trackRect(track->id);
    const int left = xOf(clip->place.first);
    return {left, row.top(), std::max(1, xOf(clip->place.end()) - left), row.height()};
}

QRect Timeline::rulerRect() const
{
    return {headerWidth, 0, viewport()->width() - headerWidth, rulerHeight};
}

int Timeline::xOf(std::int64_t frame) const
{
    const double x = static_cast<double>(frame) * scale_ + headerWidth - horizontalScrollBar()->value();
    return static_cast<int>(std::lround(std::clamp(x, -1e6, 1e6)));
}

std::int64_t Timeline::frameAt(int x) const
{
    const double frame = (x - headerWidth + horizontalScrollBar()->value()) / scale_;
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(frame + 1e-9)));
}

int Timeline::heightOf(const Track& track) const
{
    if (track.kind == TrackKind::Audio)
        return audioHeight;
    // Room for as many lanes as the clip with the most layers has.
    std::size_t lanes = 0;
    for (const Clip& clip : track.clips) {
        if (const Take* take = project_.shownLayers(clip))
            lanes = std::max(lanes, take->layers.size());
        if (running_.contains(clip.id))
            lanes = std::max<std::size_t>(lanes, 1);
    }
    return videoHeight + (lanes > 0 ? static_cast<int>(lanes) * laneHeight + 3 : 0);
}

QRect Timeline::trackRect(TrackId id) const
{
    int top = rulerHeight + trackGap - verticalScrollBar()->value();
    const auto& tracks = project_.project().tracks;
    for (auto track = tracks.rbegin(); track != tracks.rend(); ++track) {
        const int height = heightOf(*track);
        if (track->id == id)
            return {0, top, viewport()->width(), height};
        top += height + trackGap;
    }
    return {};
}

const Track* Timeline::trackAt(int y) const
{
    for (const Track& track : project_.project().tracks) {
        const QRect rect = trackRect(track.id);
        if (y >= rect.top() && y <= rect.bottom() && y >= rulerHeight)
            return &track;
    }
    return nullptr;
}

Timeline::Hit Timeline::hitTest(const QPoint& point) const
{
    Hit hit;
    if (point.x() < headerWidth)
        return hit;
    if (point.y() < rulerHeight) {
        hit.grip = Grip::Scrub;
        return hit;
    }
    hit.track = trackAt(point.y());
    if (!hit.track)
        return hit;
    // The edges reach a little outside, but never more than a third into a short clip.
    for (const Clip& clip : hit.track->clips) {
        const int left = xOf(clip.place.first);
        const int right = xOf(clip.place.end());
        if (point.x() < left - edgeReach || point.x() > right + edgeReach)
            continue;
        const int inside = std::min(edgeReach, (right - left) / 3);
        const bool within = point.x() >= left && point.x() < right;
        if (!within && hit.clip)
            continue;
        hit.clip = &clip;
        hit.grip = point.x() <= left + inside    ? Grip::TrimStart
                   : point.x() >= right - inside ? Grip::TrimEnd
                                                 : Grip::Move;
        if (within)
            break;
    }
    return hit;
}

std::int64_t Timeline::snapReach() const
{
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(snapPixels / scale_));
}

void Timeline::updateScrollBars()
{
    const double length = static_cast<double>(endOf(project_.project())) * scale_ + viewport()->width() / 2.0;
    const int room = viewport()->width() - headerWidth;
    horizontalScrollBar()->setRange(0, static_cast<int>(std::clamp(length - room, 0.0, 2e9)));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(40);
    int height = rulerHeight + trackGap;
    for (const Track& track : project_.project().tracks)
        height += heightOf(track) + trackGap;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
}

void Timeline::followPlayhead()
{
    const int x = xOf(project_.playhead());
    if (drag_.grip != Grip::None || (x >= headerWidth && x < viewport()->width()))
        return;
    horizontalScrollBar()->setValue(
        static_cast<int>(std::max(0.0, static_cast<double>(project_.playhead()) * scale_ - 40)));
}

void Timeline::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void Timeline::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    if (pressHeader(point))
        return;
    const Hit hit = hitTest(point);
    if (hit.clip && newTakeRect(hit.clip->id).contains(point)) {
        Q_EMIT newTakeWanted(hit.clip->id);
        return;
    }
    if (hit.grip == Grip::None) {
        project_.select({});
        return;
    }
    drag_ = {hit.grip, {}, project_.project(), point.x(), project_.newGesture(), false, {}};
    if (const Marker* marker = markerAt(point)) {
        drag_.grip = Grip::Marker;
        drag_.marker = marker->id;
        project_.setPlayhead(marker->frame);
        return;
    }
    if (hit.clip) {
        drag_.clip = hit.clip->id;
        if (hit.grip == Grip::Move && (event->modifiers() & Qt::AltModifier))
            drag_.grip = Grip::Slip;
        project_.select(hit.clip->id);
    } else {
        dragTo(point);
    }
}

void Timeline::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (drag_.grip == Grip::None)
        updateCursor(point);
    else
        dragTo(point);
}

void Timeline::mouseReleaseEvent(QMouseEvent* event)
{
    // A click into a clip shows the frame that was clicked.
    if (drag_.clip && !drag_.moved)
        project_.setPlayhead(frameAt(event->position().toPoint().x()));
    drag_ = {};
    snapLine_.reset();
    viewport()->update();
}

void Timeline::dragTo(const QPoint& point)
{
    if (drag_.grip == Grip::Scrub) {
        project_.setPlayhead(frameAt(point.x()));
        return;
    }
    if (drag_.grip == Grip::Marker) {
        project_.apply(tr("Move marker"), moveMarker(drag_.before, drag_.marker, frameAt(point.x())), drag_.gesture);
        return;
    }
    constexpr int deadZone = 3; // a click that trembles moves nothing
    if (!drag_.moved && std::abs(point.x() - drag_.startX) < deadZone)
        return;
    drag_.moved = true;
    dragClip(point);
}

void Timeline::dragClip(const QPoint& point)
{
    // Every step starts from the project before the drag, so that what was covered on the way comes back.
    const Clip* clip = findClip(drag_.before, drag_.clip);
    if (!clip)
        return;
    const auto frames = static_cast<std::int64_t>(std::lround((point.x() - drag_.startX) / scale_));
    auto points = snapping_ ? snapPoints(drag_.before, {drag_.clip}) : std::vector<std::int64_t>{};
    if (snapping_) {
        points.push_back(project_.playhead());
        std::sort(points.begin(), points.end());
    }
    snapLine_.reset();
    const auto snapped = [&](std::int64_t frame) {
        snapLine_ = snap(points, frame, snapReach());
        return snapLine_.value_or(frame);
    };
    const auto trimmed = [&](ClipEdge edge, std::int64_t frame) {
        return editLinked(drag_.before, drag_.clip,
                          [&](Project next, ClipId id) { return trimClip(std::move(next), id, edge, frame); });
    };
    try {
        switch (drag_.grip) {
        case Grip::Move: {
            const Track* target = trackAt(point.y());
            const Track* own = trackOf(drag_.before, drag_.clip);
            if (!target || target->kind != own->kind)
                target = own;
            const std::int64_t wished = std::max<std::int64_t>(0, clip->place.first + frames);
            const std::int64_t position = snapClip(points, wished, clip->place.count, snapReach());
            if (snapping_ && position != wished)
                snapLine_ = snap(points, position, 0) ? position : position + clip->place.count;
            project_.apply(tr("Move %1").arg(fromCore(clip->name)),
                           moveLinked(drag_.before, drag_.clip, target->id, position), drag_.gesture);
            break;
        }
        case Grip::Slip:
            project_.apply(tr("Slip %1").arg(fromCore(clip->name)),
                           editLinked(drag_.before, drag_.clip,
                                      [&](Project next, ClipId id) { return slipClip(std::move(next), id, -frames); }),
                           drag_.gesture);
            break;
        case Grip::TrimStart:
            project_.apply(tr("Trim %1").arg(fromCore(clip->name)),
                           trimmed(ClipEdge::Start, snapped(clip->place.first + frames)), drag_.gesture);
            break;
        case Grip::TrimEnd:
            project_.apply(tr("Trim %1").arg(fromCore(clip->name)),
                           trimmed(ClipEdge::End, snapped(clip->place.end() + frames)), drag_.gesture);
            break;
        default:
            break;
        }
    } catch (const Error&) {
        return; // past the timeline's end: the clip stays where the last step put it
    }
}

void Timeline::updateCursor(const QPoint& point)
{
    switch (hitTest(point).grip) {
    case Grip::TrimStart:
    case Grip::TrimEnd:
        viewport()->setCursor(Qt::SizeHorCursor);
        break;
    default:
        viewport()->unsetCursor();
        break;
    }
}

void Timeline::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    if (event->modifiers() & Qt::ControlModifier) {
        setScale(scale_ * std::pow(1.25, notches), static_cast<int>(event->position().x()));
    } else if (event->modifiers() & Qt::ShiftModifier) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(notches * 40));
    } else {
        const double sideways = event->angleDelta().x() / 120.0;
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>((notches + sideways) * 80));
    }
    event->accept();
}

void Timeline::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(mediaMimeType) || !droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void Timeline::dragMoveEvent(QDragMoveEvent* event)
{
    event->acceptProposedAction();
}

void Timeline::dropEvent(QDropEvent* event)
{
    const QPoint point = event->position().toPoint();
    event->acceptProposedAction();
    if (!event->mimeData()->hasFormat(mediaMimeType)) {
        Q_EMIT filesDropped(droppedFiles(event->mimeData()));
        return;
    }
    const MediaId id{event->mimeData()->data(mediaMimeType).toLongLong()};
    const Track* track = trackAt(point.y());
    const MediaItem* media = findMedia(project_.project(), id);
    if (!media)
        return;
    if (!track || track->kind != TrackKind::Video) {
        const auto& tracks = project_.project().tracks;
        const auto top =
            std::find_if(tracks.rbegin(), tracks.rend(), [](const Track& t) { return t.kind == TrackKind::Video; });
        if (top == tracks.rend())
            return;
        track = &*top;
    }
    std::int64_t position = frameAt(point.x());
    if (snapping_) {
        position = snapClip(snapPoints(project_.project()), position,
                            timelineLength(media->frames.count, project_.project().rate, media->rate), snapReach());
    }
    try {
        auto added = placeWithSound(project_.project(), track->id, id, position);
        project_.apply(tr("Add %1").arg(fromPath(media->path.filename())), std::move(added.project));
        project_.select(added.id);
    } catch (const Error& error) { // beyond the timeline's end
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

} // namespace unividx::ui
