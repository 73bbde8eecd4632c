#include "ui/relight/light_tool.h"

#include "core/project/comp_edits.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_words.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace unividx::ui {

namespace {

constexpr double reach = 9;       // widget pixels around a handle in which it is taken
constexpr double ballShare = 0.4; // of the picture's height: the radius of the half ball of directions
constexpr double degree = std::numbers::pi / 180;
constexpr double border = 16;         // widget pixels from the view's border to an arrow
constexpr double nudgeStep = 0.02;    // half picture heights: a hundredth of the height
constexpr qint64 nudgeTogether = 700; // milliseconds within which steps are one in the history

/// Half picture heights, y up, to the widget; the light's own units (core/comp/light.h).
QPointF toWidget(double x, double y, const CanvasPlace& place)
{
    const double half = place.rect.height() / 2;
    return place.rect.center() + QPointF(x * half, -y * half);
}

QPointF toPlane(const QPointF& point, const CanvasPlace& place)
{
    const double half = place.rect.height() / 2;
    const QPointF away = point - place.rect.center();
    return {away.x() / half, -away.y() / half};
}

bool hasPlace(LightKind kind)
{
    return kind == LightKind::Point || kind == LightKind::Spot || kind == LightKind::Area;
}

bool hasTarget(LightKind kind)
{
    return kind == LightKind::Spot || kind == LightKind::Area;
}

bool hasDirection(LightKind kind)
{
    return kind == LightKind::Directional || kind == LightKind::Dome;
}

QRectF arrowFrame(const CanvasPlace& place)
{
    return place.view.adjusted(border, border, -border, -border);
}

/// How much farther from the view's middle a point is than the border in its direction; at most 1 for one that is seen.
double beyond(const QPointF& point, const CanvasPlace& place)
{
    const QRectF frame = arrowFrame(place);
    if (frame.width() <= 0 || frame.height() <= 0 || place.view.contains(point))
        return 1;
    const QPointF away = point - frame.center();
    return std::max({1.0, std::abs(away.x()) / (frame.width() / 2), std::abs(away.y()) / (frame.height() / 2)});
}

/// The point itself, or where the line from the view's middle to it meets the border.
QPointF seen(const QPointF& point, const CanvasPlace& place)
{
    const QPointF middle = place.view.center();
    return middle + (point - middle) / beyond(point, place);
}

double number(const Curve& curve, std::int64_t frame)
{
    return static_cast<double>(curve.at(frame));
}

} // namespace

LightTool::LightTool(ProjectModel& project, LightsModel& model, std::function<void(int row)> choose)
    : project_(project), model_(model), choose_(std::move(choose))
{
}

std::int64_t LightTool::frame() const
{
    const Clip* clip = findClip(project_.project(), model_.clip());
    return clip ? focusedFrame(project_, *clip) : 0;
}

std::optional<QPointF> LightTool::handleOf(std::size_t row, const CanvasPlace& place) const
{
    if (row >= model_.lights().size())
        return std::nullopt;
    const Light& light = model_.lights()[row];
    const std::int64_t at = frame();
    if (hasPlace(light.kind))
        return toWidget(number(light.x, at), number(light.y, at), place);
    if (!hasDirection(light.kind))
        return std::nullopt;
    const double azimuth = number(light.azimuth, at) * degree;
    const double elevation = light.kind == LightKind::Dome ? 0.0 : number(light.elevation, at) * degree;
    const double radius = 2 * ballShare; // in half heights
    return toWidget(radius * std::sin(azimuth) * std::cos(elevation), radius * std::sin(elevation), place);
}

std::optional<QPointF> LightTool::targetOf(std::size_t row, const CanvasPlace& place) const
{
    const Light& light = model_.lights()[row];
    if (!hasTarget(light.kind))
        return std::nullopt;
    return toWidget(number(light.targetX, frame()), number(light.targetY, frame()), place);
}

std::optional<QPointF> LightTool::gripOf(std::size_t row, const CanvasPlace& place) const
{
    const auto handle = handleOf(row, place);
    return handle ? std::optional(seen(*handle, place)) : std::nullopt;
}

