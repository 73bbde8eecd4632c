#pragma once

#include <QImage>
#include <QPixmap>
#include <QRectF>

#include <functional>

class QPainter;

namespace unividx::ui {

/// What is drawn of a picture, from the back to the front: the same in the viewer, its copies and thumbnails.
struct PaintedPicture {
    QImage image;
    QImage other;           ///< right of the wipe's line; null: no wipe
    double wipe = 0.5;      ///< where the line stands, as a share of the picture's width
    QImage overlay;         ///< of the same frame, such as matteOverlay() gives; null: none
    bool safeAreas = false; ///< the lines within which action and titles are safe to stand
    bool smooth = true;     ///< pixels are averaged where they are brought to another size; picked if not
    std::function<void(QPainter& painter)> gizmos; ///< what a tool has over the picture; empty: nothing
};

/// Draws it into `target`, whatever its size. Pixels are ready for the screen: nothing is converted.
void paintPicture(QPainter& painter, const QRectF& target, const PaintedPicture& picture);

/// Where a wipe's line stands in `target`, on a whole pixel.
double wipeLine(const QRectF& target, double wipe);

/// Draws a picture as large as fits into the middle of `box`, on the backdrop. A null one leaves the backdrop.
void paintThumbnail(QPainter& painter, const QRect& box, const QImage& image);

/// The same, for a label: `room` in its units, on a screen of `pixelRatio`. Null for a null image.
QPixmap thumbnailPixmap(const QImage& image, const QSize& room, double pixelRatio);

} // namespace unividx::ui
