#pragma once

#include "core/project/edits.h"
#include "ui/audio/waveform_store.h"
#include "ui/common/actions.h"
#include "ui/comp/debounced_composites.h"
#include "ui/frames/frame_store.h"
#include "ui/project/project_model.h"

#include <QAbstractScrollArea>

#include <functional>
#include <map>
#include <optional>

namespace unividx::ui {

/// The tracks. Painting takes what is in the project and the thumbnails that are ready; it decodes nothing.
///
/// Mouse: drag a clip to move it, an edge to trim it, with Alt to slip it; drag in the ruler to scrub, a marker to move
/// it; Ctrl and the wheel zoom to the cursor, the wheel alone scrolls. A track's header mutes it, a double click names
/// tracks and markers, a right click has the rest. Each drag is one step of the history.
class Timeline : public QAbstractScrollArea {
    Q_OBJECT
public:
    Timeline(ProjectModel& project, FrameStore& thumbnails, QWidget* parent = nullptr);

    double pixelsPerFrame() const { return scale_; }

    /// Zooms, and keeps the frame at `x` (of the viewport) where it is.
    void setScale(double pixelsPerFrame, int x);
    void zoomToFit();

    /// Connects what the table's actions do here: trims, nudges, slips, markers, tracks, zoom.
    void connectActions(Actions& actions);

    bool isSnapping() const { return snapping_; }
    void setSnapping(bool snapping) { snapping_ = snapping; }

    WaveformStore& waveforms() { return *waveforms_; }

    /// Shows which frames of a clip's source a run was asked for; nothing takes it away. How far it is, the project's
    /// growing take says.
    void setRunning(ClipId clip, std::optional<FrameRange> asked);

    /// Where things are in the viewport, for tests and drops.
    QRect clipRect(ClipId clip) const; ///< null if there is no such clip
    QRect rulerRect() const;
    QRect newTakeRect(ClipId clip) const;  ///< the mark on a clip whose new take waits; null where none does
    QRect headerRect(TrackId track) const; ///< null if there is no such track
    int xOf(std::int64_t frame) const;
    std::int64_t frameAt(int x) const;

Q_SIGNALS:
    void filesDropped(const std::vector<std::filesystem::path>& files);
    /// The new take of a clip is to be used.
    void newTakeWanted(unividx::ClipId clip);
    void failed(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Grip { None, Scrub, Marker, Move, Slip, TrimStart, TrimEnd };
    struct Hit {
        const Track* track = nullptr;
        const Clip* clip = nullptr;
        Grip grip = Grip::None;
    };
    struct Drag {
        Grip grip = Grip::None;
        ClipId clip;
        Project before;
        int startX = 0;
        qint64 gesture = 0;
        bool moved = false;
        MarkerId marker;
    };

    int heightOf(const Track& track) const;
    QRect trackRect(TrackId id) const;
    const Track* trackAt(int y) const;
    Hit hitTest(const QPoint& point) const;
    const Marker* markerAt(const QPoint& point) const;
    QRect muteRect(const QRect& header) const;
    bool pressHeader(const QPoint& point); ///< true if it was on a track's header
    void editSelected(const QString& text, const std::function<Project(Project, ClipId)>& edit);
    void selectNeighbour(int step);
    void goToMarker(int step);
    void addTrackOf(TrackKind kind);
    void renameTrackAt(TrackId id);
    void renameMarkerAt(MarkerId id);
    std::int64_t snapReach() const;
    void dragTo(const QPoint& point);
    void dragClip(const QPoint& point);
    void updateScrollBars();
    void followPlayhead();
    void updateCursor(const QPoint& point);

    void paintRuler(QPainter& painter) const;
    void paintTrack(QPainter& painter, const Track& track);
    void paintClip(QPainter& painter, const Clip& clip, const QRect& rect, TrackKind kind);
    /// The thumbnail of a clip's source frame: of its composite if it has one, else of its shot; null if none is ready.
    const StoredFrame* thumbnailAt(const Clip& clip, const MediaItem& media, std::int64_t frame);
    void paintThumbnails(QPainter& painter, const Clip& clip, const QRect& rect);
    void paintNewTake(QPainter& painter, const Clip& clip) const;
    void paintWaveform(QPainter& painter, const Clip& clip, const QRect& rect);
    void paintLanes(QPainter& painter, const Clip& clip, const QRect& rect) const;
    static QBrush laneBrush(const Clip& clip, const Take& take);
    /// What the lane under a clip at that height says; empty where there is none.
    QString laneWords(const Clip& clip, int y) const;
    void paintHeader(QPainter& painter, const Track& track, const QRect& rect) const;

    ProjectModel& project_;
    FrameStore& thumbnails_;
    WaveformStore* waveforms_;
    DebouncedComposites* composites_;
    double scale_ = 4.0;
    bool snapping_ = true;
    std::optional<std::int64_t> snapLine_;
    Drag drag_;
    std::map<ClipId, FrameRange> running_;
};

} // namespace unividx::ui
