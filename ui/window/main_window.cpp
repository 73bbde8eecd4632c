#include "ui/window/main_window.h"

#include "core/project/edits.h"
#include "ui/common/command_palette.h"
#include "ui/common/focus_keys.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/comp/comp_panel.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/queue/queue_panel.h"
#include "ui/relight/relight_panel.h"
#include "ui/task/task_panel.h"
#include "ui/timeline/linked_clips.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/history_panel.h"
#include "ui/window/inspector.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/shortcuts_dialog.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QToolButton>

#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

constexpr int autosaveMilliseconds = 60'000;
constexpr int messageMilliseconds = 8'000;

} // namespace

MainWindow::MainWindow(EngineSource engines, WindowFolders folders, ModelCatalog catalog, QWidget* parent)
    : QMainWindow(parent), folders_(std::move(folders)), project_(new ProjectModel(this)), actions_(new Actions(this)),
      unfinished_(folders_.autosave / "runs"), exports_(folders_.autosave / "exports", ".json"),
      catalog_(std::move(catalog)), files_(std::make_unique<BackgroundQueue>())
{
    const LoadedSettings loaded = openSettings(folders_.settings);
    settings_ = loaded.settings;
    frames_ = new FrameStore(static_cast<std::size_t>(settings_.cache.frameBytes), this);
    thumbnails_ = new FrameStore(static_cast<std::size_t>(settings_.cache.thumbnailBytes), this);
    jobs_ = new JobQueue(std::move(engines), this);
    queue_ = new QueueService(folders_.queue, this);
    actions_->applyShortcuts(settings_.shortcuts);
    setWindowIcon(icon("studio", theme().accent));
    setAcceptDrops(true);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    makeDocks();
    makeMenus();
    connectFiles();
    connectEdits();
    connectJobs();
    connectComposite();
    connectQueue();
    for (QAction* action : actions_->all())
        if (action->shortcutContext() == Qt::WindowShortcut)
            addAction(action);
    place();
    if (!settings_.windowLayout.empty())
        restoreState(QByteArray::fromBase64(QByteArray::fromStdString(settings_.windowLayout)));
    try {
        autosave_ = std::make_unique<Autosave>(folders_.autosave);
    } catch (const Error& error) {
        tell(tr("There will be no autosave: %1").arg(QString::fromUtf8(error.what())));
    }
    connect(&autosaveTimer_, &QTimer::timeout, this, &MainWindow::autosave);
    autosaveTimer_.start(autosaveMilliseconds);
    for (const std::string& note : loaded.notes)
        tell(fromCore(note));
    applySettings();
    showTitle();
    showUndo();
}

void MainWindow::place()
{
    // Until the style sheet has reached them, the panels ask for more room than they need, and would widen the window.
    for (QWidget* widget : findChildren<QWidget*>())
        widget->ensurePolished();
    const auto known = QByteArray::fromBase64(QByteArray::fromStdString(settings_.windowGeometry));
    if (!known.isEmpty() && restoreGeometry(known))
        return;
    constexpr QSize enough(1440, 860);
    const QSize room = screen()->availableSize();
    const bool isSmall = room.width() < enough.width() || room.height() < enough.height();
    resize(isSmall ? room : enough.expandedTo(room * 3 / 4));
    if (isSmall)
        setWindowState(Qt::WindowMaximized); // there is no room to give away
}

MainWindow::~MainWindow()
{
    files_.reset();
    // The panels look at the models, which are older children and would be deleted before them; some have their tools
    // in the viewer, which goes last.
    for (QDockWidget* dock : docks_)
        delete dock;
    delete takeCentralWidget();
}

