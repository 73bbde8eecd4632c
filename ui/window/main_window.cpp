#include "ui/window/main_window.h"

#include "ui/common/focus_keys.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/comp/comp_panel.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/jobs_panel.h"
#include "ui/relight/relight_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/collect_controller.h"
#include "ui/window/edit_controller.h"
#include "ui/window/file_tasks.h"
#include "ui/window/help_controller.h"
#include "ui/window/menus.h"
#include "ui/window/project_controller.h"
#include "ui/window/recovery_controller.h"
#include "ui/window/run_controller.h"
#include "ui/window/settings_controller.h"
#include "ui/window/take_controller.h"
#include "ui/window/window_docks.h"
#include "ui/window/window_place.h"

#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QStatusBar>

namespace unividx::ui {

namespace {

QueueSetup withSettings(QueueSetup setup, const Settings& settings)
{
    setup.keepModelMinutes = settings.queue.keepModelMinutes;
    return setup;
}

} // namespace

MainWindow::MainWindow(const WindowFolders& folders, const ModelCatalog& catalog, QWidget* parent)
    : QMainWindow(parent), settings_(std::make_unique<SettingsController>(folders.settings, messages_)),
      project_(new ProjectModel(this)), actions_(new Actions(this)),
      frames_(new FrameStore(static_cast<std::size_t>(settings_->settings().cache.frameBytes), this)),
      thumbnails_(new FrameStore(static_cast<std::size_t>(settings_->settings().cache.thumbnailBytes), this)),
      queue_(new QueueService(withSettings(folders.queue, settings_->settings()), this)),
      files_(std::make_unique<FileTasks>(messages_))
{
    actions_->applyShortcuts(settings_->settings().shortcuts);
    setWindowIcon(icon("studio", theme().accent));
    setAcceptDrops(true);
    statusBar()->setSizeGripEnabled(false);
    connect(&messages_, &Messages::told, this,
            [this](const QString& sentence) { statusBar()->showMessage(withShortPaths(sentence), 8'000); });
    panels_ = std::make_unique<WindowPanels>(
        *this, WindowPanels::Models{*project_, *frames_, *thumbnails_, *queue_, *actions_, catalog});
    auto* help = new HelpController(messages_, folders.logs, this);
    help->connectActions(*actions_);
    connect(help, &HelpController::told, &messages_, &Messages::tell);
    makeControllers(folders);
    joinProjects();
    joinRuns();
    joinTakes();
    fillMenus(*this, *actions_, *settings_, *projects_);
    placeWindow(*this, settings_->settings());
    for (const std::string& note : settings_->notes())
        messages_.tell(fromCore(note));
}

MainWindow::~MainWindow()
{
    files_.reset();  // its thread uses the controllers
    panels_.reset(); // they look at the models, which are children of the window
}

void MainWindow::makeControllers(const WindowFolders& folders)
{
    edits_ = std::make_unique<EditController>(*project_, *actions_, messages_);
    projects_ = std::make_unique<ProjectController>(
        ProjectController::Parts{*project_, *settings_, *files_, messages_, *queue_, this}, folders.autosave);
    runs_ =
        std::make_unique<RunController>(RunController::Parts{*project_, *queue_, *settings_, *files_, messages_, this});
    takes_ = std::make_unique<TakeController>(TakeController::Parts{*project_, *queue_, *files_, messages_, this});
    collections_ = std::make_unique<CollectController>(CollectController::Parts{*project_, messages_, this});
    recovery_ = std::make_unique<RecoveryController>(
        RecoveryController::Parts{*project_, *projects_, *queue_, *files_, messages_, this}, folders.autosave);
    settings_->connectActions(*actions_, this);
    projects_->connectActions(*actions_);
    runs_->connectActions(*actions_);
    takes_->connectActions(*actions_);
    collections_->connectActions(*actions_);
    panels_->join(messages_, *settings_);
    connect(settings_.get(), &SettingsController::aboutToSave, this,
            [this](Settings& settings) { notePlace(*this, settings); });
}

void MainWindow::joinProjects()
{
    ProjectController* projects = projects_.get();
    connect(actions_->get("file.quit"), &QAction::triggered, this, &QWidget::close);
    connect(project_, &ProjectModel::refused, &messages_, &Messages::tell);
    connect(project_, &ProjectModel::aboutToBeReplaced, statusBar(), &QStatusBar::clearMessage);
    connect(settings_.get(), &SettingsController::preferencesChanged, queue_,
            [this] { queue_->keepModels(settings_->settings().queue.keepModelMinutes); });
    connect(projects, &ProjectController::importWanted, panels_->media, &MediaPool::import);
    connect(projects, &ProjectController::inputImported, panels_->task, &TaskPanel::lockToMedia);
    connect(projects, &ProjectController::firstClipPlaced, panels_->timeline, &Timeline::zoomToFit);
    connect(panels_->media, &MediaPool::activated, projects, &ProjectController::placeMedia);
    connect(panels_->media, &MediaPool::imported, projects, &ProjectController::placeImported);
    connect(panels_->media, &MediaPool::importsFailed, projects, &ProjectController::showImportFailures);
    connect(panels_->media, &MediaPool::importsEnded, projects, &ProjectController::endImports);
    connect(panels_->timeline, &Timeline::filesDropped, projects, &ProjectController::importToTimeline);
    connect(panels_->task, &TaskPanel::fileWanted, projects, &ProjectController::chooseInput);
}

void MainWindow::joinRuns()
{
    RunController* runs = runs_.get();
    connect(panels_->task, &TaskPanel::runWanted, runs, &RunController::run);
    connect(panels_->task, &TaskPanel::queueWanted, runs, &RunController::add);
    connect(panels_->comp, &CompPanel::mattePublished, runs, &RunController::publishMatte);
    connect(panels_->relight, &RelightPanel::renderWanted, runs, &RunController::renderWithModel);
    connect(panels_->jobs, &JobsPanel::runAgainWanted, runs, &RunController::runAgain);
    connect(panels_->jobs, &JobsPanel::resultWanted, runs, &RunController::showResult);
    connect(runs, &RunController::projectWanted, projects_.get(), &ProjectController::openFor);
    connect(projects_.get(), &ProjectController::openedFor, runs, &RunController::showResult);
    connect(runs, &RunController::runStarted, projects_.get(), &ProjectController::autosave);
    connect(runs, &RunController::mediaStateChanged, &panels_->media->model(), &MediaPoolModel::setJobState);
    connect(runs, &RunController::framesAsked, panels_->timeline, &Timeline::setRunning);
    connect(runs, &RunController::layerReady, panels_->viewer, &Viewer::setLayer);
    connect(runs, &RunController::logWanted, panels_->jobs, &JobsPanel::showLog);
    connect(runs, &RunController::itemsAdded, this, [this] { panels_->docks().raise(Panel::Jobs); });
    connect(recovery_.get(), &RecoveryController::itemsFound, this, [this] { panels_->docks().raise(Panel::Jobs); });
    connect(runs, &RunController::takeAdded, this, [this] { panels_->docks().raise(Panel::Takes); });
}

void MainWindow::joinTakes()
{
    TakeController* takes = takes_.get();
    LayersPanel* panel = panels_->layers;
    connect(panel, &LayersPanel::useWanted, takes, &TakeController::use);
    connect(panel, &LayersPanel::keepWanted, takes, &TakeController::keepCurrent);
    connect(panel, &LayersPanel::deletionWanted, takes, &TakeController::askDeletion);
    connect(panels_->timeline, &Timeline::newTakeWanted, takes, &TakeController::useNew);
    connect(takes, &TakeController::filesDeleted, &panel->model().sizes(), &TakeSizes::forget);
    connect(projects_.get(), &ProjectController::collectWanted, collections_.get(), &CollectController::ask);
    connect(collections_.get(), &CollectController::openWanted, projects_.get(), &ProjectController::open);
}

void MainWindow::start(const std::vector<std::filesystem::path>& files)
{
    if (settings_->settings().interface.drawing.empty() && ViewerCanvas::openGlIsFast())
        panels_->viewer->canvas().setOpenGl(true);
    recovery_->start(files);
}

bool MainWindow::event(QEvent* event)
{
    const QWidget* focus = event->type() == QEvent::ShortcutOverride ? QApplication::focusWidget() : nullptr;
    if (focus && isKeyOfControl(*focus, *static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (mayClose_) {
        queue_->stop();
        settings_->save();
        event->accept();
        return;
    }
    event->ignore(); // saving takes its time; the window closes itself once it is done
    if (runs_->confirmLeaving())
        projects_->close([this] {
            mayClose_ = true;
            close();
        });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    projects_->openDropped(droppedFiles(event->mimeData()));
}

} // namespace unividx::ui
