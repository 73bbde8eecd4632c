#pragma once

#include "ui/comp/matte_tool.h"
#include "ui/project/project_model.h"
#include "ui/viewer/viewer_canvas.h"

#include <QWidget>

#include <utility>
#include <vector>

class QDoubleSpinBox;
class QLabel;
class QLayout;
class QToolButton;

namespace unividx::ui {

/// What is done to a matte by hand in the viewer: shapes and strokes. One tool is in the hand, or none.
class MatteForm : public QWidget {
    Q_OBJECT
public:
    MatteForm(ProjectModel& project, ViewerCanvas& canvas, QWidget* parent = nullptr);
    ~MatteForm() override;

    void show(ClipId clip, std::size_t node);

    /// Whether the form is to be seen: then its shapes are over the picture.
    void setInFront(bool inFront);
    MatteTool& tool() { return tool_; }

    /// Takes a tool into the hand; the one that is in it is put away.
    void take(MatteTool::Hand hand);

Q_SIGNALS:
    /// The matte, as it is edited, is to become a layer that is locked.
    void published();
    /// A tool was taken: what it edits is to be shown.
    void compositeWanted();

private:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< Esc over the picture puts the tool away
    QLayout* makeHands();
    QLayout* makeBrush();
    QLayout* makeShapeRow();
    void showTools();

    ProjectModel& project_;
    ViewerCanvas& canvas_;
    MatteTool tool_;
    std::vector<std::pair<MatteTool::Hand, QToolButton*>> buttons_;
    QDoubleSpinBox* radius_;
    QDoubleSpinBox* hardness_;
    QDoubleSpinBox* strength_;
    QDoubleSpinBox* feather_;
    QToolButton* inverted_;
    QLabel* state_;
    bool showing_ = false;
};

} // namespace unividx::ui
