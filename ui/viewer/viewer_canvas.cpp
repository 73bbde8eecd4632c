#include "ui/viewer/viewer_canvas.h"

#include "ui/common/theme.h"

#include <QMetaObject>
#include <QMouseEvent>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr double leastZoom = 1.0 / 32;
constexpr double mostZoom = 64;
constexpr int margin = 12;
constexpr double wipeReach = 6;

/// Draws the canvas with OpenGL; the mouse goes through it.
class GlSurface final : public QOpenGLWidget {
public:
    explicit GlSurface(ViewerCanvas& canvas) : QOpenGLWidget(&canvas), canvas_(canvas)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintGL() override
    {
        QPainter painter(this);
        canvas_.paint(painter);
    }

private:
    ViewerCanvas& canvas_;
};

/// The size a picture is drawn as.
Resolution sizeOf(const ViewerPicture& picture)
{
    const bool isProxy = picture.full.width > 0 && !picture.image.empty();
    return isProxy ? picture.full : picture.image.resolution();
}

/// The name of what draws with OpenGL here; empty if nothing does.
QByteArray openGlRenderer()
{
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    if (!surface.isValid() || !context.create() || !context.makeCurrent(&surface))
        return {};
    constexpr GLenum rendererName = 0x1F01; // GL_RENDERER
    return reinterpret_cast<const char*>(context.functions()->glGetString(rendererName));
}

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

bool ViewerCanvas::openGlIsFast()
{
    const QByteArray name = openGlRenderer().toLower();
    // Mesa's own names for drawing without a GPU.
    return !name.isEmpty() && !name.contains("llvmpipe") && !name.contains("softpipe") && !name.contains("swrast");
}

void ViewerCanvas::setOpenGl(bool used)
{
    if (used == usesOpenGl())
        return;
    delete surface_;
    surface_ = nullptr;
    if (used && !openGlRenderer().isEmpty()) {
        surface_ = new GlSurface(*this);
        surface_->setGeometry(rect());
        surface_->show();
    }
    repaint();
}

void ViewerCanvas::repaint()
{
    if (surface_)
        surface_->update();
    else
        update();
}

QImage ViewerCanvas::grabPixels()
{
    if (surface_)
        return surface_->grabFramebuffer();
    return grab().toImage();
}

void ViewerCanvas::show(const ViewerPicture& picture)
{
    take(main_, picture);
}

void ViewerCanvas::showOther(const ViewerPicture& picture)
{
    take(other_, picture);
}

void ViewerCanvas::showMatte(const Image& matte)
{
    if (matte.data() == matte_.data())
        return;
    matte_ = matte;
    overlay_ = matteOverlay(matte, theme().playhead);
    repaint();
}

void ViewerCanvas::take(Side& side, const ViewerPicture& picture)
{
    const bool same = side.picture.image.data() == picture.image.data() && side.picture.meaning == picture.meaning &&
                      side.picture.factor.data() == picture.factor.data();
    if (same && sizeOf(side.picture) == sizeOf(picture) && picture.image.empty() == side.finished.isNull())
        return;
    const bool resized = !(sizeOf(side.picture) == sizeOf(picture));
    side.picture = picture;
    if (!same)
        side.product = {};
    if (&side == &main_ && resized && fitting_)
        fit();
    render(side);
    Q_EMIT readoutChanged();
}

void ViewerCanvas::render(Side& side)
{
    const quint64 number = ++side.wanted;
    if (side.picture.image.empty()) {
        side.latest = number;
        side.finished = {};
        renderDifference();
        repaint();
        return;
    }
    DisplaySettings settings = settings_;
    if (compare_ == Compare::Difference)
        settings.exposure = 0; // the difference is lifted instead
    side.queue->replace([this, &side, number, picture = side.picture, product = side.product, settings]() mutable {
        QImage image;
        QString sentence;
        PixelMeaning meaning = picture.meaning;
        try {
            if (!picture.factor.empty()) {
                if (product.empty())
                    product = multiplied(picture.image, picture.meaning, picture.factor, picture.factorMeaning);
                meaning = PixelMeaning::SceneLinear;
            } else {
                product = picture.image;
            }
            image = toDisplay(product, meaning, settings);
        } catch (const std::exception& error) { // a colour config that is of no use
            sentence = QString::fromUtf8(error.what());
            product = picture.image;
            settings.bypass = true;
            image = toDisplay(product, PixelMeaning::Display, settings);
        }
        QMetaObject::invokeMethod(
            this,
            [this, &side, number, image, sentence, product] {
                // Where pictures are asked for faster than they can be made, each comes late: it is shown all the same,
                // unless a later one has been.
                if (number <= side.latest)
                    return;
                side.latest = number;
                if (!sentence.isEmpty())
                    Q_EMIT failed(sentence);
                side.product = product;
                side.finished = image;
                renderDifference();
                repaint();
                Q_EMIT finished();
                Q_EMIT readoutChanged();
            },
            Qt::QueuedConnection);
    });
}

