#pragma once

#include <map>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace unividx::ui {

/// The panels around the viewer.
enum class Panel { Media, Task, Takes, Jobs, Timeline, Inspector, History, Composite, Relight };

/// The docks of the window: one a panel, and how they are arranged before the user moves them.
class WindowDocks {
public:
    /// `panels`: the content of every panel.
    WindowDocks(QMainWindow& window, const std::map<Panel, QWidget*>& panels);

    /// Deletes the docks with their panels.
    ~WindowDocks();
    WindowDocks(const WindowDocks&) = delete;
    WindowDocks& operator=(const WindowDocks&) = delete;

    QDockWidget& dock(Panel panel) const { return *docks_.at(panel); }
    void raise(Panel panel) const;
    void arrange();

private:
    QMainWindow& window_;
    std::map<Panel, QDockWidget*> docks_;
};

} // namespace unividx::ui
