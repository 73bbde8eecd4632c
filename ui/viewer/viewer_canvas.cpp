#include "ui/viewer/viewer_canvas.h"

#include "ui/common/theme.h"

#include <QMetaObject>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

constexpr double leastZoom = 1.0 / 32;
constexpr double mostZoom = 64;
constexpr int margin = 12;
constexpr double wipeReach = 6;

} // namespace

ViewerCanvas::ViewerCanvas(QWidget* parent) : QWidget(parent)
{
    main_.queue = std::make_unique<BackgroundQueue>();
    other_.queue = std::make_unique<BackgroundQueue>();
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 90);
    setAccessibleName(tr("Viewer"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

ViewerCanvas::~ViewerCanvas()
{
    main_.queue.reset(); // their threads post to this object
    other_.queue.reset();
}

void ViewerCanvas::show(const ViewerPicture& picture)
{
    take(main_, picture);
}

void ViewerCanvas::showOther(const ViewerPicture& picture)
{
    take(other_, picture);
}

void ViewerCanvas::take(Side& side, const ViewerPicture& picture)
{
    const bool same = side.picture.image.data() == picture.image.data() && side.picture.meaning == picture.meaning;
    if (same && picture.image.empty() == side.finished.isNull())
        return;
    const bool resized = !(side.picture.image.resolution() == picture.image.resolution());
    side.picture = picture;
    if (&side == &main_ && resized && fitting_)
        fit();
    render(side);
    Q_EMIT readoutChanged();
}

void ViewerCanvas::render(Side& side)
{
    const quint64 number = ++side.wanted;
    if (side.picture.image.empty()) {
        side.finished = {};
        update();
        return;
    }
    side.queue->replace([this, &side, number, picture = side.picture, settings = settings_] {
        QImage image;
        QString sentence;
        try {
            image = toDisplay(picture.image, picture.meaning, settings);
        } catch (const std::exception& error) { // a colour config that is of no use
            sentence = QString::fromUtf8(error.what());
            image = toDisplay(picture.image, PixelMeaning::Display, settings);
        }
        QMetaObject::invokeMethod(
            this,
            [this, &side, number, image, sentence] {
                if (number != side.wanted)
                    return;
                if (!sentence.isEmpty())
                    Q_EMIT failed(sentence);
                side.finished = image;
                update();
                Q_EMIT finished();
                Q_EMIT readoutChanged();
            },
            Qt::QueuedConnection);
    });
}

void ViewerCanvas::setSettings(const DisplaySettings& settings)
{
    if (settings == settings_)
        return;
    settings_ = settings;
    render(main_);
    render(other_);
}

void ViewerCanvas::setWiping(bool wiping)
{
    wiping_ = wiping;
    update();
}

void ViewerCanvas::fit()
{
    fitting_ = true;
    const Resolution size = main_.picture.image.resolution();
    if (size.width > 0 && size.height > 0) {
        const double across = std::max(1.0, width() - 2.0 * margin) / size.width;
        const double down = std::max(1.0, height() - 2.0 * margin) / size.height;
        scale_ = std::min(across, down);
        center_ = QPointF(size.width / 2.0, size.height / 2.0);
    }
    update();
    Q_EMIT zoomChanged();
}

double ViewerCanvas::zoom() const
{
    return scale_ * devicePixelRatioF();
}

void ViewerCanvas::setZoom(double zoom, const QPointF& anchor)
{
    const double next = std::clamp(zoom, leastZoom, mostZoom) / devicePixelRatioF();
    const QPointF middle(width() / 2.0, height() / 2.0);
    const QPointF under = center_ + (anchor - middle) / scale_;
    fitting_ = false;
    scale_ = next;
    center_ = under - (anchor - middle) / scale_;
    update();
    Q_EMIT zoomChanged();
}

QRectF ViewerCanvas::pictureRect() const
{
    const Resolution size = main_.picture.image.resolution();
    const QPointF corner = QPointF(width() / 2.0, height() / 2.0) - center_ * scale_;
    return {corner, QSizeF(size.width * scale_, size.height * scale_)};
}

std::optional<PixelReadout> ViewerCanvas::readoutAt(const QPointF& point) const
{
    const QRectF rect = pictureRect();
    const bool right = wiping_ && !other_.picture.image.empty() && point.x() > wipeX();
    const Side& side = right ? other_ : main_;
    const Image& image = side.picture.image;
    if (image.empty() || !rect.contains(point))
        return std::nullopt;
    PixelReadout readout;
    readout.x = std::min(static_cast<int>((point.x() - rect.x()) / rect.width() * image.width()), image.width() - 1);
    readout.y = std::min(static_cast<int>((point.y() - rect.y()) / rect.height() * image.height()), image.height() - 1);
    for (int c = 0; c < image.channels(); ++c)
        readout.values.push_back(image.at(readout.x, readout.y, c));
    if (side.finished.valid(readout.x, readout.y))
        readout.display = side.finished.pixel(readout.x, readout.y);
    return readout;
}

double ViewerCanvas::wipeX() const
{
    const QRectF rect = pictureRect();
    return std::round(rect.x() + rect.width() * wipe_);
}

void ViewerCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().backdrop);
    if (main_.finished.isNull())
        return;
    const QRectF target = pictureRect();
    // Magnified, every pixel is to be seen as it is.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom() < 2);
    painter.drawImage(target, main_.finished);
    if (!wiping_ || other_.finished.isNull())
        return;
    const double x = wipeX();
    painter.save();
    painter.setClipRect(QRectF(x, 0, width() - x, height()));
    painter.drawImage(target, other_.finished);
    painter.restore();
    painter.fillRect(QRectF(x, target.top(), 1, target.height()), theme().strong);
    painter.fillRect(QRectF(x - 2, target.center().y() - 12, 5, 24), theme().strong);
}

void ViewerCanvas::resizeEvent(QResizeEvent*)
{
    if (fitting_)
        fit();
}

void ViewerCanvas::wheelEvent(QWheelEvent* event)
{
    setZoom(zoom() * std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void ViewerCanvas::mousePressEvent(QMouseEvent* event)
{
    last_ = event->position();
    const bool pans = event->button() == Qt::MiddleButton ||
                      (event->button() == Qt::LeftButton && (event->modifiers() & Qt::AltModifier));
    if (pans)
        grip_ = Grip::Pan;
    else if (event->button() == Qt::LeftButton && wiping_ && std::abs(last_.x() - wipeX()) <= wipeReach)
        grip_ = Grip::Wipe;
}

void ViewerCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF point = event->position();
    if (grip_ == Grip::Pan) {
        fitting_ = false;
        center_ -= (point - last_) / scale_;
        update();
    } else if (grip_ == Grip::Wipe) {
        const QRectF target = pictureRect();
        if (target.width() > 0)
            wipe_ = std::clamp((point.x() - target.x()) / target.width(), 0.0, 1.0);
        update();
    } else if (wiping_ && std::abs(point.x() - wipeX()) <= wipeReach) {
        setCursor(Qt::SplitHCursor);
    } else {
        unsetCursor();
    }
    last_ = point;
    Q_EMIT readoutChanged();
}

void ViewerCanvas::mouseReleaseEvent(QMouseEvent*)
{
    grip_ = Grip::None;
}

void ViewerCanvas::leaveEvent(QEvent*)
{
    Q_EMIT readoutChanged();
}

} // namespace unividx::ui
