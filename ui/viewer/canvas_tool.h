#pragma once

#include "core/comp/shape.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace unividx::ui {

/// Where a picture lies in the widget: from its own coordinates, (0, 0) to (1, 1), to the widget's and back.
struct CanvasPlace {
    QRectF rect;             ///< of the picture, in the widget
    double pixelsAPixel = 1; ///< widget pixels a pixel of the full picture
    QRectF view;             ///< what of the widget is seen: all of it

    QPointF toWidget(Point point) const
    {
        return {rect.x() + static_cast<double>(point.x) * rect.width(),
                rect.y() + static_cast<double>(point.y) * rect.height()};
    }
    Point toPicture(const QPointF& point) const
    {
        return {static_cast<float>((point.x() - rect.x()) / rect.width()),
                static_cast<float>((point.y() - rect.y()) / rect.height())};
    }
};

/// What is drawn over the picture and dragged there: lights, shapes, a brush. It gets the left button and keys first;
/// what it does not take, the canvas does (panning with the middle button or Alt is always the canvas').
class CanvasTool {
public:
    virtual ~CanvasTool() = default;

    virtual void paint(QPainter& painter, const CanvasPlace& place) const = 0;

    /// True if it takes the drag that begins here.
    virtual bool press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) = 0;
    virtual void drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) = 0;
    virtual void release() = 0;

    /// The mouse moves without a button. True if something is to be drawn anew.
    virtual bool hover(const QPointF&, const CanvasPlace&) { return false; }

    /// True if the wheel (in notches) was for it.
    virtual bool wheel(double, Qt::KeyboardModifiers) { return false; }

    /// True if the key (of Qt::Key) was for it.
    virtual bool key(int) { return false; }
};

} // namespace unividx::ui
