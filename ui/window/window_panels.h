#pragma once

#include "ui/task/task_panel.h"

#include <QMainWindow>

#include <memory>

namespace unividx::ui {

class Actions;
class CompPanel;
class ReportBanner;
class FrameStore;
class JobsPanel;
class LayersPanel;
class MediaPool;
class Messages;
class QueueService;
class RelightPanel;
class SettingsController;
class Timeline;
class Viewer;
class WindowDocks;

/// The viewer and the panels around it, in their docks, with what one says to another joined.
class WindowPanels {
public:
    /// What the panels show; all outlive them.
    struct Models {
        ProjectModel& project;
        FrameStore& frames;
        FrameStore& thumbnails;
        QueueService& queue;
        Actions& actions;
        const ModelCatalog& catalog;
    };

    WindowPanels(QMainWindow& window, const Models& models);
    ~WindowPanels();
    WindowPanels(const WindowPanels&) = delete;
    WindowPanels& operator=(const WindowPanels&) = delete;

    /// What goes wrong in a panel is told, and reports are shown; the settings' values reach the panels, now and when
    /// they change.
    void join(Messages& messages, SettingsController& settings);

    // Owned by the window's docks; the viewer and what is over it by the window.
    ReportBanner* const reports;
    Viewer* const viewer;
    MediaPool* const media;
    Timeline* const timeline;
    TaskPanel* const task;
    LayersPanel* const layers;
    JobsPanel* const jobs;
    CompPanel* const comp;
    RelightPanel* const relight;

    WindowDocks& docks() const { return *docks_; }

private:
    void makeDocks(ProjectModel& project);
    void joinViewer(const Actions& actions);
    void joinMedia(FrameStore& frames, FrameStore& thumbnails);

    QMainWindow& window_;
    std::unique_ptr<WindowDocks> docks_;
};

} // namespace unividx::ui
