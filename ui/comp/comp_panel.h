#pragma once

#include "ui/comp/nodes_model.h"
#include "ui/viewer/viewer_canvas.h"

#include <QWidget>

#include <string_view>
#include <utility>
#include <vector>

class QBoxLayout;
class QComboBox;
class QLabel;
class QListView;
class QMenu;
class QScrollArea;

namespace unividx::ui {

class BackgroundForm;
class MatteForm;
class NumberForm;

/// The nodes of the clip: add, remove, move, bypass, looks, and the numbers of the one that is chosen.
class CompPanel : public QWidget {
    Q_OBJECT
public:
    /// `canvas`: where the tools of a matte are drawn and dragged.
    CompPanel(ProjectModel& project, ViewerCanvas& canvas, QWidget* parent = nullptr);
    ~CompPanel() override;

    NodesModel& model() { return *model_; }
    QListView& list() { return *list_; }

    /// Whether the panel is in front: then what is drawn on a matte is over the picture.
    void setInFront(bool inFront);

    /// The node whose numbers are shown; below 0: none.
    int chosen() const;
    void choose(int row);

    /// Adds a node of a kind after the chosen one, and chooses it.
    void addNode(std::string_view kind);

    /// Replaces all nodes by a look's.
    void applyLook(std::string_view preset);

Q_SIGNALS:
    /// What a model is to make of the nodes: the matte as edited, locked.
    void mattePublished();
    /// A node has changed or is edited in the picture: the composite is to be shown.
    void compositeWanted();
    void failed(const QString& sentence);

private:
    QWidget* makeBar();
    void fillLooks(QMenu* menu);
    void removeChosen();
    void moveChosen(int step);
    void openLook();
    void saveLook();
    void makeForm();
    void refresh();
    void addNumbers(const NodeKind& kind, QBoxLayout* layout);
    void addChoices(const NodeKind& kind, QBoxLayout* layout);
    void setNumber(std::string_view name, float value, bool dragging);
    bool eventFilter(QObject* watched, QEvent* event) override;

    ProjectModel& project_;
    ViewerCanvas& canvas_;
    NodesModel* model_;
    QListView* list_;
    QLabel* empty_;
    QScrollArea* scroll_;
    NumberForm* numbers_ = nullptr;
    MatteForm* matte_ = nullptr;
    BackgroundForm* background_ = nullptr;
    std::vector<std::pair<std::string_view, QComboBox*>> choices_;
    ClipId formClip_;
    int formRow_ = -1;
    int formKind_ = -1;
    qint64 gesture_ = 0;
    bool inFront_ = false;
};

} // namespace unividx::ui
