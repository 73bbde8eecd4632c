#include "ui/window/window_panels.h"

#include "ui/common/report_banner.h"
#include "ui/common/rows.h"
#include "ui/comp/comp_panel.h"
#include "ui/frames/layer_choice.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/jobs_panel.h"
#include "ui/relight/relight_panel.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/history_panel.h"
#include "ui/window/inspector.h"
#include "ui/window/messages.h"
#include "ui/window/settings_controller.h"
#include "ui/window/window_docks.h"

#include <QAction>
#include <QBoxLayout>
#include <QDockWidget>

namespace unividx::ui {

WindowPanels::WindowPanels(QMainWindow& window, const Models& models)
    : reports(new ReportBanner), viewer(new Viewer(models.project, models.frames, models.actions)),
      media(new MediaPool(models.project, models.thumbnails)),
      timeline(new Timeline(models.project, models.thumbnails)),
      task(new TaskPanel(models.project, models.thumbnails, models.actions, models.catalog)),
      layers(new LayersPanel(models.project, models.thumbnails)), jobs(new JobsPanel(models.queue, models.thumbnails)),
      comp(new CompPanel(models.project, viewer->canvas())),
      relight(new RelightPanel(models.project, viewer->canvas(), models.actions)), window_(window)
{
    auto* center = new QWidget;
    QVBoxLayout* column = plainColumn(center);
    column->addWidget(reports);
    column->addWidget(viewer, 1);
    window_.setCentralWidget(center);
    QObject::connect(&models.project, &ProjectModel::replaced, reports, &ReportBanner::removeOfProject);
    makeDocks(models.project);
    timeline->connectActions(models.actions);
    QAction* snap = models.actions.get("edit.snap");
    QObject::connect(snap, &QAction::toggled, timeline, &Timeline::setSnapping);
    snap->setChecked(true);
    joinViewer(models.actions);
    joinMedia(models.frames, models.thumbnails);
    for (FrameStore* store : {&models.frames, &models.thumbnails})
        QObject::connect(&models.project, &ProjectModel::aboutToBeReplaced, store, &FrameStore::forgetFailures);
}

WindowPanels::~WindowPanels()
{
    docks_.reset(); // some of its panels have their tools in the viewer, which goes last
    delete window_.takeCentralWidget();
}

void WindowPanels::makeDocks(ProjectModel& project)
{
    docks_ = std::make_unique<WindowDocks>(
        window_, std::map<Panel, QWidget*>{{Panel::Media, media},
                                           {Panel::Task, task},
                                           {Panel::Takes, layers},
                                           {Panel::Jobs, jobs},
                                           {Panel::Timeline, timeline},
                                           {Panel::Inspector, new Inspector(project, media->model())},
                                           {Panel::History, new HistoryPanel(project)},
                                           {Panel::Composite, comp},
                                           {Panel::Relight, relight}});
    // A tab that is not in front is not hidden as widgets are: its dock says so.
    QObject::connect(&docks_->dock(Panel::Composite), &QDockWidget::visibilityChanged, comp, &CompPanel::setInFront);
    QObject::connect(&docks_->dock(Panel::Relight), &QDockWidget::visibilityChanged, relight,
                     &RelightPanel::setInFront);
}

void WindowPanels::joinViewer(const Actions& actions)
{
    const auto showComposite = [this] {
        if (viewer->layer() != compositeLayer)
            viewer->setLayer(compositeLayer);
    };
    QObject::connect(actions.get("view.composite"), &QAction::triggered, viewer, showComposite);
    QObject::connect(comp, &CompPanel::compositeWanted, viewer, showComposite);
    QObject::connect(relight, &RelightPanel::compositeWanted, viewer, showComposite);
    QObject::connect(layers, &LayersPanel::compared, viewer, &Viewer::compareWith);
    QObject::connect(actions.get("view.resetLayout"), &QAction::triggered, &window_, [this] { docks_->arrange(); });
}

void WindowPanels::joinMedia(FrameStore& frames, FrameStore& thumbnails)
{
    QObject::connect(media, &MediaPool::relinked, viewer, [&, this](const std::filesystem::path& path) {
        frames.forget(path.string());
        thumbnails.forget(path.string());
        viewer->refresh();
        timeline->waveforms().forget(path.string());
    });
}

void WindowPanels::join(Messages& messages, SettingsController& settings)
{
    QObject::connect(&messages, &Messages::reported, reports, &ReportBanner::add);
    QObject::connect(&messages, &Messages::withdrawn, reports, &ReportBanner::remove);
    QObject::connect(media, &MediaPool::failed, &messages, &Messages::tell);
    QObject::connect(timeline, &Timeline::failed, &messages, &Messages::tell);
    QObject::connect(viewer, &Viewer::failed, &messages, &Messages::tell);
    QObject::connect(comp, &CompPanel::failed, &messages, &Messages::tell);
    const auto showPreferences = [this, &settings] {
        viewer->setPreferences(settings.settings().viewer);
        viewer->canvas().setOpenGl(settings.settings().interface.drawing == "opengl");
    };
    const auto showSpeeds = [this, &settings] { task->setSpeeds(settings.settings().speeds.workPerSecond); };
    QObject::connect(&settings, &SettingsController::preferencesChanged, viewer, showPreferences);
    QObject::connect(&settings, &SettingsController::speedsChanged, task, showSpeeds);
    showPreferences();
    showSpeeds();
}

} // namespace unividx::ui
