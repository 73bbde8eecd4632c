#pragma once

#include "core/project/autosave.h"
#include "core/settings/settings.h"
#include "ui/common/actions.h"
#include "ui/jobs/job_queue.h"
#include "ui/media/frame_store.h"
#include "ui/project/project_model.h"

#include <QMainWindow>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>

class QDockWidget;
class QLabel;

namespace unividx::ui {

class CommandPalette;
class JobsPanel;
class LayersPanel;
class MediaPool;
class TaskPanel;
class Timeline;
class Viewer;

/// Where the window keeps what is not the project's.
struct WindowFolders {
    std::filesystem::path settings; ///< the file
    std::filesystem::path autosave; ///< the folder
};

/// The Studio's window: docks around the viewer, and what joins them.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(EngineSource engines, WindowFolders folders, QWidget* parent = nullptr);
    ~MainWindow() override;

    ProjectModel& project() { return *project_; }
    Actions& actions() { return *actions_; }
    JobQueue& jobs() { return *jobs_; }
    MediaPool& mediaPool() { return *mediaPool_; }
    Timeline& timeline() { return *timeline_; }
    Viewer& viewer() { return *viewer_; }
    TaskPanel& taskPanel() { return *taskPanel_; }

    /// Opens a project, a timeline (.otio) or media, by what the file is; says what went wrong.
    void openFile(const std::filesystem::path& path);

    /// Puts a clip at the end of the first video track and shows it.
    void placeMedia(MediaId id);

    /// What a crash left. Offers each with its age and what differs; deletes nothing that was not chosen to be.
    void offerRecoveries();

    /// The last sentence the status bar said.
    QString lastMessage() const { return lastMessage_; }

    /// Saves the project beside its file, now. Called every minute and before a run.
    void autosave();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeDocks();
    void makeMenus();
    void connectFiles();
    void connectEdits();
    void connectJobs();
    QDockWidget* makeDock(const QString& title, const QString& name, QWidget* content, Qt::DockWidgetArea area);
    void arrangeDocks();

    bool mayClose();
    bool save(bool askForName);
    void newProject();
    void run();
    void takeReady(int job, const Take& take);
    void showJob(int job);
    void showTitle();
    void showUndo();
    void showShortcuts();
    void tell(const QString& sentence);
    /// Does what may throw where a user's action ends; an Error becomes a message.
    void attempt(const std::function<void()>& action);
    void storeSettings();

    WindowFolders folders_;
    Settings settings_;
    ProjectModel* project_;
    Actions* actions_;
    FrameStore* frames_;
    FrameStore* thumbnails_;
    JobQueue* jobs_;
    MediaPool* mediaPool_ = nullptr;
    Timeline* timeline_ = nullptr;
    Viewer* viewer_ = nullptr;
    TaskPanel* taskPanel_ = nullptr;
    LayersPanel* layersPanel_ = nullptr;
    JobsPanel* jobsPanel_ = nullptr;
    CommandPalette* palette_ = nullptr;
    std::vector<QDockWidget*> docks_;
    std::unique_ptr<Autosave> autosave_;
    QTimer autosaveTimer_;
    std::optional<Project> autosaved_;         ///< what the last autosave holds
    std::map<int, std::uint64_t> jobProjects_; ///< which project a job was started for
    std::uint64_t projectNumber_ = 0;
    bool placeImports_ = false;
    QString lastMessage_;
};

} // namespace unividx::ui
