#pragma once

#include "core/export/model_render.h"
#include "core/project/autosave.h"
#include "core/settings/settings.h"
#include "ui/common/actions.h"
#include "ui/frames/background_queue.h"
#include "ui/frames/frame_store.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/unfinished_exports.h"
#include "ui/jobs/unfinished_runs.h"
#include "ui/project/project_model.h"
#include "ui/queue/queue_service.h"

#include <QMainWindow>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

class QDockWidget;
class QLabel;
class QMenu;

namespace unividx::ui {

class CommandPalette;
class CompPanel;
class JobsPanel;
class LayersPanel;
class MediaPool;
class RelightPanel;
class QueuePanel;
class TaskPanel;
class Timeline;
class Viewer;

/// Where the window keeps what is not the project's.
struct WindowFolders {
    std::filesystem::path settings; ///< the file
    std::filesystem::path autosave; ///< the folder
    QueueSetup queue;
};

/// The Studio's window: docks around the viewer, and what joins them.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `catalog`: what is known of the models before one is run; without it none is offered for choice.
    MainWindow(EngineSource engines, WindowFolders folders, ModelCatalog catalog = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    ProjectModel& project() { return *project_; }
    Actions& actions() { return *actions_; }
    JobQueue& jobs() { return *jobs_; }
    MediaPool& mediaPool() { return *mediaPool_; }
    Timeline& timeline() { return *timeline_; }
    Viewer& viewer() { return *viewer_; }
    TaskPanel& taskPanel() { return *taskPanel_; }
    CompPanel& compPanel() { return *compPanel_; }
    RelightPanel& relightPanel() { return *relightPanel_; }
    QueueService& queue() { return *queue_; }
    QueuePanel& queuePanel() { return *queuePanel_; }

    /// Offers what a crash left, opens the files, then offers runs that were cut off. Called once, after the first
    /// paint; returns at once.
    void start(const std::vector<std::filesystem::path>& files);

    /// Opens a project, a timeline (.otio) or media, by what the file is, in the background; says what went wrong.
    void openFile(const std::filesystem::path& path);

    /// Saves the project there, in the background. What is edited meanwhile stays a change. `then` is called once it
    /// is saved, and not if it fails.
    void saveTo(const std::filesystem::path& path, const std::function<void()>& then = {});

    /// Whether files are being read or written.
    bool isBusyWithFiles() const { return fileTasks_ > 0; }

    /// Puts a clip at the end of the first video track and shows it.
    void placeMedia(MediaId id);

    /// The last sentence the status bar said.
    QString lastMessage() const { return lastMessage_; }

    /// Saves what has changed since the last time into the autosave folder, in the background. Called every minute and
    /// before a run.
    void autosave();

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// Where it stood last, else as large as the screen asks for.
    void place();
    void makeDocks();
    void makeMenus();
    void connectFiles();
    void connectEdits();
    void connectJobs();
    void connectComposite();
    void connectQueue();
    QDockWidget* makeDock(const QString& title, const QString& name, QWidget* content, Qt::DockWidgetArea area);
    void arrangeDocks();

    /// Does `work` on the files' thread, then `then` here; an error becomes a message.
    template <typename Work, typename Then>
    void onFiles(Work work, Then then);
    void openProjectFile(const std::filesystem::path& path, const std::function<void()>& then = {});
    /// Says that a project cannot be opened, and offers what was saved before, where there is something.
    void offerEarlier(const std::filesystem::path& path, const QString& damage,
                      const std::optional<EarlierSave>& earlier);
    void openTimelineFile(const std::filesystem::path& path);
    void save(bool askForName, const std::function<void()>& then = {});
    /// Asks what is to become of unsaved changes; `then` follows unless the user stays.
    void resolveUnsavedChanges(const std::function<void()>& then);
    /// False if the user stays with the running job.
    bool confirmLeavingJobs();
    void finishClosing();
    /// What a crash left, each with its age and what differs; deletes nothing that was not chosen to be. Gives
    /// the project of the one that was taken up, empty if that never had a file; nothing if none was.
    std::optional<std::filesystem::path> offerRecoveries(const std::vector<Recovery>& recoveries);
    void offerUnfinished(const std::vector<UnfinishedRun>& runs);
    void resume(const UnfinishedRun& unfinished);
    /// Lists the exports of the open project that were cut off among the jobs.
    void listUnfinishedExports();
    void discardAutosave();

    void run();
    /// Puts the run of the shown clip into the queue.
    void queueClip();
    /// Makes takes of what the queue has finished for this project since it was opened or last saved before that.
    void takeFromQueue();
    void noteProjectFile();
    void tellQueueEnd(const QueueSummary& summary);
    /// False if the user stays with the running queue.
    bool confirmLeavingQueue();
    int enqueue(const ClipRun& run);
    /// What is to become of the project, beside the take, once work has made one.
    using AfterTake = std::function<Project(Project, ClipId, TakeId)>;
    int enqueue(const std::shared_ptr<const OtherWork>& work, AfterTake after = {});
    void exportClip();
    void startExport(const ExportSpec& order);
    void exportAgain(int job);
    std::shared_ptr<const OtherWork> exportWork(const ExportSpec& order) const;
    void publishMatte();
    void renderWithModel(ModelRenderKind kind, bool ratio);
    bool isOfThisProject(int job) const;
    void takeGrew(int job, const Take& take);
    void takeReady(int job, const Take& take);
    void showJob(int job);
    void noteSpeed(const JobStatus& job);
    void chooseInputFile(ClipId clip, std::size_t row);
    void showTitle();
    void fillRecent();
    void noteRecent();
    void showUndo();
    void showShortcuts();
    void showPreferences();
    void applySettings();
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
    QueueService* queue_;
    MediaPool* mediaPool_ = nullptr;
    Timeline* timeline_ = nullptr;
    Viewer* viewer_ = nullptr;
    TaskPanel* taskPanel_ = nullptr;
    LayersPanel* layersPanel_ = nullptr;
    JobsPanel* jobsPanel_ = nullptr;
    CompPanel* compPanel_ = nullptr;
    RelightPanel* relightPanel_ = nullptr;
    QueuePanel* queuePanel_ = nullptr;
    QDockWidget* queueDock_ = nullptr;
    CommandPalette* palette_ = nullptr;
    QMenu* recentMenu_ = nullptr;
    std::vector<QDockWidget*> docks_;
    std::unique_ptr<Autosave> autosave_; ///< written on the files' thread
    QTimer autosaveTimer_;
    UnfinishedRuns unfinished_;
    RecordFolder exports_; ///< of the exports that are under way
    ModelCatalog catalog_;
    std::optional<Project> autosaved_;         ///< what the last autosave holds
    std::map<int, std::uint64_t> jobProjects_; ///< which project a job was started for
    std::map<int, double> jobWork_;            ///< what was foretold of a job, to learn this machine's speed from
    std::map<int, AfterTake> afterTake_;
    std::map<int, ExportSpec> exportSpecs_; ///< of the jobs that are exports
    std::uint64_t projectNumber_ = 0;
    /// Files that are being imported to be the input of a row.
    std::map<std::filesystem::path, std::pair<ClipId, std::size_t>> wantedInputs_;
    std::set<int> growing_;      ///< jobs whose first layers were shown
    std::set<ItemId> fromQueue_; ///< items that were made takes once
    std::filesystem::path projectFile_;
    std::filesystem::file_time_type projectTime_; ///< of that file when it was opened; of the window for a new project
    bool placeImports_ = false;
    bool mayClose_ = false; ///< everything was asked, and every file is written
    int fileTasks_ = 0;
    QString lastMessage_;
    std::unique_ptr<BackgroundQueue> files_; // last: its thread posts to this object
};

} // namespace unividx::ui
