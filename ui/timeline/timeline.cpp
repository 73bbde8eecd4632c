#include "ui/timeline/timeline.h"

#include "core/base/error.h"
#include "core/time/timecode.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/media_pool/media_pool.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

constexpr int headerWidth = 72;
constexpr int rulerHeight = 24;
constexpr int trackGap = 2;
constexpr int videoHeight = 58;
constexpr int audioHeight = 34;
constexpr int laneHeight = 5;
constexpr int nameHeight = 16;
constexpr int edgeReach = 5;
constexpr int snapPixels = 8;
constexpr double leastScale = 1.0 / 512;
constexpr double mostScale = 64;

/// Frames between two labels of the ruler: the first of 1, 2, 5, 10, ... frames, then of seconds, that is wide enough.
std::int64_t labelStep(double scale, std::int64_t second)
{
    constexpr double least = 86;
    for (const std::int64_t frames : {1, 2, 5, 10}) {
        if (frames < second && static_cast<double>(frames) * scale >= least)
            return frames;
    }
    for (const std::int64_t seconds : {1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200}) {
        if (static_cast<double>(seconds * second) * scale >= least)
            return seconds * second;
    }
    return 14400 * second;
}

} // namespace

Timeline::Timeline(ProjectModel& project, FrameStore& thumbnails, QWidget* parent)
    : QAbstractScrollArea(parent), project_(project), thumbnails_(thumbnails)
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
    connect(&project_, &ProjectModel::playheadChanged, this, [this] {
        followPlayhead();
        viewport()->update();
    });
    connect(&project_, &ProjectModel::selectionChanged, this, [this] { viewport()->update(); });
    connect(&thumbnails_, &FrameStore::ready, this, [this] { viewport()->update(); });
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

void Timeline::setRunning(ClipId clip, std::optional<RunningFrames> running)
{
    if (running)
        running_[clip] = *running;
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
        if (const Take* take = shownTake(clip))
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
    const Hit hit = hitTest(point);
    if (hit.grip == Grip::None) {
        project_.select({});
        return;
    }
    drag_ = {hit.grip, {}, project_.project(), point.x(), project_.newGesture(), false};
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
    if (drag_.grip != Grip::None && drag_.clip && !drag_.moved)
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
                           moveClip(drag_.before, drag_.clip, target->id, position), drag_.gesture);
            break;
        }
        case Grip::Slip:
            project_.apply(tr("Slip %1").arg(fromCore(clip->name)), slipClip(drag_.before, drag_.clip, -frames),
                           drag_.gesture);
            break;
        case Grip::TrimStart:
            project_.apply(tr("Trim %1").arg(fromCore(clip->name)),
                           trimClip(drag_.before, drag_.clip, ClipEdge::Start, snapped(clip->place.first + frames)),
                           drag_.gesture);
            break;
        case Grip::TrimEnd:
            project_.apply(tr("Trim %1").arg(fromCore(clip->name)),
                           trimClip(drag_.before, drag_.clip, ClipEdge::End, snapped(clip->place.end() + frames)),
                           drag_.gesture);
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
    if (!track || track->kind != TrackKind::Video)
        track = &project_.project().tracks.back();
    std::int64_t position = frameAt(point.x());
    if (snapping_) {
        position = snapClip(snapPoints(project_.project()), position,
                            timelineLength(media->frames.count, project_.project().rate, media->rate), snapReach());
    }
    auto added = addClip(project_.project(), track->id, id, position);
    project_.apply(tr("Add %1").arg(fromCore(media->path.filename().string())), std::move(added.project));
    project_.select(added.id);
}

void Timeline::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme().backdrop);
    const auto& tracks = project_.project().tracks;
    for (const Track& track : tracks)
        paintTrack(painter, track);
    paintRuler(painter);

    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRect area(headerWidth, 0, viewport()->width() - headerWidth, viewport()->height());
    painter.setClipRect(area);
    if (snapLine_) {
        painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
        painter.drawLine(xOf(*snapLine_), rulerHeight, xOf(*snapLine_), area.bottom());
    }
    const int x = xOf(project_.playhead());
    painter.fillRect(x, 0, 1, area.height(), theme().playhead);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().playhead);
    painter.drawPolygon(QPolygonF({{x - 4.5, 0.0}, {x + 5.5, 0.0}, {x + 5.5, 5.0}, {x + 0.5, 10.0}, {x - 4.5, 5.0}}));
    if (endOf(project_.project()) == 0) {
        painter.setClipping(false);
        painter.setPen(theme().dim);
        painter.drawText(area.adjusted(0, rulerHeight, 0, 0), Qt::AlignCenter,
                         tr("Drag a clip here, or double-click it in the media pool"));
    }
}

