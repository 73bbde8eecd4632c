#pragma once

#include "ui/project/project_model.h"
#include "ui/queue/queue_service.h"

#include <QObject>

#include <filesystem>
#include <set>

class QWidget;

namespace unividx::ui {

class Actions;
class Messages;
class SettingsController;

/// Joins the queue with the open project: clips that are put into it, and takes of what it has finished.
class QueueController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        QueueService& queue;
        const SettingsController& settings;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    explicit QueueController(const Parts& parts);

    void connectActions(const Actions& actions);

    /// Puts the run of a clip into the queue; what is wrong with its settings becomes a message.
    void add(const Clip& clip);

    /// Asks what is to become of a running queue. False if the user stays with it.
    bool confirmLeaving();

Q_SIGNALS:
    /// Items were added by the user's hand: the queue is to be seen.
    void itemsAdded();

private:
    /// Makes takes of what the queue has finished for this project since it was opened or last saved before that.
    void takeFinished();
    void noteProjectFile();
    void tellEnd(const QueueSummary& summary);

    ProjectModel& project_;
    QueueService& queue_;
    const SettingsController& settings_;
    Messages& messages_;
    QWidget* window_;
    std::set<ItemId> taken_; ///< items that were made takes once
    std::filesystem::path projectFile_;
    std::filesystem::file_time_type projectTime_; ///< of that file when it was opened; of the window for a new project
};

} // namespace unividx::ui
