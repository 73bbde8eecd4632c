#include "core/time/timecode.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/layer_choice.h"
#include "ui/frames/picture_paint.h"
#include "ui/timeline/timeline.h"
#include "ui/timeline/timeline_metrics.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

constexpr int thumbnailWidth = 96;

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
    painter.setPen(theme().running);
    for (const Marker& marker : project.markers) {
        const int x = xOf(marker.frame);
        if (!marker.name.empty() && x > headerWidth - 200 && x < viewport()->width())
            painter.drawText(QRect(x + 8, 9, 160, rulerHeight - 9), Qt::AlignVCenter, fromCore(marker.name));
    }
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
    const QRect mute = muteRect(rect);
    const bool video = track.kind == TrackKind::Video;
    const char* name = video ? "film" : track.muted ? "mute" : "sound";
    icon(name, track.muted ? theme().off : theme().text).paint(&painter, mute);
    painter.setPen(track.muted ? theme().off : theme().text);
    const QRect text(mute.right() + 7, mute.top(), rect.right() - mute.right() - 10, mute.height());
    painter.drawText(text, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(fromCore(track.name), Qt::ElideRight, text.width()));
    if (track.muted && rect.height() > 44) {
        painter.setPen(theme().dim);
        painter.drawText(text.translated(0, 18), Qt::AlignVCenter, tr("muted"));
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
        else
            paintWaveform(painter, clip, body.adjusted(0, 2, 0, -2));
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
        paintLanes(painter, clip, QRect(rect.left(), body.bottom() + 1 + lanesGap, rect.width() - 1, rect.height()));
    paintNewTake(painter, clip);
    if (selected) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().strong, 1));
        painter.drawRect(body.adjusted(0, 0, -1, -1));
    }
}

void Timeline::paintNewTake(QPainter& painter, const Clip& clip) const
{
    const QRect mark = newTakeRect(clip.id);
    if (mark.isNull())
        return;
    painter.fillRect(mark, theme().accent);
    painter.setPen(theme().backdrop);
    painter.drawText(mark, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(tr("New take"), Qt::ElideRight, mark.width() - 4));
}

const StoredFrame* Timeline::thumbnailAt(const Clip& clip, const MediaItem& media, std::int64_t frame)
{
    const FrameKey shot = mediaFrame(media, frame, thumbnailWidth);
    const auto composite = composites_->find(clip.id);
    const auto key = composite ? compositeKey(composite, frame, 0, thumbnailWidth) : shot;
    if (composite && thumbnails_.failure(key)) { // it lacks a layer: the viewer says so, and shows the shot too
        thumbnails_.request(shot);
        return thumbnails_.find(shot);
    }
    if (const StoredFrame* stored = thumbnails_.find(key))
        return stored;
    thumbnails_.request(key);
    const auto former = composites_->former(clip.id);
    if (composite && !former)
        return thumbnails_.find(shot);
    return former ? thumbnails_.find(compositeKey(former, frame, 0, thumbnailWidth)) : nullptr;
}

void Timeline::paintThumbnails(QPainter& painter, const Clip& clip, const QRect& rect)
{
    const MediaItem* media = findMedia(project_.project(), clip.media);
    if (!media || media->resolution.height <= 0)
        return;
    const int width = std::max(12, rect.height() * media->resolution.width / media->resolution.height);
    painter.save();
    painter.setClipRect(rect.intersected(QRect(headerWidth, rulerHeight, viewport()->width(), viewport()->height())));
    // Pictures stand at fixed places of the clip, so that they do not swim while it scrolls.
    const int firstTile = std::max(0, (headerWidth - rect.left()) / width);
    for (int x = rect.left() + firstTile * width; x < std::min(rect.right(), viewport()->width()); x += width) {
        const std::int64_t frame = std::clamp(frameAt(std::max(x, headerWidth)), clip.place.first, clip.place.last());
        // Of neighbouring frames one picture: a coarse step keeps the cache small while zooming.
        const std::int64_t step = std::max<std::int64_t>(1, static_cast<std::int64_t>(width / scale_));
        const std::int64_t source = sourceFrameAt(project_.project(), clip, frame);
        const std::int64_t rounded = std::clamp(media->frames.first + (source - media->frames.first) / step * step,
                                                media->frames.first, media->frames.last());
        if (const StoredFrame* stored = thumbnailAt(clip, *media, rounded))
            paintPicture(painter, QRect(x, rect.top(), width, rect.height()), {stored->thumbnail});
    }
    painter.restore();
}

void Timeline::paintWaveform(QPainter& painter, const Clip& clip, const QRect& rect)
{
    const Project& project = project_.project();
    const MediaItem* media = findMedia(project, clip.media);
    if (!media || !media->hasAudio)
        return;
    const Waveform* waveform = waveforms_->find(media->path.string());
    if (!waveform) {
        waveforms_->request(media->path.string());
        return;
    }
    // A column of pixels is a stretch of peaks; all of them count, so that no click is lost while one zooms out.
    const double clipSeconds = static_cast<double>(clip.sourceIn - media->frames.first) / media->rate.perSecond();
    const double secondsPerPixel = 1.0 / (scale_ * project.rate.perSecond());
    const int left = std::max(rect.left(), headerWidth);
    const int right = std::min(rect.right(), viewport()->width());
    const double start = static_cast<double>(frameAt(left) - clip.place.first) / project.rate.perSecond();
    const double half = rect.height() / 2.0;
    const double middle = rect.top() + half;
    std::vector<QLineF> lines;
    for (int x = left; x < right; ++x) {
        const double from = clipSeconds + start + (x - left) * secondsPerPixel;
        const auto first = static_cast<std::ptrdiff_t>(from * Waveform::perSecond);
        const auto last = static_cast<std::ptrdiff_t>((from + secondsPerPixel) * Waveform::perSecond) + 1;
        const auto count = static_cast<std::ptrdiff_t>(waveform->peaks.size());
        int low = 0;
        int high = 0;
        for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, first); i < std::min(count, last); ++i) {
            low = std::min<int>(low, waveform->peaks[static_cast<std::size_t>(i)][0]);
            high = std::max<int>(high, waveform->peaks[static_cast<std::size_t>(i)][1]);
        }
        if (high != low)
            lines.emplace_back(x + 0.5, middle - high / 127.0 * half, x + 0.5, middle - low / 127.0 * half);
    }
    painter.setPen(QPen(theme().ready, 1));
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
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
    const Take* take = project_.shownLayers(clip);
    const auto running = running_.find(clip.id);
    const std::size_t lanes = std::max<std::size_t>(take ? take->layers.size() : 0, running != running_.end());
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const int top = rect.top() + static_cast<int>(lane) * laneHeight;
        const auto bar = [&](FrameRange frames, const QBrush& brush) {
            const auto [left, right] = place(frames);
            painter.fillRect(left, top, right - left - 1, laneHeight - 2, brush);
        };
        if (running != running_.end())
            bar(running->second, theme().hover);
        if (take && lane < take->layers.size())
            bar(take->frames, laneBrush(clip, *take));
    }
}

QBrush Timeline::laneBrush(const Clip& clip, const Take& take)
{
    if (!take.id)
        return theme().running;
    return isStale(clip, take) ? QBrush(theme().dim, Qt::BDiagPattern) : QBrush(theme().ready.darker(120));
}

} // namespace unividx::ui
