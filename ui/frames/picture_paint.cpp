#include "ui/frames/picture_paint.h"

#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

void paintWipe(QPainter& painter, const QRectF& target, const QImage& other, double wipe)
{
    const double x = wipeLine(target, wipe);
    painter.save();
    painter.setClipRect(QRectF(x, target.top(), target.right() - x, target.height()), Qt::IntersectClip);
    painter.drawImage(target, other);
    painter.restore();
    painter.fillRect(QRectF(x, target.top(), 1, target.height()), theme().strong);
    painter.fillRect(QRectF(x - 2, target.center().y() - 12, 5, 24), theme().strong);
}

void paintSafeAreas(QPainter& painter, const QRectF& target)
{
    // Source: SMPTE ST 2046-1, the safe action and safe title areas of 16:9 pictures.
    constexpr double action = 0.93;
    constexpr double title = 0.90;
    painter.setBrush(Qt::NoBrush);
    for (const double part : {action, title}) {
        const QSizeF size = target.size() * part;
        const QPointF corner = target.center() - QPointF(size.width() / 2, size.height() / 2);
        const QRectF area(QPointF(std::round(corner.x()) + 0.5, std::round(corner.y()) + 0.5), size.toSize());
        painter.setPen(QPen(part == action ? theme().text : theme().dim, 1));
        painter.drawRect(area);
    }
    painter.setPen(theme().text);
    const QPointF middle(std::round(target.center().x()) + 0.5, std::round(target.center().y()) + 0.5);
    painter.drawLine(middle - QPointF(8, 0), middle + QPointF(8, 0));
    painter.drawLine(middle - QPointF(0, 8), middle + QPointF(0, 8));
}

/// The rectangle of that aspect ratio that just fits into `box`.
QRect fitted(const QRect& box, const QSize& picture)
{
    const QSize size = picture.scaled(box.size(), Qt::KeepAspectRatio);
    return {box.center() - QPoint(size.width() / 2, size.height() / 2), size};
}

} // namespace

double wipeLine(const QRectF& target, double wipe)
{
    return std::round(target.x() + target.width() * wipe);
}

void paintPicture(QPainter& painter, const QRectF& target, const PaintedPicture& picture)
{
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, picture.smooth);
    painter.drawImage(target, picture.image);
    if (!picture.other.isNull())
        paintWipe(painter, target, picture.other, picture.wipe);
    if (!picture.overlay.isNull())
        painter.drawImage(target, picture.overlay);
    if (picture.safeAreas)
        paintSafeAreas(painter, target);
    if (picture.gizmos) {
        painter.setRenderHint(QPainter::Antialiasing);
        picture.gizmos(painter);
    }
    painter.restore();
}

void paintThumbnail(QPainter& painter, const QRect& box, const QImage& image)
{
    painter.fillRect(box, theme().backdrop);
    if (!image.isNull())
        paintPicture(painter, fitted(box, image.size()), {image});
}

QPixmap thumbnailPixmap(const QImage& image, const QSize& room, double pixelRatio)
{
    if (image.isNull())
        return {};
    QPixmap pixmap(image.size().scaled(room * pixelRatio, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintPicture(painter, pixmap.rect(), {image});
    painter.end();
    pixmap.setDevicePixelRatio(pixelRatio);
    return pixmap;
}

} // namespace unividx::ui
