#pragma once

#include "ui/common/actions.h"
#include "ui/frames/frame_store.h"
#include "ui/project/project_model.h"
#include "ui/window/messages.h"
#include "ui/window/window_folders.h"
#include "ui/window/window_panels.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <vector>

namespace unividx::ui {

class CollectController;
class EditController;
class FileTasks;
class ProjectController;
class RecoveryController;
class RunController;
class SettingsController;
class TakeController;

/// The Studio's window: makes panels, menus and controllers, and joins their signals.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `catalog`: what is known of the models before one is run; without it none is offered for choice.
    explicit MainWindow(const WindowFolders& folders, const ModelCatalog& catalog = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    ProjectModel& project() { return *project_; }
    Actions& actions() { return *actions_; }
    QueueService& queue() { return *queue_; }
    Messages& messages() { return messages_; }
    FileTasks& files() { return *files_; }
    ProjectController& projects() { return *projects_; }
    RunController& runs() { return *runs_; }
    TakeController& takes() { return *takes_; }
    CollectController& collections() { return *collections_; }
    LayersPanel& layersPanel() { return *panels_->layers; }
    MediaPool& mediaPool() { return *panels_->media; }
    Timeline& timeline() { return *panels_->timeline; }
    Viewer& viewer() { return *panels_->viewer; }
    TaskPanel& taskPanel() { return *panels_->task; }
    CompPanel& compPanel() { return *panels_->comp; }
    RelightPanel& relightPanel() { return *panels_->relight; }
    JobsPanel& jobsPanel() { return *panels_->jobs; }

    /// Offers what a crash left, opens the files, then offers runs that were cut off. Called once, after the first
    /// paint; returns at once.
    void start(const std::vector<std::filesystem::path>& files);

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeControllers(const WindowFolders& folders);
    void joinProjects();
    void joinRuns();
    void joinTakes();

    Messages messages_;
    std::unique_ptr<SettingsController> settings_;
    ProjectModel* project_;
    Actions* actions_;
    FrameStore* frames_;
    FrameStore* thumbnails_;
    QueueService* queue_;
    std::unique_ptr<WindowPanels> panels_;
    std::unique_ptr<EditController> edits_;
    std::unique_ptr<ProjectController> projects_;
    std::unique_ptr<RunController> runs_;
    std::unique_ptr<TakeController> takes_;
    std::unique_ptr<CollectController> collections_;
    std::unique_ptr<RecoveryController> recovery_;
    bool mayClose_ = false; ///< everything was asked, and every file is written
    std::unique_ptr<FileTasks> files_;
};

} // namespace unividx::ui