void LightTool::paintArrow(QPainter& painter, const QPointF& handle, const QString& name,
                           const CanvasPlace& place) const
{
    const QPointF at = seen(handle, place);
    const double angle = std::atan2(handle.y() - at.y(), handle.x() - at.x());
    const QColor color = painter.pen().color();
    painter.save();
    painter.translate(at);
    painter.rotate(angle / degree);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{12, 0}, {-5, 8}, {-1, 0}, {-5, -8}}));
    painter.restore();
    // How far behind the view's border, in what the eye knows: heights of the picture.
    const double out = std::hypot(handle.x() - at.x(), handle.y() - at.y()) / place.rect.height();
    const QString text = tr("%1, %2 heights out").arg(name).arg(out, 0, 'f', 1);
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height() + 2);
    const QPointF inwards = place.view.center() - at;
    const double length = std::max(1.0, std::hypot(inwards.x(), inwards.y()));
    box.moveCenter(at + QPointF(inwards.x() / length * (14 + box.width() / 2), inwards.y() / length * 22));
    const QRectF room = place.view.adjusted(2, 2, -2, -2);
    box.moveLeft(std::clamp(box.left(), room.left(), std::max(room.left(), room.right() - box.width())));
    box.moveTop(std::clamp(box.top(), room.top(), std::max(room.top(), room.bottom() - box.height())));
    QColor behind = theme().backdrop;
    behind.setAlpha(0xc0);
    painter.fillRect(box, behind);
    painter.drawText(box, Qt::AlignCenter, text);
}