void MainWindow::makeDocks()
{
    viewer_ = new Viewer(*project_, *frames_, *actions_);
    setCentralWidget(viewer_);
    mediaPool_ = new MediaPool(*project_, *thumbnails_);
    mediaPool_->setMinimumWidth(190); // its tabs' words stay whole
    timeline_ = new Timeline(*project_, *thumbnails_);
    taskPanel_ = new TaskPanel(*project_, *thumbnails_, *actions_, catalog_);
    taskPanel_->setSpeeds(settings_.speeds.workPerSecond);
    layersPanel_ = new LayersPanel(*project_, *thumbnails_);
    jobsPanel_ = new JobsPanel(*jobs_, *actions_);
    compPanel_ = new CompPanel(*project_, *viewer_);
    relightPanel_ = new RelightPanel(*project_, *viewer_, *actions_);
    queuePanel_ = new QueuePanel(*queue_, *thumbnails_);
    timeline_->connectActions(*actions_);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    makeDock(tr("Media"), "media", mediaPool_, Qt::LeftDockWidgetArea);
    makeDock(tr("Task"), "task", taskPanel_, Qt::RightDockWidgetArea);
    makeDock(tr("Takes"), "layers", layersPanel_, Qt::RightDockWidgetArea);
    makeDock(tr("Jobs"), "jobs", jobsPanel_, Qt::RightDockWidgetArea);
    makeDock(tr("Timeline"), "timeline", timeline_, Qt::BottomDockWidgetArea);
    makeDock(tr("Inspector"), "inspector", new Inspector(*project_, mediaPool_->model()), Qt::LeftDockWidgetArea);
    makeDock(tr("History"), "history", new HistoryPanel(*project_), Qt::LeftDockWidgetArea);
    makeDock(tr("Composite"), "composite", compPanel_, Qt::RightDockWidgetArea);
    makeDock(tr("Relight"), "relight", relightPanel_, Qt::RightDockWidgetArea);
    queueDock_ = makeDock(tr("Queue"), "queue", queuePanel_, Qt::RightDockWidgetArea);
    // These are tabs of one place, and a tab says its name already.
    for (QDockWidget* dock :
         {docks_[0], docks_[1], docks_[2], docks_[3], docks_[5], docks_[6], docks_[7], docks_[8], queueDock_})
        dock->setTitleBarWidget(new QWidget(dock));
    arrangeDocks();
}

QDockWidget* MainWindow::makeDock(const QString& title, const QString& name, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetMovable);
    dock->setWidget(content);
    content->setAutoFillBackground(true);
    addDockWidget(area, dock);
    docks_.push_back(dock);
    return dock;
}

void MainWindow::arrangeDocks()
{
    for (QDockWidget* dock : docks_)
        dock->show();
    tabifyDockWidget(docks_[2], docks_[3]);
    tabifyDockWidget(docks_[3], queueDock_);
    docks_[2]->raise();
    tabifyDockWidget(docks_[1], docks_[7]);
    tabifyDockWidget(docks_[7], docks_[8]);
    docks_[1]->raise();
    tabifyDockWidget(docks_[0], docks_[5]);
    tabifyDockWidget(docks_[5], docks_[6]);
    docks_[0]->raise();
    resizeDocks({docks_[0], docks_[1]}, {270, 320}, Qt::Horizontal);
    resizeDocks({docks_[4]}, {240}, Qt::Vertical);
    resizeDocks({docks_[1], docks_[2]}, {620, 180}, Qt::Vertical);
}

