#include "ui/comp/matte_tool.h"

#include "core/project/comp_edits.h"
#include "ui/common/theme.h"
#include "ui/comp/clip_focus.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

constexpr double reach = 7; // widget pixels around a point in which it is taken

Point sum(Point a, Point b)
{
    return {a.x + b.x, a.y + b.y};
}

Point difference(Point a, Point b)
{
    return {a.x - b.x, a.y - b.y};
}

QPainterPath pathOf(const std::vector<BezierPoint>& points, const CanvasPlace& place, bool closed)
{
    QPainterPath path;
    if (points.empty())
        return path;
    path.moveTo(place.toWidget(points.front().at));
    const std::size_t count = points.size() + (closed ? 1 : 0);
    for (std::size_t i = 1; i < count; ++i) {
        const BezierPoint& from = points[i - 1];
        const BezierPoint& to = points[i % points.size()];
        path.cubicTo(place.toWidget(sum(from.at, from.out)), place.toWidget(sum(to.at, to.in)), place.toWidget(to.at));
    }
    return path;
}

QColor colorOf(ShapeUse use)
{
    return use == ShapeUse::Garbage ? theme().failed : theme().ready;
}

void paintPoints(QPainter& painter, const std::vector<BezierPoint>& points, const CanvasPlace& place,
                 std::optional<std::size_t> chosen)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF at = place.toWidget(points[i].at);
        const bool isChosen = chosen == i;
        for (const Point handle : {points[i].in, points[i].out}) {
            if (handle == Point{})
                continue;
            const QPointF end = place.toWidget(sum(points[i].at, handle));
            painter.setPen(QPen(theme().text, 1));
            painter.drawLine(at, end);
            painter.setBrush(theme().text);
            painter.drawEllipse(end, 2.5, 2.5);
        }
        painter.setPen(QPen(theme().backdrop, 1));
        painter.setBrush(isChosen ? theme().accent : theme().strong);
        painter.drawRect(QRectF(at - QPointF(3.5, 3.5), QSizeF(7, 7)));
    }
}

} // namespace

MatteTool::MatteTool(ProjectModel& project, std::function<void()> changed)
    : project_(project), changed_(std::move(changed))
{
}

void MatteTool::setNode(ClipId clip, std::size_t node)
{
    if (clip == clip_ && node == node_)
        return;
    clip_ = clip;
    node_ = node;
    drawn_.clear();
    shape_ = std::size_t(-1);
    point_.reset();
}

void MatteTool::setHand(Hand hand)
{
    hand_ = hand;
    drawn_.clear();
    changed_();
}

const MatteNode* MatteTool::node() const
{
    const Clip* clip = findClip(project_.project(), clip_);
    return clip && node_ < clip->comp.nodes.size() ? std::get_if<MatteNode>(&clip->comp.nodes[node_].settings)
                                                   : nullptr;
}

std::int64_t MatteTool::frame() const
{
    const Clip* clip = findClip(project_.project(), clip_);
    return clip ? focusedFrame(project_, *clip) : 0;
}

void MatteTool::edit(const QString& text, const std::function<void(MatteNode&)>& change, qint64 gesture)
{
    if (!node())
        return;
    CompNode changed = findClip(project_.project(), clip_)->comp.nodes[node_];
    change(std::get<MatteNode>(changed.settings));
    project_.apply(text, unividx::setNode(project_.project(), clip_, node_, std::move(changed)), gesture);
    changed_();
}

void MatteTool::setPoints(Shape& shape, std::int64_t frame, std::vector<BezierPoint> points)
{
    const auto found =
        std::find_if(shape.keys.begin(), shape.keys.end(), [&](const ShapeKey& key) { return key.frame == frame; });
    if (found != shape.keys.end())
        found->points = std::move(points);
    else
        shape.keys.push_back({frame, std::move(points), Interpolation::Smooth});
    std::sort(shape.keys.begin(), shape.keys.end(),
              [](const ShapeKey& a, const ShapeKey& b) { return a.frame < b.frame; });
}

void MatteTool::changeShape(const QString& text, const std::function<void(Shape&)>& change)
{
    const MatteNode* matte = node();
    if (!matte || shape_ >= matte->shapes.size())
        return;
    edit(text, [&](MatteNode& changed) { change(changed.shapes[shape_]); });
}

