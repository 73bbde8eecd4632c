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
        painter.setPen(QPen(color, chosen ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        if (const auto target = targetOf(row, place)) {
            painter.drawLine(*handle, *target);
            painter.drawLine(*target - QPointF(5, 5), *target + QPointF(5, 5));
            painter.drawLine(*target - QPointF(5, -5), *target + QPointF(5, -5));
        }
        painter.setBrush(theme().backdrop);
        painter.drawEllipse(*handle, 7, 7);
        const double azimuth = std::fmod(std::abs(number(light.azimuth, frame())), 360.0);
        if (light.kind == LightKind::Directional && azimuth > 90 && azimuth < 270)
            painter.drawEllipse(*handle, 4, 4);
        painter.setPen(color);
        painter.drawText(*handle + QPointF(11, 4),
                         light.name.empty() ? lightWord(lightKindNames()[static_cast<std::size_t>(light.kind)])
                                            : fromCore(light.name));
    }
}

bool LightTool::press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers)
{
    const auto near = [&](const std::optional<QPointF>& at) {
        return at && std::hypot(at->x() - point.x(), at->y() - point.y()) <= reach;
    };
    for (std::size_t row = model_.lights().size(); row-- > 0;) {
        if (near(handleOf(row, place)))
            grip_ = Grip{row, Part::Place};
        else if (near(targetOf(row, place)))
            grip_ = Grip{row, Part::Target};
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
    const QPointF plane = toPlane(point, place);
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