void MainWindow::makeMenus()
{
    // A menu is a run of the table's ids; an empty one parts it.
    const std::vector<std::pair<QString, std::vector<const char*>>> menus{
        {tr("&File"),
         {"file.new", "file.open", "file.save", "file.saveAs", "", "file.import", "file.importOtio", "file.export",
          "file.exportOtio", "", "file.quit"}},
        {tr("&Edit"),
         {"edit.undo",
          "edit.redo",
          "",
          "edit.split",
          "edit.delete",
          "edit.rippleDelete",
          "edit.trimStart",
          "edit.trimEnd",
          "edit.nudgeLeft",
          "edit.nudgeRight",
          "edit.slipLeft",
          "edit.slipRight",
          "",
          "edit.previousClip",
          "edit.nextClip",
          "edit.snap",
          "",
          "edit.marker",
          "mark.previous",
          "mark.next",
          "",
          "mark.in",
          "mark.out",
          "mark.clear",
          "",
          "track.addVideo",
          "track.addAudio",
          "track.mute",
          "",
          "file.preferences"}},
        {tr("&View"),
         {"view.fit",
          "view.zoomIn",
          "view.zoomOut",
          "",
          "view.color",
          "view.red",
          "view.green",
          "view.blue",
          "view.alpha",
          "view.luminance",
          "",
          "view.composite",
          "view.wipe",
          "view.difference",
          "view.composition",
          "view.matte",
          "view.safeAreas",
          "view.bypass",
          "view.previousLayer",
          "view.nextLayer",
          "view.copyFrame",
          "",
          "view.exposureDown",
          "view.exposureUp",
          "view.exposureReset",
          "",
          "timeline.zoomIn",
          "timeline.zoomOut",
          "timeline.fit",
          "",
          "view.resetLayout"}},
        {tr("&Play"),
         {"play.toggle", "play.reverse", "play.stop", "play.forward", "", "play.stepBack", "play.stepForward",
          "play.toStart", "play.toEnd", "", "play.loop"}},
        {tr("&Run"), {"run.start", "run.queue", "", "run.cancel", "", "queue.run"}},
        {tr("&Help"), {"help.commands", "help.shortcuts"}}};
    for (const auto& [title, ids] : menus) {
        QMenu* menu = menuBar()->addMenu(title);
        for (const char* id : ids) {
            if (*id)
                menu->addAction(actions_->get(id));
            else
                menu->addSeparator();
        }
    }
    recentMenu_ = new QMenu(tr("Open &recent"), this);
    menuBar()->actions().front()->menu()->insertMenu(actions_->get("file.save"), recentMenu_);
    fillRecent();
    palette_ = new CommandPalette(actions_->all(), this);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectEdits()
{
    const auto on = [this](const char* id, auto slot) {
        connect(actions_->get(id), &QAction::triggered, this, [this, slot] { attempt(slot); });
    };
    on("edit.undo", [this] { project_->undo(); });
    on("edit.redo", [this] { project_->redo(); });
    on("edit.split", [this] {
        const Clip* selected = project_->selectedClip();
        const Clip* clip =
            selected && selected->place.contains(project_->playhead()) ? selected : project_->clipAtPlayhead();
        if (clip)
            project_->apply(tr("Split %1").arg(fromCore(clip->name)),
                            splitLinked(project_->project(), clip->id, project_->playhead()).project);
    });
    on("edit.delete", [this] {
        if (const Clip* clip = project_->selectedClip())
            project_->apply(tr("Delete %1").arg(fromCore(clip->name)),
                            editLinked(project_->project(), clip->id, deleteClip));
    });
    on("edit.rippleDelete", [this] {
        if (const Clip* clip = project_->selectedClip())
            project_->apply(tr("Ripple delete %1").arg(fromCore(clip->name)),
                            editLinked(project_->project(), clip->id, rippleDeleteClip));
    });
    on("edit.marker", [this] {
        project_->apply(tr("Add marker"), addMarker(project_->project(), {}, project_->playhead(), {}).project);
    });
    actions_->get("edit.snap")->setChecked(true);
    connect(actions_->get("edit.snap"), &QAction::toggled, timeline_, &Timeline::setSnapping);
    on("mark.in", [this] {
        const Project& project = project_->project();
        const std::int64_t end = project.range ? project.range->end() : endOf(project);
        const std::int64_t in = project_->playhead();
        project_->apply(tr("Set in"), setRange(project, FrameRange{in, std::max<std::int64_t>(1, end - in)}));
    });
    on("mark.out", [this] {
        const Project& project = project_->project();
        const std::int64_t out = project_->playhead();
        const std::int64_t in = project.range ? std::min(project.range->first, out) : 0;
        project_->apply(tr("Set out"), setRange(project, FrameRange{in, out - in + 1}));
    });
    on("mark.clear", [this] { project_->apply(tr("Clear in and out"), setRange(project_->project(), {})); });
    connect(layersPanel_, &LayersPanel::compared, this, [this](TakeId take) {
        viewer_->setOther(viewer_->layer(), take);
        viewer_->setCompare(Compare::Wipe);
    });
    on("view.resetLayout", [this] { arrangeDocks(); });
    on("help.commands", [this] { palette_->open(); });
    on("help.shortcuts", [this] { showShortcuts(); });
    on("file.preferences", [this] { showPreferences(); });
}

void MainWindow::placeMedia(MediaId id)
{
    attempt([&] {
        const auto& tracks = project_->project().tracks;
        const auto track =
            std::find_if(tracks.begin(), tracks.end(), [](const Track& t) { return t.kind == TrackKind::Video; });
        const MediaItem* media = findMedia(project_->project(), id);
        if (track == tracks.end() || !media)
            return;
        const std::int64_t position = track->clips.empty() ? 0 : track->clips.back().place.end();
        std::optional<FrameRange> shown;
        if (media->still) // five seconds, which can be dragged to any length
            shown = FrameRange{media->frames.first,
                               std::max<std::int64_t>(1, std::llround(5 * project_->project().rate.perSecond()))};
        auto added = placeWithSound(project_->project(), track->id, id, position, shown);
        project_->apply(tr("Add %1").arg(fromPath(media->path.filename())), std::move(added.project));
        project_->select(added.id);
        project_->setPlayhead(position);
        if (position == 0)
            timeline_->zoomToFit();
    });
}

void MainWindow::showTitle()
{
    const fs::path& path = project_->path();
    QString title = path.empty() ? tr("Untitled") : fromPath(path.filename());
    if (project_->isReadOnly())
        title += tr(" (read only)");
    setWindowTitle(title + "[*] - UniVidX Studio");
    setWindowModified(project_->isModified());
}

void MainWindow::showUndo()
{
    const History& history = project_->history();
    QAction* undo = actions_->get("edit.undo");
    QAction* redo = actions_->get("edit.redo");
    undo->setEnabled(history.canUndo());
    redo->setEnabled(history.canRedo());
    undo->setText(history.canUndo() ? tr("Undo: %1").arg(fromCore(history.steps()[history.position() - 1].name))
                                    : tr("Undo"));
    redo->setText(history.canRedo() ? tr("Redo: %1").arg(fromCore(history.steps()[history.position()].name))
                                    : tr("Redo"));
}

void MainWindow::showShortcuts()
{
    ShortcutsDialog dialog(settings_.shortcuts, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    settings_.shortcuts = dialog.shortcuts();
    actions_->applyShortcuts(settings_.shortcuts);
    storeSettings();
}

void MainWindow::showPreferences()
{
    PreferencesDialog dialog(settings_, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    settings_ = dialog.settings();
    applySettings();
    storeSettings();
}

void MainWindow::applySettings()
{
    viewer_->setPreferences(settings_.viewer);
    viewer_->canvas().setOpenGl(settings_.interface.drawing == "opengl");
}

void MainWindow::tell(const QString& sentence)
{
    lastMessage_ = sentence;
    statusBar()->showMessage(sentence, messageMilliseconds);
}

void MainWindow::attempt(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        tell(errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    } catch (const std::exception& error) {
        tell(errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what()));
    }
}

void MainWindow::storeSettings()
{
    settings_.windowLayout = saveState().toBase64().toStdString();
    settings_.windowGeometry = saveGeometry().toBase64().toStdString();
    attempt([this] { saveSettings(settings_, folders_.settings); });
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
        storeSettings();
        event->accept();
        return;
    }
    event->ignore(); // saving takes its time; the window closes itself once it is done
    if (confirmLeavingJobs() && confirmLeavingQueue())
        resolveUnsavedChanges([this] { finishClosing(); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    const auto files = droppedFiles(event->mimeData());
    if (files.size() == 1)
        openFile(files.front());
    else
        mediaPool_->import(files);
}

} // namespace unividx::ui