void MatteTool::removeShape()
{
    const MatteNode* matte = node();
    if (!matte || shape_ >= matte->shapes.size())
        return;
    const std::size_t removed = std::exchange(shape_, std::size_t(-1));
    point_.reset();
    edit(tr("Remove shape"), [&](MatteNode& changed) {
        changed.shapes.erase(changed.shapes.begin() + static_cast<std::ptrdiff_t>(removed));
    });
}

void MatteTool::clearStrokes()
{
    edit(tr("Remove strokes of a frame"), [&](MatteNode& changed) {
        std::erase_if(changed.strokes, [&](const Stroke& stroke) { return stroke.frame == frame(); });
    });
}

void MatteTool::closeShape()
{
    if (drawn_.size() < 3) {
        drawn_.clear();
        changed_();
        return;
    }
    Shape shape;
    shape.use = hand_ == Hand::Garbage ? ShapeUse::Garbage : ShapeUse::Holdout;
    shape.keys = {{frame(), std::exchange(drawn_, {}), Interpolation::Smooth}};
    const MatteNode* matte = node();
    shape_ = matte ? matte->shapes.size() : 0;
    point_.reset();
    hand_ = Hand::None;
    edit(shape.use == ShapeUse::Garbage ? tr("Garbage shape") : tr("Holdout shape"),
         [&](MatteNode& changed) { changed.shapes.push_back(shape); });
}

void MatteTool::removePoint()
{
    const MatteNode* matte = node();
    if (!matte || shape_ >= matte->shapes.size())
        return;
    const auto points = shapeAt(matte->shapes[shape_], frame());
    if (!point_ || points.size() <= 3) {
        removeShape();
        return;
    }
    const auto gone = static_cast<std::ptrdiff_t>(*std::exchange(point_, std::nullopt));
    changeShape(tr("Remove point"), [&](Shape& shape) {
        for (ShapeKey& key : shape.keys) // the same number on every key
            key.points.erase(key.points.begin() + gone);
    });
}

std::optional<MatteTool::Grip> MatteTool::gripAt(const QPointF& point, const CanvasPlace& place) const
{
    const MatteNode* matte = node();
    if (!matte)
        return std::nullopt;
    const auto near = [&](Point at) {
        const QPointF away = place.toWidget(at) - point;
        return std::hypot(away.x(), away.y()) <= reach;
    };
    for (std::size_t s = matte->shapes.size(); s-- > 0;) {
        const auto points = shapeAt(matte->shapes[s], frame());
        for (std::size_t i = 0; i < points.size(); ++i) {
            // Handles first where they are out; a corner's lie under its point.
            if (points[i].out != Point{} && near(sum(points[i].at, points[i].out)))
                return Grip{s, i, Part::Out};
            if (points[i].in != Point{} && near(sum(points[i].at, points[i].in)))
                return Grip{s, i, Part::In};
            if (near(points[i].at))
                return Grip{s, i, Part::At};
        }
    }
    return std::nullopt;
}

bool MatteTool::press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers)
{
    if (!node())
        return false;
    const Point at = place.toPicture(point);
    if (paints()) {
        stroke_ = brush;
        stroke_.use = hand_ == Hand::Keep     ? StrokeUse::Keep
                      : hand_ == Hand::Remove ? StrokeUse::Remove
                                              : StrokeUse::Soft;
        stroke_.frame = frame();
        stroke_.points = {at};
        return true;
    }
    if (draws()) {
        if (drawn_.size() >= 3) {
            const QPointF away = place.toWidget(drawn_.front().at) - point;
            if (std::hypot(away.x(), away.y()) <= reach) {
                closeShape();
                return true;
            }
        }
        drawn_.push_back({at, {}, {}});
        curving_ = true;
        return true;
    }
    grip_ = gripAt(point, place);
    if (!grip_) {
        const bool had = shape_ != std::size_t(-1);
        shape_ = std::size_t(-1);
        point_.reset();
        if (had)
            changed_();
        return false;
    }
    shape_ = grip_->shape;
    point_ = grip_->point;
    gesture_ = project_.newGesture();
    changed_();
    return true;
}

