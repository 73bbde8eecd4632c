#pragma once

#include "ui/relight/lights_model.h"
#include "ui/viewer/canvas_tool.h"

#include <QCoreApplication>

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace unividx::ui {

/// The lights over the picture. A light that has a place is dragged there (with Shift towards the camera and away from
/// it), what it looks at as well; one from far away, and a panorama, is dragged over a half ball in the picture's
/// middle, in front of which light comes from the camera's side (a double ring: from behind).
class LightTool final : public CanvasTool {
    Q_DECLARE_TR_FUNCTIONS(unividx::ui::LightTool)
public:
    /// `chosen`: the row that was taken.
    LightTool(ProjectModel& project, LightsModel& model, std::function<void(int row)> choose);

    void setChosen(int row) { chosen_ = row; }

    /// Where a light's handle is; nothing for lights that have none.
    std::optional<QPointF> handleOf(std::size_t row, const CanvasPlace& place) const;

    void paint(QPainter& painter, const CanvasPlace& place) const override;
    bool press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void release() override;

private:
    enum class Part { Place, Target };
    struct Grip {
        std::size_t row = 0;
        Part part = Part::Place;
    };

    std::int64_t frame() const;
    std::optional<QPointF> targetOf(std::size_t row, const CanvasPlace& place) const;
    void set(std::size_t row, const std::vector<std::pair<std::string_view, double>>& numbers);

    ProjectModel& project_;
    LightsModel& model_;
    std::function<void(int)> choose_;
    int chosen_ = -1;
    std::optional<Grip> grip_;
    QPointF last_;
    qint64 gesture_ = 0;
};

} // namespace unividx::ui