void LightTool::paint(QPainter& painter, const CanvasPlace& place) const
{
    const bool directed = std::any_of(model_.lights().begin(), model_.lights().end(),
                                      [](const Light& light) { return hasDirection(light.kind); });
    painter.setBrush(Qt::NoBrush);
    if (directed) {
        const double radius = ballShare * place.rect.height();
        painter.setPen(QPen(theme().dim, 1, Qt::DotLine));
        painter.drawEllipse(place.rect.center(), radius, radius);
    }
    for (std::size_t row = 0; row < model_.lights().size(); ++row) {
        const auto handle = handleOf(row, place);
        if (!handle)
            continue;
        const Light& light = model_.lights()[row];
        const bool chosen = static_cast<int>(row) == chosen_;
        const QColor color = light.muted ? theme().off : chosen ? theme().accent : theme().running;
        const QString name = light.name.empty() ? lightWord(lightKindNames()[static_cast<std::size_t>(light.kind)])
                                                : fromCore(light.name);
        painter.setPen(QPen(color, chosen ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        if (const auto target = targetOf(row, place)) {
            painter.drawLine(*handle, *target);
            painter.drawLine(*target - QPointF(5, 5), *target + QPointF(5, 5));
            painter.drawLine(*target - QPointF(5, -5), *target + QPointF(5, -5));
            if (beyond(*target, place) > 1)
                paintArrow(painter, *target, tr("%1's target").arg(name), place);
        }
        if (beyond(*handle, place) > 1) {
            paintArrow(painter, *handle, name, place);
            continue;
        }
        painter.setBrush(theme().backdrop);
        painter.drawEllipse(*handle, 7, 7);
        const double azimuth = std::fmod(std::abs(number(light.azimuth, frame())), 360.0);
        if (light.kind == LightKind::Directional && azimuth > 90 && azimuth < 270)
            painter.drawEllipse(*handle, 4, 4);
        painter.setPen(color);
        painter.drawText(*handle + QPointF(11, 4), name);
    }
}

bool LightTool::press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers)
{
    const auto near = [&](const std::optional<QPointF>& handle) {
        if (!handle)
            return false;
        const QPointF at = seen(*handle, place);
        return std::hypot(at.x() - point.x(), at.y() - point.y()) <= reach;
    };
    for (std::size_t row = model_.lights().size(); row-- > 0;) {
        const auto handle = handleOf(row, place);
        const auto target = targetOf(row, place);
        if (near(handle))
            grip_ = Grip{row, Part::Place, beyond(*handle, place)};
        else if (near(target))
            grip_ = Grip{row, Part::Target, beyond(*target, place)};
        else
            continue;
        last_ = point;
        gesture_ = project_.newGesture();
        chosen_ = static_cast<int>(row);
        choose_(chosen_);
        return true;
    }
    return false;
}

void LightTool::drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers)
{
    if (!grip_ || grip_->row >= model_.lights().size())
        return;
    const Light light = model_.lights()[grip_->row];
    const QPointF middle = place.view.center();
    const QPointF plane = toPlane(middle + (point - middle) * grip_->ratio, place);
    const double upwards = (last_.y() - point.y()) / (place.rect.height() / 2);
    last_ = point;
    if (hasPlace(light.kind)) {
        const bool target = grip_->part == Part::Target;
        const Curve& depth = target ? light.targetZ : light.z;
        if (modifiers & Qt::ShiftModifier)
            set(grip_->row, {{target ? "targetZ" : "z", number(depth, frame()) + 2 * upwards}});
        else
            set(grip_->row, {{target ? "targetX" : "x", plane.x()}, {target ? "targetY" : "y", plane.y()}});
        return;
    }
    const double radius = 2 * ballShare;
    if (light.kind == LightKind::Dome) {
        set(grip_->row, {{"azimuth", std::asin(std::clamp(plane.x() / radius, -1.0, 1.0)) / degree}});
        return;
    }
    const double away = std::max(1.0, std::hypot(plane.x(), plane.y()) / radius); // on the ball's rim at most
    const double elevation = std::asin(std::clamp(plane.y() / radius / away, -1.0, 1.0));
    const double across = std::max(1e-6, std::cos(elevation));
    double azimuth = std::asin(std::clamp(plane.x() / radius / away / across, -1.0, 1.0)) / degree;
    const double now = std::fmod(std::abs(number(light.azimuth, frame())), 360.0);
    if ((now > 90 && now < 270) !=
        static_cast<bool>(modifiers & Qt::ShiftModifier)) // it stays behind; Shift turns it over
        azimuth = azimuth >= 0 ? 180 - azimuth : -180 - azimuth;
    set(grip_->row, {{"azimuth", azimuth}, {"elevation", elevation / degree}});
}

void LightTool::nudge(int right, int up, int nearer)
{
    if (chosen_ < 0 || chosen_ >= static_cast<int>(model_.lights().size()))
        return;
    const auto row = static_cast<std::size_t>(chosen_);
    const Light light = model_.lights()[row];
    if (nudged_ != chosen_ || !sinceNudge_.isValid() || sinceNudge_.elapsed() > nudgeTogether)
        gesture_ = project_.newGesture();
    nudged_ = chosen_;
    sinceNudge_.start();
    const std::int64_t at = frame();
    if (hasPlace(light.kind)) {
        set(row, {{"x", number(light.x, at) + right * nudgeStep},
                  {"y", number(light.y, at) + up * nudgeStep},
                  {"z", number(light.z, at) + nearer * nudgeStep}});
    } else if (hasDirection(light.kind)) {
        set(row, {{"azimuth", number(light.azimuth, at) + right}});
        if (light.kind == LightKind::Directional && up != 0)
            set(row, {{"elevation", std::clamp(number(light.elevation, at) + up, -90.0, 90.0)}});
    }
}

void LightTool::set(std::size_t row, const std::vector<std::pair<std::string_view, double>>& numbers)
{
    if (!model_.node())
        return;
    Project next = project_.project();
    for (const auto& [name, value] : numbers)
        next = setLightNumber(std::move(next), model_.clip(), *model_.node(), row, name, frame(),
                              static_cast<float>(value));
    project_.apply(tr("Move light"), std::move(next), gesture_);
}

void LightTool::release()
{
    grip_.reset();
}

} // namespace unividx::ui
