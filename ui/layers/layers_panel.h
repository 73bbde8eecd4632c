#pragma once

#include "ui/frames/frame_store.h"
#include "ui/project/project_model.h"

#include <QAbstractListModel>
#include <QWidget>

class QListView;
class QToolButton;

namespace unividx::ui {

/// The takes of the selected clip (else of the one at the playhead), newest first.
class TakesModel : public QAbstractListModel {
    Q_OBJECT
public:
    TakesModel(ProjectModel& project, FrameStore& thumbnails, QObject* parent = nullptr);

    enum Role { DetailRole = Qt::UserRole + 1, PinnedRole, TimeRole };

    ClipId clip() const { return clip_; }
    const Take* takeAt(const QModelIndex& index) const; ///< null outside the list

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< renames
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void takeProject();

    ProjectModel& project_;
    FrameStore& thumbnails_;
    ClipId clip_;
    std::vector<Take> takes_;
};

/// Takes with a picture, task, seed and time: compare, pin, rename, delete, copy the settings back, show the folder.
class LayersPanel : public QWidget {
    Q_OBJECT
public:
    LayersPanel(ProjectModel& project, FrameStore& thumbnails, QWidget* parent = nullptr);

    TakesModel& model() { return *model_; }

Q_SIGNALS:
    /// What the viewer shows is to be set against a take.
    void compared(unividx::TakeId take);

private:
    void updateButtons();
    QToolButton* makeButton(const QString& iconName, const QString& name);

    ProjectModel& project_;
    TakesModel* model_;
    QListView* list_;
    std::vector<QToolButton*> buttons_;
};

} // namespace unividx::ui