void MatteTool::drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers)
{
    const Point at = place.toPicture(point);
    mouse_ = point;
    if (!stroke_.points.empty()) {
        const QPointF away = place.toWidget(stroke_.points.back()) - point;
        if (std::hypot(away.x(), away.y()) >= 2)
            stroke_.points.push_back(at);
        return;
    }
    if (curving_ && !drawn_.empty()) {
        BezierPoint& last = drawn_.back();
        const QPointF away = place.toWidget(last.at) - point;
        if (std::hypot(away.x(), away.y()) < 3)
            return;
        last.out = difference(at, last.at);
        last.in = {-last.out.x, -last.out.y};
        return;
    }
    const MatteNode* matte = node();
    if (!grip_ || !matte || grip_->shape >= matte->shapes.size())
        return;
    auto points = shapeAt(matte->shapes[grip_->shape], frame());
    if (grip_->point >= points.size())
        return;
    BezierPoint& moved = points[grip_->point];
    const bool pullsHandles = grip_->part == Part::At && (modifiers & Qt::ControlModifier);
    if (grip_->part == Part::At && !pullsHandles) {
        moved.at = at;
    } else {
        Point& mine = grip_->part == Part::In ? moved.in : moved.out;
        Point& other = grip_->part == Part::In ? moved.out : moved.in;
        mine = difference(at, moved.at);
        if (!(modifiers & Qt::ShiftModifier)) // with Shift the curve gets a corner
            other = {-mine.x, -mine.y};
    }
    edit(
        tr("Move point"), [&](MatteNode& changed) { setPoints(changed.shapes[grip_->shape], frame(), points); },
        gesture_);
}

void MatteTool::release()
{
    curving_ = false;
    grip_.reset();
    if (stroke_.points.empty())
        return;
    const Stroke stroke = std::exchange(stroke_, {});
    edit(tr("Brush stroke"), [&](MatteNode& changed) { changed.strokes.push_back(stroke); });
}

bool MatteTool::hover(const QPointF& point, const CanvasPlace&)
{
    mouse_ = point;
    return paints() || !drawn_.empty();
}

bool MatteTool::wheel(double notches, Qt::KeyboardModifiers modifiers)
{
    if (!paints() || !(modifiers & Qt::ControlModifier))
        return false;
    brush.radius = std::clamp(brush.radius * static_cast<float>(std::pow(1.2, notches)), 0.5f, 2000.0f);
    changed_();
    return true;
}

bool MatteTool::key(int key)
{
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !drawn_.empty()) {
        closeShape();
        return true;
    }
    if (key == Qt::Key_Escape && (hand_ != Hand::None || !drawn_.empty())) {
        setHand(Hand::None);
        return true;
    }
    if ((key == Qt::Key_Delete || key == Qt::Key_Backspace) && shape_ != std::size_t(-1)) {
        removePoint();
        return true;
    }
    return false;
}

void MatteTool::paint(QPainter& painter, const CanvasPlace& place) const
{
    const MatteNode* matte = node();
    if (!matte)
        return;
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < matte->shapes.size(); ++i) {
        const Shape& shape = matte->shapes[i];
        const auto points = shapeAt(shape, frame());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colorOf(shape.use), i == shape_ ? 2 : 1, shape.inverted ? Qt::DashLine : Qt::SolidLine));
        painter.drawPath(pathOf(points, place, true));
        paintPoints(painter, points, place, i == shape_ ? point_ : std::nullopt);
    }
    if (!drawn_.empty()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().running, 1));
        QPainterPath path = pathOf(drawn_, place, false);
        if (!curving_)
            path.lineTo(mouse_);
        painter.drawPath(path);
        paintPoints(painter, drawn_, place, std::nullopt);
    }
    if (!paints())
        return;
    const double radius = static_cast<double>(brush.radius) * place.pixelsAPixel;
    const QColor color = hand_ == Hand::Keep ? theme().ready : hand_ == Hand::Remove ? theme().failed : theme().running;
    if (stroke_.points.size() > 1) {
        QPainterPath path(place.toWidget(stroke_.points.front()));
        for (const Point point : stroke_.points)
            path.lineTo(place.toWidget(point));
        QColor wash = color;
        wash.setAlpha(90);
        painter.setPen(QPen(wash, 2 * radius, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    painter.drawEllipse(mouse_, radius, radius);
}

} // namespace unividx::ui
