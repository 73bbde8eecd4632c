#pragma once

#include "core/project/autosave.h"
#include "ui/jobs/unfinished_runs.h"

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
class RunController;

/// What a crash left: projects that were not saved, runs and exports that were cut off.
class RecoveryController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        ProjectController& projects;
        RunController& runs;
        FileTasks& files;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    /// `autosaves`: the folder.
    RecoveryController(const Parts& parts, std::filesystem::path autosaves);

    /// Offers what a crash left, opens the files, then offers runs that were cut off. Returns at once.
    void start(const std::vector<std::filesystem::path>& files);

private:
    /// Each with its age and what differs; deletes nothing that was not chosen to be. Gives the project of the one that
    /// was recovered, empty if that never had a file; nothing if none was.
    std::optional<std::filesystem::path> offerProjects(const std::vector<Recovery>& recoveries);
    enum class Answer { Recover, Later, Delete };
    Answer ask(const Recovery& recovery);
    void offerRuns(const std::vector<UnfinishedRun>& runs);
    void resume(const UnfinishedRun& unfinished);
    /// Lists the exports of the open project that were cut off among the jobs.
    void listExports();

    ProjectModel& project_;
    ProjectController& projects_;
    RunController& runs_;
    FileTasks& files_;
    QWidget* window_;
    std::filesystem::path autosaves_;
};

} // namespace unividx::ui