void Timeline::paintRuler(QPainter& painter) const
{
    const Project& project = project_.project();
    painter.fillRect(0, 0, viewport()->width(), rulerHeight, theme().panel);
    painter.setClipRect(rulerRect());
    if (project.range) {
        const int left = xOf(project.range->first);
        painter.fillRect(left, rulerHeight - 4, xOf(project.range->end()) - left, 4, theme().accent);
    }
    const auto second = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::lround(project.rate.perSecond())));
    const std::int64_t step = labelStep(scale_, second);
    painter.setPen(theme().dim);
    for (std::int64_t frame = frameAt(headerWidth) / step * step; xOf(frame) < viewport()->width(); frame += step) {
        const int x = xOf(frame);
        painter.fillRect(x, rulerHeight - 8, 1, 8, theme().line);
        painter.drawText(QRect(x + 4, 0, 100, rulerHeight - 5), Qt::AlignVCenter,
                         QString::fromStdString(formatTimecode(timecodeOfFrame(frame, project.rate, false))));
        for (int minor = 1; minor < 5 && static_cast<double>(step) * scale_ >= 60 && step >= 5; ++minor)
            painter.fillRect(xOf(frame + step * minor / 5), rulerHeight - 4, 1, 4, theme().line);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().running);
    for (const Marker& marker : project.markers) {
        const double x = xOf(marker.frame);
        painter.drawPolygon(QPolygonF({{x - 3, 13.0}, {x + 4, 13.0}, {x + 4, 18.0}, {x + 0.5, 22.0}, {x - 3, 18.0}}));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipping(false);
    painter.setPen(theme().text);
    painter.drawText(QRect(8, 0, headerWidth - 8, rulerHeight), Qt::AlignVCenter,
                     tr("%1 fps").arg(project.rate.perSecond(), 0, 'g', 5));
}

void Timeline::paintTrack(QPainter& painter, const Track& track)
{
    const QRect row = trackRect(track.id);
    if (row.bottom() < rulerHeight || row.top() > viewport()->height())
        return;
    painter.setClipRect(QRect(0, rulerHeight, viewport()->width(), viewport()->height()));
    painter.fillRect(row, QColor(0x1b, 0x1b, 0x1b));
    painter.setClipRect(QRect(headerWidth, rulerHeight, viewport()->width(), viewport()->height()));
    // Only what is seen: the first clip that ends behind the left edge, until one begins behind the right.
    const std::int64_t first = frameAt(headerWidth);
    auto clip = std::upper_bound(track.clips.begin(), track.clips.end(), first,
                                 [](std::int64_t frame, const Clip& c) { return frame < c.place.end(); });
    for (; clip != track.clips.end(); ++clip) {
        const int left = xOf(clip->place.first);
        if (left > viewport()->width())
            break;
        const int right = xOf(clip->place.end());
        paintClip(painter, *clip, QRect(left, row.top(), std::max(1, right - left), row.height()), track.kind);
    }
    if (track.muted)
        painter.fillRect(row, QColor(0x14, 0x14, 0x14, 0xa0));
    painter.setClipRect(QRect(0, rulerHeight, viewport()->width(), viewport()->height()));
    paintHeader(painter, track, QRect(0, row.top(), headerWidth, row.height()));
    painter.setClipping(false);
}

void Timeline::paintHeader(QPainter& painter, const Track& track, const QRect& rect) const
{
    painter.fillRect(rect.adjusted(0, 0, -2, 0), theme().panel);
    icon(track.kind == TrackKind::Video ? "film" : "audio", theme().dim)
        .paint(&painter, QRect(rect.x() + 8, rect.y() + 8, 16, 16));
    painter.setPen(track.muted ? theme().off : theme().text);
    painter.drawText(rect.adjusted(30, 8, -4, 0), Qt::AlignTop, fromCore(track.name));
    if (track.muted) {
        painter.setPen(theme().dim);
        painter.drawText(rect.adjusted(8, 0, -4, -6), Qt::AlignBottom, tr("muted"));
    }
}

