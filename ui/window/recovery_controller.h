#pragma once

#include "core/project/autosave.h"
#include "ui/queue/queue_service.h"

#include <QObject>

#include <filesystem>
#include <optional>
#include <vector>

class QWidget;

namespace unividx::ui {

class FileTasks;
class Messages;
class ProjectController;
class ProjectModel;

/// What a crash left: projects that were not saved, runs and exports that were cut off.
class RecoveryController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        ProjectController& projects;
        QueueService& queue;
        FileTasks& files;
        Messages& messages;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    /// `autosaves`: the folder.
    RecoveryController(const Parts& parts, std::filesystem::path autosaves);

    /// Offers what a crash left, opens the files, then offers runs that were cut off. Returns at once.
    void start(const std::vector<std::filesystem::path>& files);

Q_SIGNALS:
    /// Items of the queue wait to be resumed: they are to be seen.
    void itemsFound();

private:
    /// Each with its age and what differs; deletes nothing that was not chosen to be. Gives the project of the one that
    /// was recovered, empty if that never had a file; nothing if none was.
    std::optional<std::filesystem::path> offerProjects(const std::vector<Recovery>& recoveries);
    enum class Answer { Recover, Later, Delete };
    Answer ask(const Recovery& recovery);
    /// Runs and exports that were interrupted: runs are asked about, the others are named.
    void offerItems();
    void offerRun(const QueueItem& item);
    void resume(const QueueItem& item);

    ProjectModel& project_;
    ProjectController& projects_;
    QueueService& queue_;
    FileTasks& files_;
    Messages& messages_;
    QWidget* window_;
    std::filesystem::path autosaves_;
};

} // namespace unividx::ui
