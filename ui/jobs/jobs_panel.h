#pragma once

#include "ui/common/actions.h"
#include "ui/jobs/job_queue.h"

#include <QAbstractListModel>
#include <QWidget>

class QHBoxLayout;
class QListView;
class QPushButton;

namespace unividx::ui {

class PreviewStrip;

/// "Denoising, step 3 of 20, frames 0 of 43", or the state in words.
QString progressWords(const JobStatus& job);

/// "40 s left"; empty while it cannot be told.
QString timeLeftWords(const JobStatus& job);

/// The jobs, newest first.
class JobsModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit JobsModel(JobQueue& queue, QObject* parent = nullptr);

    enum Role { JobIdRole = Qt::UserRole + 1, StateRole, DetailRole, TimeLeftRole, FractionRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QModelIndex indexOf(int id) const;

    JobQueue& queue_;
    std::vector<JobStatus> jobs_; ///< newest first
};

/// Jobs with stage, progress and the latest frames; pause, cancel, run again, the log, clear.
class JobsPanel : public QWidget {
    Q_OBJECT
public:
    JobsPanel(JobQueue& queue, Actions& actions, QWidget* parent = nullptr);

    JobsModel& model() { return *model_; }

    /// Shows what happened in a job, line by line. Does not wait for the dialog's end.
    void showLog(int id);

Q_SIGNALS:
    /// A finished job is to be run once more.
    void retried(int id);
    /// Clips, folders or projects were dropped: they are for the queue.
    void filesDropped(const std::vector<std::filesystem::path>& files);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    int chosen() const; ///< 0 if none
    QPushButton* makeButton(const QString& text, const QString& tip, QHBoxLayout* bar);
    void connectButtons(Actions& actions);
    void update();

    JobQueue& queue_;
    JobsModel* model_;
    QListView* list_;
    PreviewStrip* previews_;
    QPushButton* pause_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* again_ = nullptr;
    QPushButton* log_ = nullptr;
    QPushButton* clear_ = nullptr;
};

} // namespace unividx::ui
