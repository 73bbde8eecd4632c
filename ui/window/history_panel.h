#pragma once

#include "ui/project/project_model.h"

#include <QAbstractListModel>
#include <QWidget>

class QListView;

namespace unividx::ui {

/// The steps of the history, the start first. Those behind the current state can be redone.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit HistoryModel(ProjectModel& project, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// The row of the state the project is in.
    int current() const { return current_; }

private:
    void takeHistory();

    ProjectModel& project_;
    std::vector<std::string> names_;
    int current_ = 0;
};

/// The history as a list; a click, or Return, goes to the state after a step.
class HistoryPanel : public QWidget {
    Q_OBJECT
public:
    explicit HistoryPanel(ProjectModel& project, QWidget* parent = nullptr);

    HistoryModel& model() { return *model_; }

private:
    HistoryModel* model_;
    QListView* list_;
};

} // namespace unividx::ui
