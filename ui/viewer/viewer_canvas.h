#pragma once

#include "ui/frames/background_queue.h"
#include "ui/frames/display.h"
#include "ui/frames/picture_paint.h"
#include "ui/viewer/canvas_tool.h"

#include <QPointF>
#include <QWidget>

#include <memory>
#include <optional>

class QOpenGLWidget;

namespace unividx::ui {

/// A picture to show, with what its numbers mean. With a factor it is the product of both, as light.
struct ViewerPicture {
    Image image;
    PixelMeaning meaning = PixelMeaning::Display;
    Image factor;
    PixelMeaning factorMeaning = PixelMeaning::Display;
    Resolution full; ///< the size it is drawn as, where the image is a proxy; not set: the image's own
};

/// One pixel as the readout tells it.
struct PixelReadout {
    int x = 0;
    int y = 0;
    std::vector<float> values; ///< as stored: display codes in [0, 1], scene-linear light, or signed normals
    QRgb display = 0;          ///< what the screen gets
};

/// How the picture is set against a second one.
enum class Compare { None, Wipe, Difference };

/// The picture, with zoom and pan, compared with a second one, under a matte. Pixels are made for the screen on
/// threads of their own; painting only draws what is finished, through OpenGL or into memory.
///
/// Mouse: the wheel zooms to the cursor, the middle button or Alt and the left pan, the wipe's line is dragged.
class ViewerCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ViewerCanvas(QWidget* parent = nullptr);
    ~ViewerCanvas() override;

    /// What is shown; an empty image shows nothing.
    void show(const ViewerPicture& picture);
    /// The other side of a comparison, on the right of a wipe; empty: none.
    void showOther(const ViewerPicture& picture);
    /// A matte to lay over the picture; empty: none.
    void showMatte(const Image& matte);

    const DisplaySettings& settings() const { return settings_; }
    void setSettings(const DisplaySettings& settings);

    Compare compare() const { return compare_; }
    void setCompare(Compare compare);

    /// Whether pixels are averaged where the picture is made smaller; picked if not.
    void setSmooth(bool smooth);

    /// The lines within which action and titles are safe to stand.
    bool showsSafeAreas() const { return safeAreas_; }
    void setSafeAreas(bool shown);

    /// A sentence over the picture's foot: why it is not what was asked for. Empty: none.
    void setNotice(const QString& sentence);
    const QString& notice() const { return notice_; }

    /// What is drawn over the picture and dragged there; null: nothing. It is not owned, and must be taken back before
    /// it ends.
    void setTool(CanvasTool* tool);
    CanvasTool* tool() const { return tool_; }
    CanvasPlace place() const { return {pictureRect(), scale_, QRectF(rect())}; }

    /// Paints again: the tool has changed.
    void redraw() { repaint(); }

    /// Whether the picture is drawn by OpenGL; the pixels are the same. Without a context that works nothing changes.
    static bool openGlIsFast(); ///< whether there is a context that is not drawn by the processor
    bool usesOpenGl() const { return surface_ != nullptr; }
    void setOpenGl(bool used);

    /// Fits the picture into the widget, and keeps doing so as it is resized.
    void fit();
    bool isFitting() const { return fitting_; }
    double zoom() const; ///< screen pixels a picture pixel, whatever the screen's scale
    void setZoom(double zoom, const QPointF& anchor);
    /// Looks elsewhere, by a share of the widget's size each way; right and down are positive.
    void pan(const QPointF& share);

    /// Where the wipe's line stands, as a share of the picture's width; what is outside [0, 1] is brought into it.
    double wipe() const { return wipe_; }
    void setWipe(double share);

    /// The picture's place in the widget.
    QRectF pictureRect() const;
    std::optional<PixelReadout> readoutAt(const QPointF& point) const;

    /// The last finished picture for the screen; null before the first.
    const QImage& shown() const { return main_.finished; }
    /// The difference that is shown; null where none is.
    const QImage& difference() const { return difference_; }

    /// Draws all of it; for the surface that OpenGL paints.
    void paint(QPainter& painter) const;

    /// What is on the screen now, from whichever of the two drew it.
    QImage grabPixels();

Q_SIGNALS:
    void readoutChanged();
    void zoomChanged();
    void finished();                      ///< a picture was made for the screen
    void failed(const QString& sentence); ///< its colours could not be converted; it is shown as its numbers stand

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Side {
        ViewerPicture picture;
        Image product; ///< of the picture and its factor; the picture itself where it has none
        QImage finished;
        quint64 wanted = 0; ///< counts pictures and settings
        quint64 latest = 0; ///< the last that was finished; an older one that finishes later is dropped
        std::unique_ptr<BackgroundQueue> queue;
    };
    enum class Grip { None, Pan, Wipe, Tool };

    void render(Side& side);
    void renderDifference();
    void take(Side& side, const ViewerPicture& picture);
    void repaint();
    PaintedPicture painted() const;
    void paintNotice(QPainter& painter) const;

    Side main_;
    Side other_;
    Image matte_;
    QImage overlay_;
    QImage difference_;
    quint64 differenceWanted_ = 0;
    DisplaySettings settings_;
    bool fitting_ = true;
    double scale_ = 1; ///< widget pixels a picture pixel
    QPointF center_;   ///< of the widget, in picture pixels
    Compare compare_ = Compare::None;
    double wipe_ = 0.5; ///< of the picture's width
    bool safeAreas_ = false;
    QString notice_;
    bool smooth_ = true;
    Grip grip_ = Grip::None;
    CanvasTool* tool_ = nullptr;
    QPointF last_;
    QOpenGLWidget* surface_ = nullptr;
};

} // namespace unividx::ui