void Timeline::paintClip(QPainter& painter, const Clip& clip, const QRect& rect, TrackKind kind)
{
    const bool selected = clip.id == project_.selection();
    const QColor base = kind == TrackKind::Video ? theme().videoClip : theme().audioClip;
    QRect body = rect.adjusted(0, 0, -1, 0);
    if (kind == TrackKind::Video)
        body.setHeight(videoHeight);
    painter.fillRect(body, base);
    if (rect.width() > 8) {
        if (kind == TrackKind::Video)
            paintThumbnails(painter, clip, body.adjusted(0, nameHeight, 0, 0));
        const int textLeft = std::max(rect.left(), headerWidth) + 6;
        const int room = rect.right() - textLeft - 4;
        if (room > 16) {
            painter.setPen(theme().strong);
            painter.drawText(QRect(textLeft, body.top(), room, nameHeight), Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(fromCore(clip.name), Qt::ElideRight, room));
        }
    }
    for (const Marker& marker : clip.markers) {
        const MediaItem* media = findMedia(project_.project(), clip.media);
        const std::int64_t at =
            clip.place.first + timelineOffset(marker.frame - clip.sourceIn, project_.project().rate, media->rate);
        if (clip.place.contains(at))
            painter.fillRect(xOf(at), body.top() + nameHeight, 2, body.height() - nameHeight, theme().running);
    }
    if (kind == TrackKind::Video)
        paintLanes(painter, clip, QRect(rect.left(), body.bottom() + 3, rect.width() - 1, rect.height()));
    if (selected) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().strong, 1));
        painter.drawRect(body.adjusted(0, 0, -1, -1));
    }
}

void Timeline::paintThumbnails(QPainter& painter, const Clip& clip, const QRect& rect)
{
    const MediaItem* media = findMedia(project_.project(), clip.media);
    if (!media || media->resolution.height <= 0)
        return;
    const int width = std::max(12, rect.height() * media->resolution.width / media->resolution.height);
    painter.save();
    painter.setClipRect(rect.intersected(QRect(headerWidth, rulerHeight, viewport()->width(), viewport()->height())));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    // Pictures stand at fixed places of the clip, so that they do not swim while it scrolls.
    const int firstTile = std::max(0, (headerWidth - rect.left()) / width);
    for (int x = rect.left() + firstTile * width; x < std::min(rect.right(), viewport()->width()); x += width) {
        const std::int64_t frame = std::clamp(frameAt(std::max(x, headerWidth)), clip.place.first, clip.place.last());
        // Of neighbouring frames one picture: a coarse step keeps the cache small while zooming.
        const std::int64_t step = std::max<std::int64_t>(1, static_cast<std::int64_t>(width / scale_));
        const std::int64_t source = sourceFrameAt(project_.project(), clip, frame);
        const std::int64_t rounded = std::clamp(media->frames.first + (source - media->frames.first) / step * step,
                                                media->frames.first, media->frames.last());
        const FrameKey key{media->path.string(), media->layer, rounded, 96, Decoding::Color};
        if (const StoredFrame* stored = thumbnails_.find(key))
            painter.drawImage(QRect(x, rect.top(), width, rect.height()), stored->thumbnail);
        else
            thumbnails_.request(key);
    }
    painter.restore();
}

void Timeline::paintLanes(QPainter& painter, const Clip& clip, const QRect& rect) const
{
    const MediaItem* media = findMedia(project_.project(), clip.media);
    if (!media)
        return;
    const auto place = [&](FrameRange frames) {
        const FrameRate rate = project_.project().rate;
        const std::int64_t first =
            std::clamp(clip.place.first + timelineOffset(frames.first - clip.sourceIn, rate, media->rate),
                       clip.place.first, clip.place.end());
        const std::int64_t end =
            std::clamp(clip.place.first + timelineLength(frames.end() - clip.sourceIn, rate, media->rate),
                       clip.place.first, clip.place.end());
        return std::pair(xOf(first), xOf(end));
    };
    const Take* take = shownTake(clip);
    const std::size_t lanes = take ? take->layers.size() : 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const auto [left, right] = place(take->frames);
        const int top = rect.top() + static_cast<int>(lane) * laneHeight;
        painter.fillRect(left, top, right - left - 1, laneHeight - 2, theme().ready.darker(120));
    }
    const auto running = running_.find(clip.id);
    if (running == running_.end())
        return;
    const auto [left, right] = place(running->second.frames);
    const auto [start, done] = place({running->second.frames.first, running->second.done});
    painter.fillRect(left, rect.top(), right - left - 1, laneHeight - 2, theme().raised);
    painter.fillRect(start, rect.top(), done - start, laneHeight - 2, theme().running);
}

} // namespace unividx::ui