void ViewerCanvas::renderDifference()
{
    const quint64 number = ++differenceWanted_;
    if (compare_ != Compare::Difference || main_.finished.isNull() || other_.finished.isNull()) {
        difference_ = {};
        return;
    }
    other_.queue->push([this, number, a = main_.finished, b = other_.finished, exposure = settings_.exposure] {
        const QImage image = differenceOf(a, b, exposure);
        QMetaObject::invokeMethod(
            this,
            [this, number, image] {
                if (number != differenceWanted_)
                    return;
                difference_ = image;
                repaint();
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

void ViewerCanvas::setCompare(Compare compare)
{
    if (compare == compare_)
        return;
    const bool differed = compare_ == Compare::Difference || compare == Compare::Difference;
    compare_ = compare;
    unsetCursor();                        // it may have been over a line that is gone
    if (compare != Compare::Difference) { // one that is being made comes too late as well
        ++differenceWanted_;
        difference_ = {};
    }
    if (differed) { // exposure acts on something else now
        render(main_);
        render(other_);
    }
    repaint();
}

void ViewerCanvas::setTool(CanvasTool* tool)
{
    tool_ = tool;
    if (grip_ == Grip::Tool)
        grip_ = Grip::None;
    repaint();
}

void ViewerCanvas::setSmooth(bool smooth)
{
    smooth_ = smooth;
    repaint();
}

void ViewerCanvas::setNotice(const QString& sentence)
{
    if (sentence == notice_)
        return;
    notice_ = sentence;
    setAccessibleDescription(sentence);
    repaint();
}

void ViewerCanvas::setSafeAreas(bool shown)
{
    safeAreas_ = shown;
    repaint();
}

void ViewerCanvas::fit()
{
    fitting_ = true;
    const Resolution size = sizeOf(main_.picture);
    if (size.width > 0 && size.height > 0) {
        const double across = std::max(1.0, width() - 2.0 * margin) / size.width;
        const double down = std::max(1.0, height() - 2.0 * margin) / size.height;
        scale_ = std::min(across, down);
        center_ = QPointF(size.width / 2.0, size.height / 2.0);
    }
    repaint();
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
    repaint();
    Q_EMIT zoomChanged();
}

QRectF ViewerCanvas::pictureRect() const
{
    const Resolution size = sizeOf(main_.picture);
    const QPointF corner = QPointF(width() / 2.0, height() / 2.0) - center_ * scale_;
    // On whole pixels: between two of them OpenGL and the raster painter choose differently.
    return {QPointF(std::round(corner.x()), std::round(corner.y())), QSizeF(size.width * scale_, size.height * scale_)};
}

std::optional<PixelReadout> ViewerCanvas::readoutAt(const QPointF& point) const
{
    const QRectF rect = pictureRect();
    const bool right =
        compare_ == Compare::Wipe && !other_.product.empty() && point.x() > wipeLine(pictureRect(), wipe_);
    const Side& side = right ? other_ : main_;
    const Image& image = side.product;
    if (image.empty() || !rect.contains(point))
        return std::nullopt;
    const auto indexIn = [&](int width, int height) {
        return QPoint(std::min(static_cast<int>((point.x() - rect.x()) / rect.width() * width), width - 1),
                      std::min(static_cast<int>((point.y() - rect.y()) / rect.height() * height), height - 1));
    };
    PixelReadout readout;
    const Resolution full = sizeOf(side.picture);
    readout.x = indexIn(full.width, full.height).x();
    readout.y = indexIn(full.width, full.height).y();
    const QPoint pixel = indexIn(image.width(), image.height());
    for (int c = 0; c < image.channels(); ++c)
        readout.values.push_back(image.at(pixel.x(), pixel.y(), c));
    const QImage& seen = difference_.isNull() ? side.finished : difference_;
    if (!seen.isNull())
        readout.display = seen.pixel(indexIn(seen.width(), seen.height()));
    return readout;
}

void ViewerCanvas::pan(const QPointF& share)
{
    fitting_ = false;
    center_ += QPointF(share.x() * width(), share.y() * height()) / scale_;
    repaint();
}

void ViewerCanvas::setWipe(double share)
{
    wipe_ = std::clamp(share, 0.0, 1.0);
    repaint();
}

void ViewerCanvas::paintEvent(QPaintEvent*)
{
    if (surface_)
        return; // it covers all of this
    QPainter painter(this);
    paint(painter);
}

void ViewerCanvas::paint(QPainter& painter) const
{
    painter.fillRect(rect(), theme().backdrop);
    if (!main_.finished.isNull())
        paintPicture(painter, pictureRect(), painted());
    if (!notice_.isEmpty())
        paintNotice(painter);
}

void ViewerCanvas::paintNotice(QPainter& painter) const
{
    constexpr int inset = 8;
    const QRect room = rect().adjusted(2 * inset, 2 * inset, -2 * inset, -2 * inset);
    constexpr int flags = Qt::AlignLeft | Qt::AlignBottom | Qt::TextWordWrap;
    const QRect text = painter.fontMetrics().boundingRect(room, flags, notice_);
    QColor behind = theme().backdrop;
    behind.setAlpha(215);
    painter.fillRect(text.adjusted(-inset, -inset / 2, inset, inset / 2), behind);
    painter.setPen(theme().strong);
    painter.drawText(text, flags, notice_);
}

PaintedPicture ViewerCanvas::painted() const
{
    PaintedPicture picture{difference_.isNull() ? main_.finished : difference_};
    if (compare_ == Compare::Wipe)
        picture.other = other_.finished;
    picture.wipe = wipe_;
    picture.overlay = overlay_;
    picture.safeAreas = safeAreas_;
    picture.smooth = smooth_ && zoom() < 2; // magnified, every pixel is to be seen as it is
    if (tool_)
        picture.gizmos = [this](QPainter& painter) { tool_->paint(painter, place()); };
    return picture;
}

void ViewerCanvas::resizeEvent(QResizeEvent*)
{
    if (surface_)
        surface_->setGeometry(rect());
    if (fitting_)
        fit();
}

void ViewerCanvas::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    if (tool_ && tool_->wheel(notches, event->modifiers()))
        repaint();
    else
        setZoom(zoom() * std::pow(1.2, notches), event->position());
    event->accept();
}

void ViewerCanvas::mousePressEvent(QMouseEvent* event)
{
    last_ = event->position();
    const bool pans = event->button() == Qt::MiddleButton ||
                      (event->button() == Qt::LeftButton && (event->modifiers() & Qt::AltModifier));
    if (pans)
        grip_ = Grip::Pan;
    else if (tool_ && event->button() == Qt::LeftButton && pictureRect().width() > 0 &&
             tool_->press(last_, place(), event->modifiers()))
        grip_ = Grip::Tool;
    else if (event->button() == Qt::LeftButton && compare_ == Compare::Wipe &&
             std::abs(last_.x() - wipeLine(pictureRect(), wipe_)) <= wipeReach)
        grip_ = Grip::Wipe;
    if (tool_)
        repaint();
}

void ViewerCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF point = event->position();
    if (grip_ == Grip::Pan) {
        fitting_ = false;
        center_ -= (point - last_) / scale_;
        repaint();
    } else if (grip_ == Grip::Wipe) {
        const QRectF target = pictureRect();
        if (target.width() > 0)
            setWipe((point.x() - target.x()) / target.width());
    } else if (grip_ == Grip::Tool) {
        tool_->drag(point, place(), event->modifiers());
        repaint();
    } else if (compare_ == Compare::Wipe && std::abs(point.x() - wipeLine(pictureRect(), wipe_)) <= wipeReach) {
        setCursor(Qt::SplitHCursor);
    } else {
        unsetCursor();
        if (tool_ && pictureRect().width() > 0 && tool_->hover(point, place()))
            repaint();
    }
    last_ = point;
    Q_EMIT readoutChanged();
}

void ViewerCanvas::mouseReleaseEvent(QMouseEvent*)
{
    const bool tool = std::exchange(grip_, Grip::None) == Grip::Tool;
    if (!tool || !tool_)
        return;
    tool_->release();
    repaint();
}

void ViewerCanvas::keyPressEvent(QKeyEvent* event)
{
    if (tool_ && tool_->key(event->key()))
        repaint();
    else
        QWidget::keyPressEvent(event);
}

void ViewerCanvas::leaveEvent(QEvent*)
{
    Q_EMIT readoutChanged();
}

} // namespace unividx::ui
