#include "ui/viewer/cache_bar.h"

#include "ui/common/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int paintMilliseconds = 150;
constexpr int barHeight = 3;

} // namespace

CacheBar::CacheBar(ProjectModel& project, std::function<bool(qint64)> isReady, QWidget* parent)
    : QWidget(parent), project_(project), isReady_(std::move(isReady))
{
    setFixedHeight(9);
    setAccessibleName(tr("Cached frames"));
    setToolTip(tr("Frames that are decoded; drag to scrub"));
    later_.setSingleShot(true);
    later_.setInterval(paintMilliseconds);
    connect(&later_, &QTimer::timeout, this, [this] {
        bar_ = {};
        update();
    });
    connect(&project_, &ProjectModel::playheadChanged, this, qOverload<>(&QWidget::update));
    connect(&project_, &ProjectModel::changed, this, &CacheBar::invalidate);
}

void CacheBar::invalidate()
{
    if (!later_.isActive())
        later_.start();
}

FrameRange CacheBar::range() const
{
    return project_.project().range.value_or(FrameRange{0, std::max<std::int64_t>(1, endOf(project_.project()))});
}

qint64 CacheBar::frameAt(double x) const
{
    const FrameRange frames = range();
    const auto offset = static_cast<qint64>(x / std::max(1, width()) * static_cast<double>(frames.count));
    return frames.first + std::clamp<qint64>(offset, 0, frames.count - 1);
}

void CacheBar::paintEvent(QPaintEvent*)
{
    if (bar_.width() != width()) {
        bar_ = QImage(std::max(1, width()), 1, QImage::Format_RGB32);
        for (int x = 0; x < bar_.width(); ++x)
            bar_.setPixelColor(x, 0, isReady_(frameAt(x)) ? theme().ready.darker(120) : theme().raised);
    }
    QPainter painter(this);
    painter.fillRect(rect(), theme().panel);
    painter.drawImage(QRect(0, (height() - barHeight) / 2, width(), barHeight), bar_);
    const FrameRange frames = range();
    const double x =
        static_cast<double>(project_.playhead() - frames.first) * width() / static_cast<double>(frames.count);
    painter.fillRect(QRectF(std::floor(x), 0, 2, height()), theme().playhead);
}

void CacheBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && endOf(project_.project()) > 0)
        project_.setPlayhead(frameAt(event->position().x()));
}

void CacheBar::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) && endOf(project_.project()) > 0)
        project_.setPlayhead(frameAt(event->position().x()));
}

} // namespace unividx::ui
