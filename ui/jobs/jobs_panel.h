#pragma once

#include "ui/common/actions.h"
#include "ui/jobs/job_queue.h"

#include <QAbstractListModel>
#include <QWidget>

class QListView;
class QPushButton;

namespace unividx::ui {

QString jobStateWord(JobState state);

/// "Denoising, step 3 of 20, frames 0 of 43", or the state in words.
QString progressWords(const JobStatus& job);

/// The jobs, newest first.
class JobsModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit JobsModel(JobQueue& queue, QObject* parent = nullptr);

    enum Role { JobIdRole = Qt::UserRole + 1, StateRole, DetailRole, FractionRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QModelIndex indexOf(int id) const;

    JobQueue& queue_;
    std::vector<JobStatus> jobs_; ///< newest first
};

/// Jobs with stage, progress and a picture of the latest frame; cancel, run again, clear.
class JobsPanel : public QWidget {
    Q_OBJECT
public:
    JobsPanel(JobQueue& queue, Actions& actions, QWidget* parent = nullptr);

    JobsModel& model() { return *model_; }

private:
    int chosen() const; ///< 0 if none
    void updateButtons();

    JobQueue& queue_;
    JobsModel* model_;
    QListView* list_;
    QPushButton* cancel_;
    QPushButton* again_;
    QPushButton* clear_;
};

} // namespace unividx::ui
