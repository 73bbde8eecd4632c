#pragma once

#include "ui/layers/takes_model.h"

#include <QWidget>

#include <vector>

class QFrame;
class QLabel;
class QListView;
class QPushButton;
class QToolButton;

namespace unividx::ui {

/// Takes with a picture, task, seed, time and size on disk, and which of them are in use: use another one, compare,
/// rename, copy the settings back, show the folder, remove, delete from the disk. A take that waits to be used is
/// offered above the list.
class LayersPanel : public QWidget {
    Q_OBJECT
public:
    LayersPanel(ProjectModel& project, FrameStore& thumbnails, QWidget* parent = nullptr);

    TakesModel& model() { return *model_; }
    QListView& list() { return *list_; }

Q_SIGNALS:
    /// What the viewer shows is to be set against a take.
    void compared(unividx::TakeId take);
    /// A take is to become the clip's current one, or the current one is to stay.
    void useWanted(unividx::ClipId clip, unividx::TakeId take);
    void keepWanted(unividx::ClipId clip);
    /// A take's files are to be deleted.
    void deletionWanted(unividx::ClipId clip, unividx::TakeId take);

private:
    QFrame* makeOffer();
    QWidget* makeBar();
    void updateButtons();
    void updateOffer();
    void updateSizes();
    QToolButton* makeButton(const QString& iconName, const QString& name);

    ProjectModel& project_;
    TakesModel* model_;
    QListView* list_;
    QLabel* offered_; ///< in the offer, as is the button
    QPushButton* keep_;
    QFrame* offer_;
    QLabel* sizes_;
    std::vector<QToolButton*> buttons_;
};

} // namespace unividx::ui
