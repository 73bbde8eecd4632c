#pragma once

#include "ui/relight/lights_model.h"
#include "ui/viewer/canvas_tool.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace unividx::ui {

/// The lights over the picture. A light that has a place is dragged there (with Shift towards the camera and away from
/// it), what it looks at as well; one from far away, and a panorama, is dragged over a half ball in the picture's
/// middle, in front of which light comes from the camera's side (a double ring: from behind). What lies outside of the
/// view has an arrow at its border, with how far out it is; the arrow is dragged in its place, and the nearer it comes
/// to the middle the nearer does the light.
class LightTool final : public CanvasTool {
    Q_DECLARE_TR_FUNCTIONS(unividx::ui::LightTool)
public:
    /// `chosen`: the row that was taken.
    LightTool(ProjectModel& project, LightsModel& model, std::function<void(int row)> choose);

    void setChosen(int row) { chosen_ = row; }

    /// Where a light's handle is; nothing for lights that have none.
    std::optional<QPointF> handleOf(std::size_t row, const CanvasPlace& place) const;

    /// Where it is taken: the handle, or the arrow at the border that stands for one outside of the view.
    std::optional<QPointF> gripOf(std::size_t row, const CanvasPlace& place) const;

    /// Moves the chosen light a hundredth of the picture's height a step, or a degree: to the right, up, towards the
    /// camera. Steps that follow each other quickly are one in the history.
    void nudge(int right, int up, int nearer);

    void paint(QPainter& painter, const CanvasPlace& place) const override;
    bool press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void release() override;

private:
    enum class Part { Place, Target };
    struct Grip {
        std::size_t row = 0;
        Part part = Part::Place;
        double ratio = 1; ///< how much farther from the view's middle the handle is than what is dragged
    };

    std::int64_t frame() const;
    std::optional<QPointF> targetOf(std::size_t row, const CanvasPlace& place) const;
    void paintArrow(QPainter& painter, const QPointF& handle, const QString& name, const CanvasPlace& place) const;
    void set(std::size_t row, const std::vector<std::pair<std::string_view, double>>& numbers);

    ProjectModel& project_;
    LightsModel& model_;
    std::function<void(int)> choose_;
    int chosen_ = -1;
    std::optional<Grip> grip_;
    QPointF last_;
    qint64 gesture_ = 0;
    QElapsedTimer sinceNudge_;
    int nudged_ = -1; ///< the light that was nudged last
};

} // namespace unividx::ui
