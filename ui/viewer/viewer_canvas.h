#pragma once

#include "ui/media/background_queue.h"
#include "ui/media/display.h"

#include <QPointF>
#include <QWidget>

#include <memory>
#include <optional>

namespace unividx::ui {

/// A picture to show, with what its numbers mean.
struct ViewerPicture {
    Image image;
    PixelMeaning meaning = PixelMeaning::Display;
};

/// One pixel as the readout tells it.
struct PixelReadout {
    int x = 0;
    int y = 0;
    std::vector<float> values; ///< as stored: display codes in [0, 1], scene-linear light, or signed normals
    QRgb display = 0;          ///< what the screen gets
};

/// The picture, with zoom and pan, and a wipe against a second one. Pixels are made for the screen on a thread of
/// their own; painting only draws what is finished.
///
/// Mouse: the wheel zooms to the cursor, the middle button or Alt and the left pan, the wipe's line is dragged.
class ViewerCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ViewerCanvas(QWidget* parent = nullptr);
    ~ViewerCanvas() override;

    /// What is shown; an empty image shows nothing.
    void show(const ViewerPicture& picture);
    /// The other side of the wipe, on the right; empty: none.
    void showOther(const ViewerPicture& picture);

    const DisplaySettings& settings() const { return settings_; }
    void setSettings(const DisplaySettings& settings);

    bool isWiping() const { return wiping_; }
    void setWiping(bool wiping);

    /// Fits the picture into the widget, and keeps doing so as it is resized.
    void fit();
    bool isFitting() const { return fitting_; }
    double zoom() const; ///< screen pixels a picture pixel, whatever the screen's scale
    void setZoom(double zoom, const QPointF& anchor);

    /// The picture's place in the widget.
    QRectF pictureRect() const;
    std::optional<PixelReadout> readoutAt(const QPointF& point) const;

    /// The last finished picture for the screen; null before the first.
    const QImage& shown() const { return main_.finished; }

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

private:
    struct Side {
        ViewerPicture picture;
        QImage finished;
        quint64 wanted = 0; ///< counts pictures and settings; an older one that finishes later is dropped
        std::unique_ptr<BackgroundQueue> queue;
    };
    enum class Grip { None, Pan, Wipe };

    void render(Side& side);
    void take(Side& side, const ViewerPicture& picture);
    double wipeX() const;

    Side main_;
    Side other_;
    DisplaySettings settings_;
    bool fitting_ = true;
    double scale_ = 1; ///< widget pixels a picture pixel
    QPointF center_;   ///< of the widget, in picture pixels
    bool wiping_ = false;
    double wipe_ = 0.5; ///< of the picture's width
    Grip grip_ = Grip::None;
    QPointF last_;
};

} // namespace unividx::ui
