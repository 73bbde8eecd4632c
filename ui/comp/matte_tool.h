#pragma once

#include "ui/project/project_model.h"
#include "ui/viewer/canvas_tool.h"

#include <QCoreApplication>

#include <functional>
#include <optional>
#include <vector>

namespace unividx::ui {

/// Shapes and strokes of a matte node, drawn and dragged over the picture.
///
/// Drawing a shape: a click sets a corner, a drag a curve; a click on the first point or Enter closes it, Esc drops it.
/// A closed shape's points and handles are dragged (a key of the frame is set); Del removes the point or the shape.
/// Painting: a drag is a stroke of the frame; with Ctrl the wheel changes the brush's size.
class MatteTool final : public CanvasTool {
    Q_DECLARE_TR_FUNCTIONS(unividx::ui::MatteTool)
public:
    enum class Hand { None, Garbage, Holdout, Keep, Remove, Soft };

    /// `changed`: what is drawn, or in the hand, is another now.
    MatteTool(ProjectModel& project, std::function<void()> changed);

    void setNode(ClipId clip, std::size_t node);
    void setHand(Hand hand);
    Hand hand() const { return hand_; }

    Stroke brush;                                 ///< radius, hardness and strength of strokes to come
    std::size_t chosen() const { return shape_; } ///< a shape; past the end: none
    const MatteNode* node() const;                ///< null if it is there no more
    /// Changes the chosen shape.
    void changeShape(const QString& text, const std::function<void(Shape&)>& edit);
    void removeShape();
    /// Takes away the strokes of the frame at the playhead.
    void clearStrokes();
    std::int64_t frame() const;

    void paint(QPainter& painter, const CanvasPlace& place) const override;
    bool press(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void drag(const QPointF& point, const CanvasPlace& place, Qt::KeyboardModifiers modifiers) override;
    void release() override;
    bool hover(const QPointF& point, const CanvasPlace& place) override;
    bool wheel(double notches, Qt::KeyboardModifiers modifiers) override;
    bool key(int key) override;

private:
    enum class Part { At, In, Out };
    struct Grip {
        std::size_t shape = 0;
        std::size_t point = 0;
        Part part = Part::At;
    };

    bool draws() const { return hand_ == Hand::Garbage || hand_ == Hand::Holdout; }
    bool paints() const { return hand_ == Hand::Keep || hand_ == Hand::Remove || hand_ == Hand::Soft; }
    std::optional<Grip> gripAt(const QPointF& point, const CanvasPlace& place) const;
    void closeShape();
    void removePoint();
    void edit(const QString& text, const std::function<void(MatteNode&)>& change, qint64 gesture = 0);
    static void setPoints(Shape& shape, std::int64_t frame, std::vector<BezierPoint> points);

    ProjectModel& project_;
    std::function<void()> changed_;
    ClipId clip_;
    std::size_t node_ = 0;
    Hand hand_ = Hand::None;
    std::vector<BezierPoint> drawn_; ///< of the shape that is not closed yet
    bool curving_ = false;           ///< the last point of it is being dragged into a curve
    Stroke stroke_;                  ///< under way
    std::size_t shape_ = std::size_t(-1);
    std::optional<Grip> grip_;
    std::optional<std::size_t> point_; ///< chosen, of the chosen shape
    QPointF mouse_;
    qint64 gesture_ = 0;
};

} // namespace unividx::ui
