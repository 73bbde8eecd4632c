#pragma once

#include "core/export/model_render.h"
#include "ui/common/actions.h"
#include "ui/relight/light_tool.h"
#include "ui/relight/lights_model.h"
#include "ui/viewer/viewer_canvas.h"

#include <QWidget>

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QSlider;
class QTreeView;
class QVBoxLayout;

namespace unividx::ui {

class NumberForm;

/// The lights of a clip, its new background, and the model's renders of both.
class RelightPanel : public QWidget {
    Q_OBJECT
public:
    /// `canvas`: where lights are drawn and dragged.
    RelightPanel(ProjectModel& project, ViewerCanvas& canvas, Actions& actions, QWidget* parent = nullptr);
    ~RelightPanel() override;

    LightsModel& model() { return *model_; }
    LightTool& tool() { return tool_; }

    /// Whether the panel is in front: then its lights are over the picture.
    void setInFront(bool inFront);

    int chosen() const; ///< row of a light; below 0: none
    void choose(int row);
    void addLight(LightKind kind);
    void applyPreset(std::string_view preset);

    /// Puts the clip's subject before a file (one of a sequence stands for all of it), with its light and colour
    /// matched and, where the clip has the layers for it, lit by it.
    void swapBackground(const QString& file);

Q_SIGNALS:
    /// The model is to render the nodes. `ratio`: the picture keeps its own detail.
    void renderWanted(unividx::ModelRenderKind kind, bool ratio);
    /// Lights or background have changed: the composite is to be shown.
    void compositeWanted();

private:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< keys of the list of lights
    void connectNudges(Actions& actions);
    QWidget* makeBar();
    QWidget* makeKeep();
    QWidget* makeModel();
    void refresh();
    void makeForm();
    void changeLights(const QString& text, const std::function<void(std::vector<Light>&)>& edit);
    void removeChosen();
    void setKeep(int percent);
    void setNumber(std::string_view name, float value, bool dragging);
    void setKey(std::string_view name, bool key, Interpolation to);
    void chooseEnvironment();

    ProjectModel& project_;
    ViewerCanvas& canvas_;
    LightsModel* model_;
    LightTool tool_;
    QTreeView* list_;
    QSlider* keep_ = nullptr;
    QLabel* keepText_ = nullptr;
    QVBoxLayout* form_ = nullptr;
    QWidget* formWidget_ = nullptr;
    NumberForm* numbers_ = nullptr;
    QPushButton* environment_ = nullptr;
    QCheckBox* ratio_ = nullptr;
    QPushButton* render_ = nullptr;
    QPushButton* harmonise_ = nullptr;
    std::pair<int, int> formOf_{-1, -1}; ///< row and kind
    qint64 gesture_ = 0;
    bool showing_ = false;
};

} // namespace unividx::ui
